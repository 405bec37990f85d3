import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId, type BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';

/** Where objects of a kind are kept, by `id`, and which columns are their name. */
export interface NamedTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** What those of the ids are called that are there. */
export async function namesIn(
  tx: TenantTx,
  { table, columns }: NamedTable,
  ids: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, string>> {
  const name = sql.join(
    columns.map((column) => sql.identifier([column])),
    sql.fragment`, `,
  );
  const rows = await tx.any(sql.type(z.object({ id: ActorId, name: z.string() }))`
    select id, concat_ws(' · ', ${name}) as name from ${sql.identifier([table])} where id = any(${sql.array([...ids], 'uuid')})`);
  return new Map(rows.map(({ id, name: called }) => [id, called]));
}

/** Where objects with a `branch_id` are kept, and which column is filled when one no longer counts. */
export interface BranchTable {
  readonly table: string;
  readonly endedAt: string;
}

/** How many of a branch have not ended. */
export async function standingIn(tx: TenantTx, { table, endedAt }: BranchTable, branch: BranchId): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::float8 as count from ${sql.identifier([table])}
    where branch_id = ${branch} and ${sql.identifier([endedAt])} is null`);
}
