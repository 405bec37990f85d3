import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';
import type { SampledObject } from './sampleSink.ts';

/** As measured, by five minutes, by the hour. */
export type SampleTable = 'sample' | 'sample_five' | 'sample_hour';

/** One bucket of one metric. */
export interface SampleBucket {
  readonly metric: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly samples: number;
}

export interface SampleSpan {
  readonly table: SampleTable;
  readonly metrics: readonly string[];
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Width of the buckets that are answered, counted from 1970. */
  readonly stepMs: number;
}

const Bucket = z.object({
  metric: z.string(),
  at: z.number(),
  low: z.number(),
  high: z.number(),
  mean: z.number(),
  samples: z.int(),
});

/** One metric of a row s, by its place p.i in the row's arrays: cheaper than taking all of them apart. */
const RAW = { low: 's.vals[p.i]', high: 's.vals[p.i]', mean: 's.vals[p.i]', samples: '1' };
const ROLLED = { low: 's.low[p.i]', high: 's.high[p.i]', mean: 's.mean[p.i]', samples: 's.samples[p.i]' };

/** Buckets of an object in a span, ordered by metric and time; empty ones are absent. */
export async function readSampleBuckets(
  client: PoolClient,
  tenant: TenantId,
  object: SampledObject,
  { table, metrics, from, to, stepMs }: SampleSpan,
): Promise<readonly SampleBucket[]> {
  const { low, high, mean, samples } = table === 'sample' ? RAW : ROLLED;
  const { rows } = await client.query(
    `with wanted as materialized (
        select id, name from lastmile.sample_metric where tenant_id = $1 and name = any ($4::text[]))
      select w.name as metric, floor(extract(epoch from s.at)::float8 * 1000 / $7) * $7 as at, min(${low})::float8 as low,
        max(${high})::float8 as high, sum(${mean}::float8 * ${samples}) / sum(${samples}) as mean, sum(${samples})::integer as samples
      from lastmile.${table} s cross join wanted w
        cross join lateral (select array_position(s.metrics, w.id) as i) p
      where s.tenant_id = $1
        and s.object = (select id from lastmile.sample_object where tenant_id = $1 and kind = $2 and object_id = $3)
        and s.at >= to_timestamp($5::float8 / 1000) and s.at < to_timestamp($6::float8 / 1000)
        and p.i is not null
      group by 1, 2 order by 1, 2`,
    [tenant, object.kind, object.id, metrics, from, to, stepMs],
  );
  return rows.map((row) => Bucket.parse(row));
}

const Last = z.object({ metric: z.string(), at: z.number(), value: z.number() });

/** The latest figure of each metric among the last rows of an object. */
export async function readLastSamples(
  client: PoolClient,
  tenant: TenantId,
  object: SampledObject,
  metrics: readonly string[],
  since: number,
): Promise<ReadonlyMap<string, { readonly at: number; readonly value: number }>> {
  const { rows } = await client.query(
    `select distinct on (m.name) m.name as metric, round(extract(epoch from s.at) * 1000)::float8 as at, f.val::float8 as value
      from (select * from lastmile.sample where tenant_id = $1
          and object = (select id from lastmile.sample_object where tenant_id = $1 and kind = $2 and object_id = $3)
          and at >= to_timestamp($5::float8 / 1000) order by at desc limit 500) s
        cross join lateral unnest(s.metrics, s.vals) as f (metric, val)
        join lastmile.sample_metric m on m.tenant_id = $1 and m.id = f.metric and m.name = any ($4::text[])
      order by m.name, s.at desc`,
    [tenant, object.kind, object.id, metrics, since],
  );
  return new Map(rows.map((row) => Last.parse(row)).map(({ metric, at, value }) => [metric, { at, value }]));
}

/** Names of what was measured of the object lately: since `since` as rolled up, and in its last rows. */
export async function readMetricNames(
  client: PoolClient,
  tenant: TenantId,
  object: SampledObject,
  since: number,
): Promise<readonly string[]> {
  const { rows } = await client.query(
    `with wanted as (select id from lastmile.sample_object where tenant_id = $1 and kind = $2 and object_id = $3),
      recent as (
        (select metrics from lastmile.sample where tenant_id = $1 and object = (select id from wanted)
          and at >= to_timestamp($4::float8 / 1000) order by at desc limit 200)
        union all
        (select metrics from lastmile.sample_five where tenant_id = $1 and object = (select id from wanted)
          and at >= to_timestamp($4::float8 / 1000))
      )
      select distinct m.name from recent r cross join lateral unnest(r.metrics) as f (metric)
        join lastmile.sample_metric m on m.tenant_id = $1 and m.id = f.metric
      order by 1 limit 1000`,
    [tenant, object.kind, object.id, since],
  );
  return rows.map((row) => z.object({ name: z.string() }).parse(row).name);
}

const Until = z.object({ fiveUntil: z.number(), hourUntil: z.number() });

/** Up to when each rollup is made; undefined when nothing was ever measured. */
export async function readRolledUntil(
  client: PoolClient,
  tenant: TenantId,
): Promise<z.infer<typeof Until> | undefined> {
  const { rows } = await client.query(
    `select round(extract(epoch from five_until) * 1000)::float8 as "fiveUntil",
      round(extract(epoch from hour_until) * 1000)::float8 as "hourUntil" from lastmile.sample_rollup where tenant_id = $1`,
    [tenant],
  );
  return rows[0] === undefined ? undefined : Until.parse(rows[0]);
}
