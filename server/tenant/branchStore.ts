import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { BranchId } from '#shared/values/ids.ts';
import { notifySessionChange } from '../platform/auth/sessionChangeStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { notifyNamesChanged } from './namesChangeStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { refusingDuplicates } from './uniqueness.ts';

const StoredBranch = z.object({
  id: BranchId,
  name: z.string(),
  timeZone: z.string(),
  createdAt: z.number(),
  archivedAt: z.number().nullable(),
  users: z.int(),
});
export type StoredBranch = z.infer<typeof StoredBranch>;

const branches = sql.fragment`
  select b.id, b.name, b.time_zone as "timeZone", b.created_at as "createdAt", b.archived_at as "archivedAt",
    (select count(*)::int from user_branch ub join app_user u on u.id = ub.user_id and u.disabled_at is null where ub.branch_id = b.id) as users
  from branch b`;

/** By name, archived ones last. */
export async function listBranches(tx: TenantTx, scope: readonly BranchId[] | 'all'): Promise<readonly StoredBranch[]> {
  const seen = scope === 'all' ? sql.fragment`true` : sql.fragment`b.id = any(${sql.array([...scope], 'uuid')})`;
  return await tx.any(
    sql.type(StoredBranch)`${branches} where ${seen} order by b.archived_at is not null, lower(b.name), b.id`,
  );
}

/** Throws TenantRefusal when there is none, or it is outside `scope`. */
export async function requireBranch(
  tx: TenantTx,
  id: BranchId,
  scope: readonly BranchId[] | 'all',
): Promise<StoredBranch> {
  const found = await tx.maybeOne(sql.type(StoredBranch)`${branches} where b.id = ${id}`);
  if (found === null || (scope !== 'all' && !scope.includes(id))) throw new TenantRefusal('tenant/branch-not-found');
  return found;
}

export interface BranchDetails {
  readonly name: string;
  readonly timeZone: string;
}

export async function insertBranch(tx: TenantTx, { name, timeZone }: BranchDetails, now: number): Promise<BranchId> {
  const id = BranchId.parse(randomUUIDv7());
  await refusingDuplicates('tenant/name-taken', () =>
    tx.query(sql.unsafe`insert into branch (tenant_id, id, name, time_zone, created_at)
      values (${tx.tenant}, ${id}, ${name}, ${timeZone}, ${instant(now)})`),
  );
  await tx.query(notifyNamesChanged(tx.tenant));
  return id;
}

export async function setBranchDetails(tx: TenantTx, id: BranchId, { name, timeZone }: BranchDetails): Promise<void> {
  await refusingDuplicates('tenant/name-taken', () =>
    tx.query(sql.unsafe`update branch set name = ${name}, time_zone = ${timeZone} where id = ${id}`),
  );
  await tx.query(notifyNamesChanged(tx.tenant));
  await tx.query(notifySessionChange({ tenant: tx.tenant }));
}

/** `at` undefined: it is in use again. */
export async function setBranchArchived(tx: TenantTx, id: BranchId, at: number | undefined): Promise<void> {
  await tx.query(sql.unsafe`update branch set archived_at = ${at === undefined ? null : instant(at)} where id = ${id}`);
}

export async function activeBranches(tx: TenantTx): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::float8 as count from branch where archived_at is null`);
}

/** What this folder knows to be in a branch: people who work only in branches, invitations that stand, sources of alarms. */
export async function branchContent(tx: TenantTx, id: BranchId): Promise<readonly { kind: string; count: number }[]> {
  return await tx.any(sql.type(z.object({ kind: z.string(), count: z.number() }))`
    select * from (
      select 'user' as kind, count(*)::float8 as count from user_branch ub join app_user u on u.id = ub.user_id
        where ub.branch_id = ${id} and u.disabled_at is null
      union all
      select 'invitation', count(*)::float8 from invitation_branch ib join invitation i on i.id = ib.invitation_id
        where ib.branch_id = ${id} and i.accepted_at is null and i.withdrawn_at is null
      union all
      select 'alarmSource', count(*)::float8 from alarm_source where branch_id = ${id}
      union all
      select 'alarm', count(*)::float8 from alarm where branch_id = ${id} and cleared_at is null) content
    where count > 0`);
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
