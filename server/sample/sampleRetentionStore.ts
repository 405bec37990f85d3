import type { PoolClient } from 'pg';
import { sql } from 'slonik';
import { z } from 'zod';
import { SampleRetention } from '#shared/sample/retention.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';
import type { SampleTable } from './sampleReadStore.ts';

const columns = sql.fragment`raw_days as "rawDays", five_days as "fiveDays", hour_days as "hourDays"`;

/** Undefined: the defaults. */
export async function readRetention(tx: TenantTx): Promise<SampleRetention | undefined> {
  const found = await tx.maybeOne(sql.type(SampleRetention)`
    select ${columns} from sample_retention where tenant_id = ${tx.tenant}`);
  return found ?? undefined;
}

export async function setRetention(tx: TenantTx, { rawDays, fiveDays, hourDays }: SampleRetention): Promise<void> {
  await tx.query(sql.unsafe`
    insert into sample_retention (tenant_id, raw_days, five_days, hour_days) values (${tx.tenant}, ${rawDays}, ${fiveDays}, ${hourDays})
    on conflict (tenant_id) do update set raw_days = excluded.raw_days, five_days = excluded.five_days, hour_days = excluded.hour_days`);
}

const OfTenant = SampleRetention.extend({ tenant: z.string() });

/** What each tenant that chose something chose. */
export async function allRetentions(tx: SystemTx): Promise<ReadonlyMap<string, SampleRetention>> {
  const rows = await tx.any(sql.type(OfTenant)`select tenant_id as tenant, ${columns} from sample_retention`);
  return new Map(rows.map(({ tenant, ...retention }) => [tenant, retention]));
}

const madeRow = z.object({ made: z.int() });

/** Days of samples and months of rollups from `now` on; answers how many were missing. */
export async function ensureSamplePartitions(tx: SystemTx, now: number): Promise<number> {
  const { made } = await tx.one(sql.type(madeRow)`
    select lastmile.ensure_sample_partitions(to_timestamp(${now}::float8 / 1000), 3, 1) as made`);
  return made;
}

const nameRow = z.object({ name: z.string() });

/** Drops the partitions that end before `before`; answers their names. */
export async function dropSamplePartitions(
  tx: SystemTx,
  parent: SampleTable,
  before: number,
): Promise<readonly string[]> {
  const dropped = await tx.any(sql.type(nameRow)`
    select name from lastmile.drop_sample_partitions(${parent}, to_timestamp(${before}::float8 / 1000)) as name`);
  return dropped.map(({ name }) => name);
}

const strayRow = z.object({ stray: z.bigint().transform(Number) });

/** Rows outside of the partitions: anything but 0 means that partitions are not made. */
export async function straySamples(tx: SystemTx): Promise<number> {
  const { stray } = await tx.one(sql.type(strayRow)`select lastmile.stray_samples() as stray`);
  return stray;
}

/** For a tenant that keeps less than others: at most `most` rows before `before`; answers how many, call until it is less. */
export async function deleteOldSamples(
  client: PoolClient,
  tenant: TenantId,
  table: SampleTable,
  before: number,
  most: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from lastmile.${table} s using (
        select object, at from lastmile.${table} where tenant_id = $1 and at < to_timestamp($2::float8 / 1000) limit $3) old
      where s.tenant_id = $1 and s.object = old.object and s.at = old.at`,
    [tenant, before, most],
  );
  return rowCount ?? 0;
}
