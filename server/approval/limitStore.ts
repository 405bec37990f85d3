import { sql } from 'slonik';
import { z } from 'zod';
import { Limit } from '#shared/tenant/limits.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';
import { UserId as UserIdSchema } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

export interface LimitedUse {
  readonly id: string;
  readonly userId: UserId;
  readonly act: Permission;
  readonly amount: number;
  readonly subjectId: ActorId;
  readonly branchId?: BranchId | undefined;
  /** Done after approval, so beyond the limit and not counted against it. */
  readonly approvalId?: ActorId | undefined;
}

/** The limit of a person's role for an act; undefined when it is free. */
export async function limitOf(tx: TenantTx, userId: UserId, act: Permission): Promise<Limit | undefined> {
  const found = await tx.maybeOneFirst(sql.type(z.object({ limit: Limit.nullable() }))`
    select r.limits -> ${act} as "limit" from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id where u.id = ${userId}`);
  return found ?? undefined;
}

/** Until the end of the transaction nobody else counts this person's uses of the act. */
export async function lockUses(tx: TenantTx, userId: UserId, act: Permission): Promise<void> {
  await tx.query(
    sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`lastmile.limit ${tx.tenant} ${userId} ${act}`}, 0))`,
  );
}

/** How much was done since `since` within the limit, by the person in all or to one object. */
export async function usedSince(
  tx: TenantTx,
  { userId, act, subjectId }: Pick<LimitedUse, 'userId' | 'act' | 'subjectId'>,
  since: number,
  per: Limit['per'],
): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ used: z.number() }))`
    select coalesce(sum(amount), 0)::float8 as used from limit_use
    where user_id = ${userId} and act = ${act} and at > ${sql.timestamp(new Date(since))} and approval_id is null
      and (${per} = 'person' or subject_id = ${subjectId})`);
}

/** Whether this use was counted before. */
export async function isCounted(tx: TenantTx, id: string): Promise<boolean> {
  return (
    (await tx.maybeOneFirst(sql.type(z.object({ id: z.string() }))`select id from limit_use where id = ${id}`)) !== null
  );
}

/** Doing the same approval's act twice is counted once. */
export async function insertUse(tx: TenantTx, use: LimitedUse, at: number): Promise<void> {
  await tx.query(sql.unsafe`
    insert into limit_use (tenant_id, id, user_id, act, amount, subject_id, branch_id, approval_id, at)
    values (${tx.tenant}, ${use.id}, ${use.userId}, ${use.act}, ${use.amount}, ${use.subjectId}, ${use.branchId ?? null},
      ${use.approvalId ?? null}, ${sql.timestamp(new Date(at))})
    on conflict do nothing`);
}

const ReportRow = z.object({
  userId: UserIdSchema,
  act: z.string(),
  times: z.number(),
  amount: z.number(),
  approvedTimes: z.number(),
  approvedAmount: z.number(),
  refused: z.number(),
  waiting: z.number(),
});
export type LimitReportRow = z.infer<typeof ReportRow>;

export interface ReportPeriod {
  readonly from: number;
  readonly to: number;
  readonly branchId: BranchId | undefined;
}

/** What each person did or asked for in the period, by act. */
export async function limitReport(
  tx: TenantTx,
  { from, to, branchId }: ReportPeriod,
): Promise<readonly LimitReportRow[]> {
  const branch = branchId === undefined ? sql.fragment`true` : sql.fragment`branch_id = ${branchId}`;
  const period = (column: 'at' | 'requested_at') =>
    sql.fragment`${sql.identifier([column])} >= ${sql.timestamp(new Date(from))} and ${sql.identifier([column])} < ${sql.timestamp(new Date(to))}`;
  return await tx.any(sql.type(ReportRow)`
    select user_id as "userId", act, sum(times)::float8 as times, sum(amount)::float8 as amount,
      sum(approved_times)::float8 as "approvedTimes", sum(approved_amount)::float8 as "approvedAmount",
      sum(refused)::float8 as refused, sum(waiting)::float8 as waiting
    from (
      select user_id, act, count(*) filter (where approval_id is null) as times,
        coalesce(sum(amount) filter (where approval_id is null), 0) as amount,
        count(*) filter (where approval_id is not null) as approved_times,
        coalesce(sum(amount) filter (where approval_id is not null), 0) as approved_amount, 0 as refused, 0 as waiting
      from limit_use where ${period('at')} and ${branch} group by 1, 2
      union all
      select requested_by, permission, 0, 0, 0, 0, count(*) filter (where state in ('declined', 'withdrawn', 'expired', 'failed')),
        count(*) filter (where state in ('requested', 'approved'))
      from approval where ${period('requested_at')} and ${branch} group by 1, 2
    ) all_of_them group by 1, 2 order by 1, 2`);
}

/** Of a branch, or of the company; undefined when there is no such branch. */
export async function zoneOf(tx: TenantTx, branchId: BranchId | undefined): Promise<string | undefined> {
  const zone = await tx.maybeOneFirst(
    branchId === undefined
      ? sql.type(z.object({ time_zone: z.string() }))`select time_zone from tenant`
      : sql.type(z.object({ time_zone: z.string() }))`select time_zone from branch where id = ${branchId}`,
  );
  return zone ?? undefined;
}
