import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';

export const FIVE_MS = 5 * 60_000;
export const HOUR_MS = 60 * 60_000;

/** What one call went over; `done` when everything before the asked time is rolled up. */
export interface RolledUp {
  readonly rows: number;
  readonly late: number;
  readonly done: boolean;
}

/** So that one transaction stays short: it holds up the writers of its tenant. */
const MOST_MS_AT_ONCE = HOUR_MS;

const Progress = z.object({ fiveUntil: z.number(), hourUntil: z.number() });
const ATS = `round(extract(epoch from five_until) * 1000)::float8 as "fiveUntil", round(extract(epoch from hour_until) * 1000)::float8 as "hourUntil"`;

/**
 * Rolls up what is due before `before`, at most an hour of it, and again what came late. Repeating it changes nothing:
 * a bucket is always made anew from all that lies in it.
 */
export async function rollUpSamples(client: PoolClient, tenant: TenantId, before: number): Promise<RolledUp> {
  await client.query(`select set_config('synchronous_commit', 'off', true)`);
  const { rows } = await client.query(`select ${ATS} from lastmile.sample_rollup where tenant_id = $1 for update`, [
    tenant,
  ]);
  if (rows.length === 0) return { rows: 0, late: 0, done: true };
  const { fiveUntil, hourUntil } = Progress.parse(rows[0]);
  const goal = floorTo(before, FIVE_MS);
  const fiveTo = Math.max(fiveUntil, Math.min(goal, fiveUntil + MOST_MS_AT_ONCE));
  const hourTo = Math.max(hourUntil, floorTo(fiveTo, HOUR_MS));
  const fives = fiveTo > fiveUntil ? await rollRange(client, tenant, FIVES, fiveUntil, fiveTo) : 0;
  const late = await rollLate(client, tenant, hourUntil);
  const hours = hourTo > hourUntil ? await rollRange(client, tenant, HOURS, hourUntil, hourTo) : 0;
  await client.query(
    `update lastmile.sample_rollup set five_until = to_timestamp($2::float8 / 1000), hour_until = to_timestamp($3::float8 / 1000)
      where tenant_id = $1`,
    [tenant, fiveTo, hourTo],
  );
  return { rows: fives + hours, late, done: fiveTo >= goal };
}

interface Level {
  readonly from: string;
  readonly to: string;
  readonly width: string;
  /** One figure per metric out of the source's arrays, as columns metric, low, high, mean, samples. */
  readonly figures: string;
}

const FIVES: Level = {
  from: 'sample',
  to: 'sample_five',
  width: '5 minutes',
  figures: `unnest(s.metrics, s.vals, s.vals, s.vals, array_fill(1, array[cardinality(s.vals)]))`,
};
const HOURS: Level = {
  from: 'sample_five',
  to: 'sample_hour',
  width: '1 hour',
  figures: 'unnest(s.metrics, s.low, s.high, s.mean, s.samples)',
};

/** `source` names rows s of the level below. */
function rollStatement({ to, width, figures }: Level, source: string): string {
  return `insert into lastmile.${to} (tenant_id, object, at, metrics, low, high, mean, samples)
    select $1, object, at, array_agg(metric order by metric), array_agg(low order by metric), array_agg(high order by metric),
      array_agg(mean order by metric), array_agg(samples order by metric)
    from (
      select s.object, date_bin('${width}', s.at, 'epoch') as at, f.metric, min(f.low) as low, max(f.high) as high,
        (sum(f.mean::float8 * f.samples) / sum(f.samples))::real as mean, sum(f.samples)::integer as samples
      from ${source} cross join lateral ${figures} as f (metric, low, high, mean, samples)
      group by 1, 2, 3) figures
    group by object, at order by object, at
    on conflict (tenant_id, object, at) do update set metrics = excluded.metrics, low = excluded.low, high = excluded.high,
      mean = excluded.mean, samples = excluded.samples`;
}

async function rollRange(
  client: PoolClient,
  tenant: TenantId,
  level: Level,
  from: number,
  to: number,
): Promise<number> {
  const source = `(select * from lastmile.${level.from} where tenant_id = $1 and at >= to_timestamp($2::float8 / 1000)
    and at < to_timestamp($3::float8 / 1000)) s`;
  const { rowCount } = await client.query(rollStatement(level, source), [tenant, from, to]);
  return rowCount ?? 0;
}

const LateRow = z.object({ object: z.int(), at: z.number() });

/** The buckets that got samples after their time, and the hours they lie in as far as those were rolled up. */
async function rollLate(client: PoolClient, tenant: TenantId, hourUntil: number): Promise<number> {
  const { rows } = await client.query(
    `with taken as (delete from lastmile.sample_late where tenant_id = $1 and (object, at) in (
        select object, at from lastmile.sample_late where tenant_id = $1 order by at limit 20000) returning object, at)
      select object, round(extract(epoch from at) * 1000)::float8 as at from taken`,
    [tenant],
  );
  const late = rows.map((row) => LateRow.parse(row));
  await rollBuckets(client, tenant, FIVES, late);
  const hours = late.map(({ object, at }) => ({ object, at: floorTo(at, HOUR_MS) })).filter(({ at }) => at < hourUntil);
  const distinct = new Map(hours.map((hour) => [`${hour.object} ${hour.at}`, hour]));
  await rollBuckets(client, tenant, HOURS, [...distinct.values()]);
  return late.length;
}

async function rollBuckets(
  client: PoolClient,
  tenant: TenantId,
  level: Level,
  buckets: readonly { readonly object: number; readonly at: number }[],
): Promise<void> {
  if (buckets.length === 0) return;
  const source = `unnest($2::integer[], $3::float8[]) as b (object, at) cross join lateral (
    select * from lastmile.${level.from} where tenant_id = $1 and object = b.object and at >= to_timestamp(b.at / 1000)
      and at < to_timestamp(b.at / 1000) + interval '${level.width}' offset 0) s`;
  await client.query(rollStatement(level, source), [
    tenant,
    buckets.map(({ object }) => object),
    buckets.map(({ at }) => at),
  ]);
}

function floorTo(at: number, widthMs: number): number {
  return Math.floor(at / widthMs) * widthMs;
}
