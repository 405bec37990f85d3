import { sql } from 'slonik';
import { z } from 'zod';
import type { SystemTx } from '../platform/db/transaction.ts';

export type AccountingTable = 'line_session' | 'accounting_record' | 'address_use' | 'usage_day' | 'reject';

const madeRow = z.object({ made: z.int() });

/** Months from `now` on; answers how many were missing. */
export async function ensureAccountingPartitions(tx: SystemTx, now: number): Promise<number> {
  const { made } = await tx.one(sql.type(madeRow)`
    select lastmile.ensure_accounting_partitions(to_timestamp(${now}::float8 / 1000), 2) as made`);
  return made;
}

const nameRow = z.object({ name: z.string() });

/** Drops the months that end before `before`; answers their names. */
export async function dropAccountingPartitions(
  tx: SystemTx,
  table: AccountingTable,
  before: number,
): Promise<readonly string[]> {
  const dropped = await tx.any(sql.type(nameRow)`
    select name from lastmile.drop_accounting_partitions(${table}, to_timestamp(${before}::float8 / 1000)) as name`);
  return dropped.map(({ name }) => name);
}

const strayRow = z.object({ stray: z.bigint().transform(Number) });

/** Rows outside of the months: anything but 0 means that partitions are not made. */
export async function strayAccounting(tx: SystemTx): Promise<number> {
  const { stray } = await tx.one(sql.type(strayRow)`select lastmile.stray_accounting() as stray`);
  return stray;
}
