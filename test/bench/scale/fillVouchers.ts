import type pg from 'pg';
import type { TenantId, UserId } from '#shared/values/ids.ts';

/** 60 batches of 500 and one of 20,000; half of them used over the last year, a tenth void. */
export async function fillVouchers(client: pg.Client, tenant: TenantId, user: UserId): Promise<void> {
  await client.query(
    `insert into lastmile.voucher_batch (tenant_id, id, version, name, package_id, count, prefix, alphabet, code_length, price_minor,
       currency, unused_until, validity_ms, devices, device_policy, mac_login, sold_count, used_count, void_count, created_by, created_at)
     select $1, gen_random_uuid(), 1, 'Batch ' || n, (select id from lastmile.package where tenant_id = $1 limit 1),
       case when n = 0 then 20000 else 500 end, '', 'mixed', 10, 5000, 'KES', now() + (n - 30) * interval '5 days', 86400000, 1, 'refuse',
       false, 0, 0, 0, $2, now() - n * interval '6 days' from generate_series(0, 60) n`,
    [tenant, user],
  );
  await client.query(
    `insert into lastmile.voucher (tenant_id, id, batch_id, serial, code, code_hash, policy_version, sold_at, first_used_at, valid_until,
       used_bytes, macs, voided_at, void_id)
     select $1, gen_random_uuid(), b.id, n, '\\x00', sha256((b.id || ':' || n)::bytea), 1,
       case when n % 3 > 0 then b.created_at + n * interval '7 minutes' end, case when n % 2 = 0 then b.created_at + n * interval '9 minutes' end,
       case when n % 2 = 0 then b.created_at + n * interval '9 minutes' + interval '1 day' end, 0, '{}',
       case when n % 10 = 1 then now() end, case when n % 10 = 1 then b.id end
     from lastmile.voucher_batch b, generate_series(1, b.count) n where b.tenant_id = $1`,
    [tenant],
  );
  await client.query(
    `update lastmile.voucher_batch b set sold_count = f.sold, used_count = f.used, void_count = f.void from (
       select batch_id, count(*) filter (where sold_at is not null and voided_at is null) as sold,
         count(*) filter (where first_used_at is not null) as used, count(*) filter (where voided_at is not null) as void
       from lastmile.voucher where tenant_id = $1 group by 1) f where b.tenant_id = $1 and b.id = f.batch_id`,
    [tenant],
  );
}
