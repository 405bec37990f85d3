import type { PoolClient } from 'pg';
import { z } from 'zod';
import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { NoticeState } from '#actors/notice/noticeState.ts';
import { AlarmSeverity } from '#shared/alarm/values.ts';
import { NoticeRoute, NoticeState as StateName, NoticeSubject } from '#shared/notice/values.ts';
import type { NoticeFilter } from '#shared/notice/view.ts';
import { ActorId, BranchId, UserId, type TenantId } from '#shared/values/ids.ts';
import { createDomainTable } from '../platform/actors/domainTableStore.ts';

const absent = {
  userId: undefined,
  severity: undefined,
  branchId: undefined,
  round: undefined,
  step: undefined,
  retryAt: undefined,
  leaseUntil: undefined,
  deliveredAt: undefined,
  shownAt: undefined,
  seenAt: undefined,
  cancelledAt: undefined,
  endedAt: undefined,
  outcome: undefined,
};

const State: z.ZodType<NoticeState> = z
  .object({
    id: ActorId,
    state: StateName,
    subjectKind: NoticeSubject.shape.kind,
    subjectId: z.string(),
    userId: UserId.optional(),
    routes: z.array(NoticeRoute),
    route: z.int(),
    title: z.string(),
    text: z.string(),
    severity: AlarmSeverity.optional(),
    branchId: BranchId.optional(),
    round: z.int().optional(),
    step: z.int().optional(),
    attempts: z.int(),
    tries: z.int(),
    requestedAt: z.number(),
    retryAt: z.number().optional(),
    leaseUntil: z.number().optional(),
    deliveredAt: z.number().optional(),
    shownAt: z.number().optional(),
    seenAt: z.number().optional(),
    cancelledAt: z.number().optional(),
    endedAt: z.number().optional(),
    outcome: z.string().optional(),
  })
  .transform((row) => ({ ...absent, ...row }));

export const noticeTable = createDomainTable<NoticeState>({
  kind: NOTICE,
  table: 'notice',
  columns: {
    state: 'text',
    subjectKind: 'text',
    subjectId: 'uuid',
    userId: 'uuid',
    routes: 'jsonb',
    route: 'int',
    title: 'text',
    text: 'text',
    severity: 'text',
    branchId: 'uuid',
    round: 'int',
    step: 'int',
    attempts: 'int',
    tries: 'int',
    requestedAt: 'instant',
    retryAt: 'instant',
    leaseUntil: 'instant',
    deliveredAt: 'instant',
    shownAt: 'instant',
    seenAt: 'instant',
    cancelledAt: 'instant',
    endedAt: 'instant',
    outcome: 'text',
  },
  state: State,
});

export async function loadNotice(client: PoolClient, tenant: TenantId, id: ActorId): Promise<NoticeState | undefined> {
  return (await noticeTable.load(client, tenant, [id])).get(id)?.state as NoticeState | undefined;
}

/** Those that a sender has taken on and not answered for: after a restart they are sent again. */
export async function noticesBeingSent(client: PoolClient, tenant: TenantId): Promise<readonly NoticeState[]> {
  const { rows } = await client.query(
    `select ${noticeTable.columns} from lastmile.notice
     where tenant_id = $1 and ended_at is null and state = 'sending' order by requested_at limit 10000`,
    [tenant],
  );
  return rows.map((row) => noticeTable.parse(row).state);
}

export interface NoticePage extends NoticeFilter {
  readonly offset: number;
  readonly limit: number;
  readonly branches: readonly BranchId[] | 'all';
}

const Total = z.object({ total: z.coerce.number().int() });

/** Latest first, with how many there are in all (counted up to 10,000). */
export async function listNotices(
  client: PoolClient,
  tenant: TenantId,
  { alarmId, failedOnly, offset, limit, branches }: NoticePage,
): Promise<{ readonly notices: readonly NoticeState[]; readonly total: number }> {
  const where = `tenant_id = $1 and ($2::uuid is null or subject_id = $2) and (not $3::boolean or state = 'failed')
    and ($4::uuid[] is null or branch_id is null or branch_id = any($4))`;
  const values = [tenant, alarmId ?? null, failedOnly, branches === 'all' ? null : branches];
  const { rows } = await client.query(
    `select ${noticeTable.columns} from lastmile.notice where ${where}
     order by requested_at desc, id desc offset $5 limit $6`,
    [...values, offset, limit],
  );
  const counted = await client.query(
    `select count(*) as total from (select 1 from lastmile.notice where ${where} limit 10000) as counted`,
    values,
  );
  return {
    notices: rows.map((row) => noticeTable.parse(row).state),
    total: Total.parse(counted.rows[0]).total,
  };
}
