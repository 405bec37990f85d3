import type { Database } from '../db/database.ts';
import type { Feature } from '../feature.ts';
import { type BranchTable, standingIn } from './objectStore.ts';

/** A feature's objects of one kind that hold a branch while they have not ended. */
export function branchHolding(
  database: Database,
  kind: string,
  table: BranchTable,
): NonNullable<Feature['branchContent']> {
  return async (tenant, branch) => [
    { kind, count: await database.tenantTx(tenant, (tx) => standingIn(tx, table, branch)) },
  ];
}
