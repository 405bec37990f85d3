import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';

const QuotaRow = z.object({
  id: z.string(),
  periodFrom: z.number(),
  limitBytes: z.number(),
  counts: z.enum(['total', 'download']),
  usedIn: z.number(),
  usedOut: z.number(),
});
/** A line that has a quota it has not used up, and what it has used of it. */
export type QuotaRow = z.infer<typeof QuotaRow>;

/**
 * The quotas of those lines that have one to cross. A period that is seen for the first time is noted with what its first
 * day had until then: of a day that began long before the period was seen, the share of time before it.
 */
export async function readQuotas(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly string[],
  now: number,
): Promise<readonly QuotaRow[]> {
  const { rows } = await client.query(
    `with wanted as materialized (
        select s.id, s.quota_period_from as began, (s.quota_period_from at time zone (s.terms->>'zone'))::date as day,
          extract(epoch from (s.quota_period_from at time zone (s.terms->>'zone'))::time)::float8 / 86400 as share,
          (s.terms->>'quotaBytes')::bigint + s.quota_extra_bytes as limit_bytes, p.quota_counts as counts
        from unnest($2::uuid[]) as w (id)
        join lastmile.subscription s on s.tenant_id = $1 and s.id = w.id
        join lastmile.package p on p.tenant_id = $1 and p.id = s.package_id
        where s.tier = 'full' and s.state in ('active', 'grace') and s.terms ? 'quotaBytes' and s.quota_period_from is not null
      ), noted as (
        insert into lastmile.usage_period as q (tenant_id, subscription_id, began_at, day, before_in, before_out)
        select $1, w.id, w.began, w.day,
          floor(coalesce(u.octets_in, 0) * case when w.began > to_timestamp($3::float8 / 1000) - interval '10 minutes' then 1 else w.share end),
          floor(coalesce(u.octets_out, 0) * case when w.began > to_timestamp($3::float8 / 1000) - interval '10 minutes' then 1 else w.share end)
        from wanted w left join lastmile.usage_day u on u.tenant_id = $1 and u.day = w.day and u.subscription_id = w.id
        where not exists (select from lastmile.usage_period k where k.tenant_id = $1 and k.subscription_id = w.id and k.began_at = w.began)
        on conflict (tenant_id, subscription_id) do update set began_at = excluded.began_at, day = excluded.day,
          before_in = excluded.before_in, before_out = excluded.before_out
        returning subscription_id, before_in, before_out
      )
      select w.id, floor(extract(epoch from w.began) * 1000)::float8 as "periodFrom", w.limit_bytes::float8 as "limitBytes", w.counts,
        greatest(0, coalesce(used.octets_in, 0) - coalesce(n.before_in, k.before_in, 0))::float8 as "usedIn",
        greatest(0, coalesce(used.octets_out, 0) - coalesce(n.before_out, k.before_out, 0))::float8 as "usedOut"
      from wanted w left join noted n on n.subscription_id = w.id
        left join lastmile.usage_period k on k.tenant_id = $1 and k.subscription_id = w.id and k.began_at = w.began
        cross join lateral (
          select sum(u.octets_in) as octets_in, sum(u.octets_out) as octets_out
          from generate_series(w.day::timestamp, (to_timestamp($3::float8 / 1000) + interval '1 day') at time zone 'UTC', interval '1 day') as d (day)
          join lastmile.usage_day u on u.tenant_id = $1 and u.day = d.day::date and u.subscription_id = w.id) used`,
    [tenant, ids, now],
  );
  return rows.map((row) => QuotaRow.parse(row));
}
