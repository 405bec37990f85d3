import { sql } from 'slonik';
import { z } from 'zod';
import { BranchId, UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

export interface NameRows {
  readonly users: readonly { readonly id: UserId; readonly name: string }[];
  readonly branches: readonly { readonly id: BranchId; readonly name: string }[];
}

/** Disabled users too: their names stand on what they did. */
export async function readNames(tx: TenantTx): Promise<NameRows> {
  const users = await tx.any(sql.type(z.object({ id: UserId, name: z.string() }))`select id, name from app_user`);
  const branches = await tx.any(sql.type(z.object({ id: BranchId, name: z.string() }))`select id, name from branch`);
  return { users, branches };
}
