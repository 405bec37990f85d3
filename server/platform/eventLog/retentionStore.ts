import { sql } from 'slonik';
import { z } from 'zod';
import type { SystemTx } from '../db/transaction.ts';

/** Deletes answers of commands decided before `before`, at most `most`; answers how many, so call again until it is less. */
export async function deleteOldCommands(tx: SystemTx, before: number, most: number): Promise<number> {
  const { rowCount } = await tx.query(sql.unsafe`
    delete from lastmile.command c using (
      select tenant_id, key from lastmile.command where at < to_timestamp(${before}::float8 / 1000) limit ${most}
    ) old where c.tenant_id = old.tenant_id and c.key = old.key`);
  return rowCount;
}

const nameRow = z.object({ name: z.string() });

/**
 * Drops the monthly partitions (UTC) that end before `before`. Events only where all of them are sealed and no durable
 * follower still needs them. Answers the names of the dropped.
 */
export async function dropOldPartitions(
  tx: SystemTx,
  parent: 'event' | 'evidence',
  before: number,
  now: number,
): Promise<readonly string[]> {
  const dropped = await tx.any(sql.type(nameRow)`
    select name from lastmile.drop_partitions(${parent}, to_timestamp(${before}::float8 / 1000), to_timestamp(${now}::float8 / 1000)) as name`);
  return dropped.map(({ name }) => name);
}

const madeRow = z.object({ made: z.int() });

/** Makes the partitions of this month and the next ones; answers how many were missing. */
export async function ensurePartitions(tx: SystemTx, now: number, monthsAhead: number): Promise<number> {
  const { made } = await tx.one(sql.type(madeRow)`
    select lastmile.ensure_partitions(to_timestamp(${now}::float8 / 1000), ${monthsAhead}) as made`);
  return made;
}

const strayRow = z.object({ parent: z.enum(['event', 'evidence']), stray: z.bigint().transform(Number) });

/** Rows that no month's partition took, counted up to 1,000 each: anything but 0 means that partitions are not made. */
export async function strayRows(tx: SystemTx): Promise<Readonly<Record<'event' | 'evidence', number>>> {
  const rows = await tx.any(sql.type(strayRow)`select parent, stray from lastmile.stray_rows()`);
  const of = (parent: 'event' | 'evidence'): number => rows.find((row) => row.parent === parent)?.stray ?? 0;
  return { event: of('event'), evidence: of('evidence') };
}
