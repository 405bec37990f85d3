import { NoticeCommand } from '#shared/notice/commands.ts';
import { noticeRefusals } from '#shared/notice/errors.ts';
import { NOTICE_EVENT_VERSIONS, type NoticeEvent } from '#shared/notice/events.ts';
import type { NoticeState as StateName } from '#shared/notice/values.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Deadline, Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import { emptyContext, noticeMachine, type NoticeMachineEvent, type NoticeRefused } from './noticeMachine.ts';
import type { NoticeState } from './noticeState.ts';

export const NOTICE = 'notice';
const RETRY_DEADLINE = 'retry';
const LEASE_DEADLINE = 'lease';

/** One message to one person or team: sent once per attempt, tried again, and known to have arrived or not. */
export const noticeActor: DomainKind<NoticeState, NoticeCommand, NoticeEvent> = {
  family: 'domain',
  kind: NOTICE,
  command: NoticeCommand,
  eventVersions: NOTICE_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 2 * 60_000,
  chart: chartOf(noticeMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines,
  due: ({ name, dueAt }) =>
    name === RETRY_DEADLINE ? { type: 'notice.retryDue', due: dueAt } : { type: 'notice.leaseDue', due: dueAt },
};

function decide(
  state: NoticeState | undefined,
  command: NoticeCommand,
  { id, at }: DecisionContext,
): Decision<NoticeState, NoticeEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const step = decideWithMachine<typeof noticeMachine, NoticeEvent, NoticeRefused>(
    noticeMachine,
    { value: name, context },
    { ...command, at } satisfies NoticeMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: refusal(step.refused) };
  if (!step.changed && state) return { accepted: true, state, events: [] };
  return { accepted: true, state: { ...step.context, state: step.value as StateName }, events: step.facts };
}

function deadlines({ state, retryAt, leaseUntil }: NoticeState): readonly Deadline[] {
  if (state === 'queued' && retryAt !== undefined) return [{ name: RETRY_DEADLINE, dueAt: retryAt }];
  if (state === 'sending' && leaseUntil !== undefined) return [{ name: LEASE_DEADLINE, dueAt: leaseUntil }];
  return [];
}

function refusal({ code }: NoticeRefused): Refusal {
  const message = code in noticeRefusals ? noticeRefusals[code as keyof typeof noticeRefusals] : undefined;
  return { ok: false, code, message: message ?? systemRefusals[code as keyof typeof systemRefusals].message };
}
