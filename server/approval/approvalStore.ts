import { sql } from 'slonik';
import { z } from 'zod';
import { APPROVAL } from '#actors/approval/approvalActor.ts';
import type { ApprovalState } from '#actors/approval/approvalState.ts';
import { ApprovalPayload, ApprovalState as StateName } from '#shared/approval/values.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { createDomainTable } from '../platform/actors/domainTableStore.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';

const absent = {
  branchId: undefined,
  decidedBy: undefined,
  decidedAt: undefined,
  note: undefined,
  endedAt: undefined,
  outcome: undefined,
};

const State: z.ZodType<ApprovalState> = z
  .object({
    id: ActorId,
    state: StateName,
    act: z.string(),
    permission: Permission,
    subjectKind: z.string(),
    subjectId: ActorId,
    branchId: BranchId.optional(),
    amount: z.number(),
    payload: ApprovalPayload,
    subjectName: z.string(),
    details: ApprovalPayload,
    reason: z.string(),
    requestedBy: UserId,
    requestedAt: z.number(),
    expiresAt: z.number(),
    decidedBy: UserId.optional(),
    decidedAt: z.number().optional(),
    note: z.string().optional(),
    endedAt: z.number().optional(),
    outcome: z.string().optional(),
  })
  .transform((row) => ({ ...absent, ...row }));

export const approvalTable = createDomainTable<ApprovalState>({
  kind: APPROVAL,
  table: 'approval',
  columns: {
    state: 'text',
    act: 'text',
    permission: 'text',
    subjectKind: 'text',
    subjectId: 'uuid',
    branchId: 'uuid',
    amount: 'bigint',
    payload: 'jsonb',
    subjectName: 'text',
    details: 'jsonb',
    reason: 'text',
    requestedBy: 'uuid',
    requestedAt: 'instant',
    expiresAt: 'instant',
    decidedBy: 'uuid',
    decidedAt: 'instant',
    note: 'text',
    endedAt: 'instant',
    outcome: 'text',
  },
  state: State,
});

export interface StoredApproval {
  readonly version: number;
  readonly state: ApprovalState;
}

// What createDomainTable selects, in slonik's words; a fragment can't be made of text it does not know.
const columns = sql.fragment`id, version::float8 as version, state, act, permission, subject_kind as "subjectKind", subject_id as "subjectId",
  branch_id as "branchId", amount::float8 as amount, payload, subject_name as "subjectName", details, reason, requested_by as "requestedBy", requested_at as "requestedAt",
  expires_at as "expiresAt", decided_by as "decidedBy", decided_at as "decidedAt", note, ended_at as "endedAt", outcome`;
const row = z.record(z.string(), z.json());

/** Undefined when there is none, or it is of a branch outside `branches`. */
export async function readApproval(
  tx: TenantTx,
  id: ActorId,
  branches: readonly BranchId[] | 'all',
): Promise<StoredApproval | undefined> {
  const found = await tx.maybeOne(sql.type(row)`select ${columns} from approval
    where id = ${id} and ${inScope(branches)}`);
  return found === null ? undefined : approvalTable.parse(found);
}

/** What waits, and what ended after `endedAfter`; newest first, at most 1,000. */
export async function recentApprovals(tx: TenantTx, endedAfter: number): Promise<readonly StoredApproval[]> {
  const rows = await tx.any(sql.type(row)`select ${columns} from approval
    where ended_at is null or ended_at > ${instant(endedAfter)} order by requested_at desc, id desc limit 1000`);
  return rows.map((found) => approvalTable.parse(found));
}

export interface EndedPage {
  readonly before?: { readonly endedAt: number; readonly id: ActorId } | undefined;
  readonly limit: number;
  readonly branches: readonly BranchId[] | 'all';
}

/** What ended, newest first. */
export async function endedApprovals(
  tx: TenantTx,
  { before, limit, branches }: EndedPage,
): Promise<readonly StoredApproval[]> {
  const after = before ? sql.fragment`(ended_at, id) < (${instant(before.endedAt)}, ${before.id})` : sql.fragment`true`;
  const rows = await tx.any(sql.type(row)`select ${columns} from approval
    where ended_at is not null and ${after} and ${inScope(branches)} order by ended_at desc, id desc limit ${limit}`);
  return rows.map((found) => approvalTable.parse(found));
}

/** Of all tenants: what is approved and has not been carried out. */
export async function approvedEverywhere(tx: SystemTx): Promise<readonly { tenant: TenantId; id: ActorId }[]> {
  return await tx.any(sql.type(z.object({ tenant: TenantId, id: ActorId }))`
    select tenant_id as tenant, id from approval where state = 'approved' order by id limit 1000`);
}

const Outcome = z.object({ ok: z.boolean(), outcome: z.string().nullable() });
export type StoredOutcome = z.infer<typeof Outcome>;

/** Waits for whoever is carrying it out at the moment. Undefined: nobody has. */
export async function lockOutcome(tx: TenantTx, id: ActorId): Promise<StoredOutcome | undefined> {
  await tx.query(
    sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`lastmile.approval ${tx.tenant} ${id}`}, 0))`,
  );
  const found = await tx.maybeOne(sql.type(Outcome)`select ok, outcome from approval_outcome where id = ${id}`);
  return found ?? undefined;
}

export async function storeOutcome(tx: TenantTx, id: ActorId, done: StoredOutcome, at: number): Promise<void> {
  await tx.query(sql.unsafe`insert into approval_outcome (tenant_id, id, ok, outcome, at)
    values (${tx.tenant}, ${id}, ${done.ok}, ${done.outcome}, ${instant(at)})`);
}

/** Whether somebody other than `asker` could approve: may decide, may do the act without limit, works in the branch. */
export async function anyDecider(
  tx: TenantTx,
  asker: UserId,
  permission: Permission,
  branchId: BranchId | undefined,
): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.id <> ${asker} and u.disabled_at is null and r.permissions @> array['approval.decide', ${permission}] and not r.limits ? ${permission}
      and (not exists (select from user_branch b where b.user_id = u.id)
        or ${branchId === undefined ? sql.fragment`false` : sql.fragment`exists (select from user_branch b where b.user_id = u.id and b.branch_id = ${branchId})`})`);
}

/** Whether the person may still do what was asked for, limit or not. */
export async function stillMay(tx: TenantTx, user: UserId, permission: Permission): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.id = ${user} and u.disabled_at is null and ${permission} = any(r.permissions)`);
}

function inScope(branches: readonly BranchId[] | 'all') {
  return branches === 'all'
    ? sql.fragment`true`
    : sql.fragment`(branch_id is null or branch_id = any(${sql.array([...branches], 'uuid')}))`;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
