import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { World } from './tenancyWorld.ts';

/** Packages, batches and vouchers with the same ids in every tenant; all texts are marked. */
export async function fillVouchers(client: pg.Client, tenant: string, mark: string, world: World): Promise<void> {
  for (const [n, id] of world.actorIds.entries()) {
    await client.query(
      `insert into lastmile.package (tenant_id, id, version, name, description, access_types, priority, profiles,
         quota_counts, cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms, on_expiry, price_minor,
         currency, created_at, changed_at)
       values ($1, $2, 1, $3, '', '{hotspot}', 8, '[]', 'total', 'day', 1, 1, 'refuse', 300, 0, 'disconnect', 100, 'KES',
         '2026-11-10', '2026-11-10') on conflict do nothing`,
      [tenant, id, `${mark}voucher-package-${n}`],
    );
    // One id is left free, so that a new batch can be made under it.
    if (n === 0) continue;
    await client.query(
      `insert into lastmile.voucher_batch (tenant_id, id, version, name, branch_id, package_id, count, prefix, alphabet,
         code_length, price_minor, currency, validity_ms, quota_bytes, devices, device_policy, mac_login, sold_count,
         used_count, void_count, created_by, created_at)
       values ($1, $2, 1, $3, $4, $2, 1, '', 'mixed', 10, 100, 'KES', 86400000, 1000, 1, 'refuse', true, 0, 0, 0, $5, '2026-11-10')`,
      [tenant, id, `${mark}batch`, world.branchIds[n % 3], world.userIds[n % 4]],
    );
    const code = Buffer.from(`${mark}code`);
    const hash = createHash('sha256').update(`${mark}${id}`).digest();
    await client.query(
      `insert into lastmile.voucher (tenant_id, id, batch_id, serial, code, code_hash, policy_version, used_bytes, macs, voided_at, void_id)
       values ($1, $2, $2, 1, $3, $4, 1, 0, $5, $6, $7)`,
      [tenant, id, code, hash, [`${mark}mac`], n % 2 === 0 ? '2026-11-20' : null, n % 2 === 0 ? id : null],
    );
  }
}
