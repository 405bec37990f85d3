import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';
import type { SampledObject } from './sampleSink.ts';

/** Everything of one object that was read at one time, by the tables' own numbers. */
export interface SampleRow {
  readonly object: number;
  readonly at: number;
  readonly metrics: readonly number[];
  readonly vals: readonly number[];
}

const ObjectRow = z.object({ id: z.int(), kind: z.string(), objectId: z.string() });
const MetricRow = z.object({ id: z.int(), name: z.string() });

/** The numbers of objects by `kind/id`; those not seen before get one. */
export async function sampleObjectNumbers(
  client: PoolClient,
  tenant: TenantId,
  objects: readonly SampledObject[],
): Promise<Map<string, number>> {
  const values = [tenant, objects.map(({ kind }) => kind), objects.map(({ id }) => id)];
  const known = `select o.id, o.kind, o.object_id as "objectId" from unnest($2::text[], $3::uuid[]) as w (kind, object_id)
    cross join lateral (select * from lastmile.sample_object s
      where s.tenant_id = $1 and s.kind = w.kind and s.object_id = w.object_id limit 1) o`;
  const read = async (): Promise<Map<string, number>> => {
    const { rows } = await client.query(known, values);
    return new Map(
      rows.map((row) => ObjectRow.parse(row)).map(({ id, kind, objectId }) => [`${kind}/${objectId}`, id]),
    );
  };
  const found = await read();
  if (objects.every(({ kind, id }) => found.has(`${kind}/${id}`))) return found;
  await lockNumbers(client, tenant);
  await client.query(
    `insert into lastmile.sample_object (tenant_id, id, kind, object_id)
      select $1, ${nextNumber('sample_object')}, w.kind, w.object_id from unnest($2::text[], $3::uuid[]) as w (kind, object_id)
      where not exists (select from lastmile.sample_object s where s.tenant_id = $1 and s.kind = w.kind and s.object_id = w.object_id)`,
    values,
  );
  return await read();
}

/** The same for metrics, by name. */
export async function sampleMetricNumbers(
  client: PoolClient,
  tenant: TenantId,
  names: readonly string[],
): Promise<Map<string, number>> {
  const read = async (): Promise<Map<string, number>> => {
    const { rows } = await client.query(
      `select m.id, m.name from unnest($2::text[]) as w (name)
        cross join lateral (select * from lastmile.sample_metric s where s.tenant_id = $1 and s.name = w.name limit 1) m`,
      [tenant, names],
    );
    return new Map(rows.map((row) => MetricRow.parse(row)).map(({ id, name }) => [name, id]));
  };
  const found = await read();
  if (names.every((name) => found.has(name))) return found;
  await lockNumbers(client, tenant);
  await client.query(
    `insert into lastmile.sample_metric (tenant_id, id, name)
      select $1, ${nextNumber('sample_metric')}, w.name from unnest($2::text[]) as w (name)
      where not exists (select from lastmile.sample_metric s where s.tenant_id = $1 and s.name = w.name)`,
    [tenant, names],
  );
  return await read();
}

/** Numbers are the tenant's own: a sequence would be a thing outside of row-level security. */
function nextNumber(table: 'sample_object' | 'sample_metric'): string {
  return `(select coalesce(max(id), 0) from lastmile.${table} where tenant_id = $1) + row_number() over ()`;
}

async function lockNumbers(client: PoolClient, tenant: TenantId): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('lastmile.samples/' || $1, 0))`, [tenant]);
}

/**
 * Writes rows, each object and time at most once among them; written again they change nothing, and a metric that is
 * given again replaces the earlier figure. Buckets that had been rolled up already are marked to be rolled up again.
 */
export async function insertSamples(client: PoolClient, tenant: TenantId, rows: readonly SampleRow[]): Promise<void> {
  // Losing the last half second when the database server dies is fair for figures, and spares it a flush per batch.
  await client.query(`select set_config('synchronous_commit', 'off', true)`);
  const earliest = Math.min(...rows.map(({ at }) => at));
  await client.query(
    `insert into lastmile.sample_rollup (tenant_id, five_until, hour_until)
      select $1, date_bin('5 minutes', t, 'epoch'), date_bin('1 hour', t, 'epoch') from (select to_timestamp($2::float8 / 1000) as t) first
      on conflict do nothing`,
    [tenant, earliest],
  );
  // Waits for a rollup that is under way and holds up the next until this is committed.
  await client.query('select from lastmile.sample_rollup where tenant_id = $1 for share', [tenant]);
  await client.query({
    name: 'sample.insert',
    text: `with given as materialized (
        select r.object, to_timestamp(r.at / 1000) as at, r.metrics, r.vals
        from json_to_recordset($2::json) as r(object integer, at float8, metrics integer[], vals real[])
      ), late as (
        insert into lastmile.sample_late (tenant_id, object, at)
        select distinct $1::uuid, g.object, date_bin('5 minutes', g.at, 'epoch')
        from given g join lastmile.sample_rollup u on u.tenant_id = $1 and g.at < u.five_until
        on conflict do nothing
      )
      insert into lastmile.sample as s (tenant_id, object, at, metrics, vals)
      select $1, object, at, metrics, vals from given order by object, at
      on conflict (tenant_id, object, at) do update set (metrics, vals) = (
        select array_agg(m.metric), array_agg(m.val) from (
          select o.metric, o.val from unnest(s.metrics, s.vals) as o (metric, val) where o.metric <> all (excluded.metrics)
          union all select n.metric, n.val from unnest(excluded.metrics, excluded.vals) as n (metric, val)) m)`,
    values: [tenant, JSON.stringify(rows)],
  });
}
