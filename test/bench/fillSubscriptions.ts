import type pg from 'pg';
import type { TenantId } from '#shared/values/ids.ts';

/** One line for each customer, with the ids and names that its search keys have. */
export async function fillSubscriptions(client: pg.Client, tenant: TenantId): Promise<void> {
  for (const [n, name] of ['Home 10', 'Home 40', 'Business 100'].entries())
    await client.query(
      `insert into lastmile.package (tenant_id, id, version, name, description, access_types, down_bps, up_bps, priority, profiles,
         quota_counts, cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms, on_expiry, price_minor,
         currency, created_at, changed_at)
       values ($1, $2, 1, $3, '', '{pppoe}', 10000000, 10000000, 8, '[]', 'total', 'month', 1, 1, 'newestWins', 300, 0,
         'walledGarden', 1000, 'KES', now(), now())`,
      [tenant, packageId(n), name],
    );
  await client.query(
    `insert into lastmile.subscription (tenant_id, id, version, state, number, customer_id, branch_id, package_id, terms, access_type,
       username, username_key, tier, valid_until, starts_at_first_use, activated_at, quota_period_from, quota_period_until,
       quota_extra_bytes, used_bytes, macs, mac_binding, framed_routes, policy_version, created_at, suspended_at, suspended_reason, left_at)
     select $1, line, 1, case when n % 100 = 0 then 'suspended' when n % 101 = 0 then 'left' when n % 20 = 0 then 'expired' else 'active' end,
       n, id, branch, ($2::uuid[])[1 + n % 3],
       '{"cycle": {"unit": "month", "count": 1}, "zone": "Africa/Nairobi", "graceMs": 0, "quotaAction": "throttle", "profiles": []}',
       'pppoe', 'user' || lpad(n::text, 6, '0'), 'user' || lpad(n::text, 6, '0'), 'full',
       now() + (case when n % 20 = 0 then -5 else n % 30 end) * interval '1 day' + n * interval '1 second', false, now(), now(), now(),
       0, 0, '{}', 'off', '{}', 1, now(), case when n % 100 = 0 then now() end, case when n % 100 = 0 then 'x' end, case when n % 101 = 0 then now() end
     from filled`,
    [tenant, [0, 1, 2].map(packageId)],
  );
  await client.query('vacuum analyze lastmile.subscription');
}

function packageId(n: number): string {
  return `0198fa29-0b0d-7b80-828d-00000000020${n}`;
}
