import type pg from 'pg';
import type { World } from './tenancyWorld.ts';

const terms = JSON.stringify({
  ...{ cycle: { unit: 'month', count: 1 }, zone: 'Africa/Nairobi', graceMs: 0, quotaAction: 'throttle', profiles: [] },
});
const states = ['active', 'suspended', 'expired', 'left'] as const;

/** Lines with the same ids, numbers and usernames' places in every tenant; all texts are marked. */
export async function fillSubscriptions(client: pg.Client, tenant: string, mark: string, world: World): Promise<void> {
  await client.query(
    `insert into lastmile.subscription_rules (tenant_id, case_sensitive, realm, changed_at) values ($1, false, 'keep', '2026-11-10')`,
    [tenant],
  );
  for (const [n, id] of world.actorIds.entries()) {
    const state = states[n % states.length]!;
    await client.query(
      `insert into lastmile.subscription (tenant_id, id, version, state, number, customer_id, branch_id, package_id, terms,
         access_type, username, username_key, password, tier, valid_until, starts_at_first_use, activated_at,
         quota_extra_bytes, used_bytes, macs, mac_binding, static_ipv4, framed_routes, suspended_at, suspended_reason, left_at,
         left_reason, policy_version, created_at, created_by)
       values ($1, $2, 1, $3, $4, $2, $5, $2, $6, 'pppoe', $7, $7, $8, 'full', '2026-12-10', false, '2026-11-10',
         0, 0, $9, 'fixed', $10, '{}', $11, $12, $13, $14, 1, '2026-11-10', $15)`,
      [
        ...[tenant, id, state, n + 1, world.branchIds[n % 3], terms, `${mark}line-${n}`, `${mark}sealed`],
        ...[['02:00:00:00:00:01'], `${mark}address-${n}`],
        ...(state === 'suspended' ? ['2026-11-11', `${mark}reason`] : [null, null]),
        ...(state === 'left' ? ['2026-11-11', `${mark}reason`] : [null, null]),
        world.userIds[n % 4],
      ],
    );
    const drift = JSON.stringify([{ path: `${mark}path`, wanted: `${mark}wanted` }]);
    await client.query(
      `insert into lastmile.static_line (tenant_id, subscription_id, nas_id, port, placed_at, placed_by, applied, applied_at, kept, drift)
       values ($1, $2, $2, $3, '2026-11-10', $4, $3, '2026-11-10', $5, $5)`,
      [tenant, id, `${mark}port`, world.userIds[n % 4], drift],
    );
    await client.query(
      `insert into lastmile.static_meter (tenant_id, subscription_id, nas_id, entry, up_bytes, down_bytes, read_at)
       values ($1, $2, $2, $3, 7, 9, '2026-11-10')`,
      [tenant, id, `${mark}entry`],
    );
  }
}
