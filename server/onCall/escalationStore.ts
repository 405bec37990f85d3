import type { PoolClient } from 'pg';
import { sql } from 'slonik';
import { z } from 'zod';
import { ESCALATION } from '#actors/escalation/escalationActor.ts';
import type { EscalationState } from '#actors/escalation/escalationState.ts';
import { AlarmSeverity, AlarmState } from '#shared/alarm/values.ts';
import { EscalationEnd, EscalationState as StateName } from '#shared/escalation/values.ts';
import { EscalationPlan } from '#shared/onCall/policy.ts';
import { ActorId, BranchId, type TenantId } from '#shared/values/ids.ts';
import { createDomainTable } from '../platform/actors/domainTableStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const State: z.ZodType<EscalationState> = z
  .object({
    id: ActorId,
    state: StateName,
    episode: z.int(),
    severity: AlarmSeverity,
    branchId: BranchId.optional(),
    policyId: z.string(),
    plan: EscalationPlan,
    raisedAt: z.number(),
    startedAt: z.number(),
    round: z.int(),
    step: z.int(),
    nextAt: z.number().optional(),
    stepsTaken: z.int(),
    endedAt: z.number().optional(),
    ending: EscalationEnd.optional(),
  })
  .transform((row) => ({ ...absent, ...row }));

const absent = { branchId: undefined, nextAt: undefined, endedAt: undefined, ending: undefined };

export const escalationTable = createDomainTable<EscalationState>({
  kind: ESCALATION,
  table: 'escalation',
  columns: {
    state: 'text',
    episode: 'int',
    severity: 'text',
    branchId: 'uuid',
    policyId: 'uuid',
    plan: 'jsonb',
    raisedAt: 'instant',
    startedAt: 'instant',
    round: 'int',
    step: 'int',
    nextAt: 'instant',
    stepsTaken: 'int',
    endedAt: 'instant',
    ending: 'text',
  },
  state: State,
});

/** Escalations by alarm; absent where there never was one. */
export async function loadEscalations(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, EscalationState>> {
  const found = await escalationTable.load(client, tenant, ids);
  return new Map([...found].map(([id, { state }]) => [id, state as EscalationState]));
}

const standingRow = z
  .object({
    id: ActorId,
    state: AlarmState,
    severity: AlarmSeverity,
    source: z.string(),
    cause: z.string(),
    text: z.string(),
    branch_id: BranchId.nullable(),
    episode: z.int(),
    raised_at: z.number(),
    acknowledged: z.boolean(),
    claimed: z.boolean(),
  })
  .transform(({ branch_id, raised_at, ...row }) => ({
    ...row,
    branchId: branch_id ?? undefined,
    raisedAt: Math.round(raised_at),
  }));
/** An alarm as it is now, as far as telling people of it needs to know. */
export type AlarmNow = z.infer<typeof standingRow>;

const alarmColumns = sql.fragment`a.id, a.state, a.severity, a.source, a.cause, a.text, a.branch_id, a.episode,
  extract(epoch from a.raised_at)::float8 * 1000 as raised_at,
  a.acknowledged_at is not null as acknowledged, a.claimed_at is not null as claimed`;

/** As committed at this moment: what an event said may be over by the time it is heard. */
export async function alarmsNow(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, AlarmNow>> {
  const rows = await tx.any(sql.type(standingRow)`
    select ${alarmColumns} from alarm a where tenant_id = ${tx.tenant} and id = any(${sql.array([...ids], 'uuid')})`);
  return new Map(rows.map((alarm) => [alarm.id, alarm]));
}

/** Alarms of these severities that stand unseen without being escalated, worst and oldest first. */
export async function unescalatedAlarms(
  tx: TenantTx,
  severities: readonly AlarmSeverity[],
  most: number,
): Promise<readonly AlarmNow[]> {
  return await tx.any(sql.type(standingRow)`
    select ${alarmColumns} from alarm a
    where a.tenant_id = ${tx.tenant} and a.cleared_at is null and a.state = 'raised'
      and a.severity = any(${sql.array([...severities], 'text')})
      and not exists (select from escalation e where e.tenant_id = a.tenant_id and e.id = a.id and e.episode = a.episode
        and (e.ended_at is null or e.ending = 'roundsDone'))
    order by array_position(${sql.array([...AlarmSeverity.options], 'text')}, a.severity), a.raised_at, a.id
    limit ${most}`);
}

export async function countWaiting(tx: TenantTx): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ waiting: z.int() }))`
    select count(*)::int4 as waiting from escalation
    where tenant_id = ${tx.tenant} and ended_at is null and state = 'waiting'`);
}

const openRow = z.object({ id: ActorId, state: StateName });

/** Escalations of these alarms that have not ended. */
export async function openEscalations(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, StateName>> {
  const rows = await tx.any(sql.type(openRow)`
    select id, state from escalation
    where tenant_id = ${tx.tenant} and id = any(${sql.array([...ids], 'uuid')}) and ended_at is null`);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

const ofStep = z.object({ arrived: z.int(), open: z.int() });

/** How many notices of a step have arrived, and how many may still. */
export async function noticesOfStep(
  tx: TenantTx,
  alarm: ActorId,
  { startedAt, round, step }: { readonly startedAt: number; readonly round: number; readonly step: number },
): Promise<z.infer<typeof ofStep>> {
  return await tx.one(sql.type(ofStep)`
    select count(*) filter (where state in ('delivered', 'seen'))::int4 as arrived,
      count(*) filter (where state in ('sending', 'queued'))::int4 as open
    from notice
    where tenant_id = ${tx.tenant} and subject_id = ${alarm} and round = ${round} and step = ${step}
      and requested_at >= ${sql.timestamp(new Date(startedAt))}`);
}

const stepRow = z.object({ alarm: ActorId, round: z.int(), step: z.int() });

/** Which step of which alarm's escalation a notice belongs to; undefined for other notices. */
export async function stepOfNotice(tx: TenantTx, notice: ActorId): Promise<z.infer<typeof stepRow> | undefined> {
  const found = await tx.maybeOne(sql.type(stepRow)`
    select subject_id as alarm, round, step from notice
    where tenant_id = ${tx.tenant} and id = ${notice} and subject_kind = 'alarm' and round is not null
      and step is not null`);
  return found ?? undefined;
}

const noticeId = z.object({ id: ActorId });

/** Notices about an alarm that are still on their way. */
export async function openNoticesAbout(tx: TenantTx, subject: ActorId): Promise<readonly ActorId[]> {
  const rows = await tx.any(sql.type(noticeId)`
    select id from notice where tenant_id = ${tx.tenant} and subject_id = ${subject} and ended_at is null`);
  return rows.map(({ id }) => id);
}
