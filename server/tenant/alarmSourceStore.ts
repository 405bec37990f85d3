import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

export interface AlarmSourceEntry {
  readonly branchName: string;
  readonly name: string;
  readonly address: string;
  readonly hostname: string;
}

/**
 * Known by address and HOSTNAME; name and branch follow the entry. Throws when the pair belongs to another company.
 */
export async function upsertAlarmSource(
  tx: TenantTx,
  entry: AlarmSourceEntry,
  now: number,
): Promise<'written' | 'same' | 'no-branch'> {
  const branchId = await tx.maybeOneFirst(
    sql.type(z.object({ id: BranchId }))`select id from branch where name = ${entry.branchName}`,
  );
  if (branchId === null) return 'no-branch';
  const { rowCount } = await tx.query(sql.unsafe`
    insert into alarm_source as s (tenant_id, id, name, address, hostname, branch_id, created_at)
    values (${tx.tenant}, ${randomUUIDv7()}, ${entry.name}, ${entry.address}::inet, ${entry.hostname}, ${branchId}, ${sql.timestamp(new Date(now))})
    on conflict (address, hostname) do update set name = excluded.name, branch_id = excluded.branch_id
    where s.name <> excluded.name or s.branch_id is distinct from excluded.branch_id`);
  return rowCount > 0 ? 'written' : 'same';
}
