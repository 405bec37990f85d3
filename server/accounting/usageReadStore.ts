import type { PoolClient } from 'pg';
import { TopUser, UsageDay, UsageHour } from '#shared/session/history.ts';
import type { TenantId } from '#shared/values/ids.ts';

/** What a subscription used on each of the last days before `until` (a date) in which it used anything. */
export async function usageOfSubscription(
  client: PoolClient,
  tenant: TenantId,
  { id, from, until }: { readonly id: string; readonly from: string; readonly until: string },
): Promise<readonly UsageDay[]> {
  // Day by day: the key begins with the day, so that what is written together lies together.
  const { rows } = await client.query(
    `select d.day::date::text as day, u.octets_in::float8 as "octetsIn", u.octets_out::float8 as "octetsOut", u.seconds::float8 as seconds
      from generate_series($3::date::timestamp, $4::date::timestamp, interval '1 day') as d (day)
      cross join lateral (select * from lastmile.usage_day x where x.tenant_id = $1 and x.day = d.day::date and x.subscription_id = $2 limit 1) u
      order by 1`,
    [tenant, id, from, until],
  );
  return rows.map((row) => UsageDay.parse(row));
}

const BY = { total: 'sum(octets_in + octets_out)', down: 'sum(octets_out)', up: 'sum(octets_in)' } as const;

/** Who used most in the days from `from` on, most first. */
export async function topUsers(
  client: PoolClient,
  tenant: TenantId,
  { from, by, most }: { readonly from: string; readonly by: keyof typeof BY; readonly most: number },
): Promise<readonly Omit<TopUser, 'username'>[]> {
  const { rows } = await client.query(
    `select subscription_id as "subscriptionId", sum(octets_in)::float8 as "octetsIn", sum(octets_out)::float8 as "octetsOut"
      from lastmile.usage_day where tenant_id = $1 and day >= $2::date group by subscription_id order by ${BY[by]} desc limit $3`,
    [tenant, from, most],
  );
  return rows.map((row) => TopUser.parse(row));
}

export interface HoursWanted {
  readonly from: number;
  /** One router; undefined: all those in the branches. */
  readonly router: string | undefined;
  readonly branches: readonly string[] | 'all';
}

/** What routers carried by hour. */
export async function usageHours(
  client: PoolClient,
  tenant: TenantId,
  { from, router, branches }: HoursWanted,
): Promise<readonly UsageHour[]> {
  const { rows } = await client.query(
    `select extract(epoch from h.hour)::float8 * 1000 as at, sum(h.octets_in)::float8 as "octetsIn", sum(h.octets_out)::float8 as "octetsOut"
      from lastmile.usage_hour h where h.tenant_id = $1 and h.hour >= to_timestamp($2::float8 / 1000)
        and ($3::uuid is null or h.nas_id = $3)
        and ($4::uuid[] is null or exists (select from lastmile.nas n where n.tenant_id = $1 and n.id = h.nas_id
          and (n.branch_id is null or n.branch_id = any ($4::uuid[]))))
      group by h.hour order by h.hour`,
    [tenant, from, router ?? null, branches === 'all' ? null : branches],
  );
  return rows.map((row) => UsageHour.parse(row));
}
