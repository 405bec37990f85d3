import { ApprovalCommand } from '#shared/approval/commands.ts';
import { approvalRefusals } from '#shared/approval/errors.ts';
import { APPROVAL_EVENT_VERSIONS, type ApprovalEvent } from '#shared/approval/events.ts';
import type { ApprovalState as StateName } from '#shared/approval/values.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import { approvalMachine, emptyContext, type ApprovalMachineEvent, type ApprovalRefused } from './approvalMachine.ts';
import type { ApprovalState } from './approvalState.ts';

export const APPROVAL = 'approval';
const EXPIRY_DEADLINE = 'expiry';

/** A request for what somebody may not do alone. That the decider may do it is checked where people come in. */
export const approvalActor: DomainKind<ApprovalState, ApprovalCommand, ApprovalEvent> = {
  family: 'domain',
  kind: APPROVAL,
  command: ApprovalCommand,
  eventVersions: APPROVAL_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 10 * 60_000,
  chart: chartOf(approvalMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines: ({ state, expiresAt }) => (state === 'requested' ? [{ name: EXPIRY_DEADLINE, dueAt: expiresAt }] : []),
  due: ({ dueAt }) => ({ type: 'approval.expiryDue', due: dueAt }),
};

function decide(
  state: ApprovalState | undefined,
  command: ApprovalCommand,
  { id, at, caller }: DecisionContext,
): Decision<ApprovalState, ApprovalEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const by = caller.kind === 'user' ? caller.userId : undefined;
  const step = decideWithMachine<typeof approvalMachine, ApprovalEvent, ApprovalRefused>(
    approvalMachine,
    { value: name, context },
    { ...command, at, by } satisfies ApprovalMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: refusal(step.refused) };
  if (!step.changed && state) return { accepted: true, state, events: [] };
  return { accepted: true, state: { ...step.context, state: step.value as StateName }, events: step.facts };
}

function refusal({ code }: ApprovalRefused): Refusal {
  const message = code in approvalRefusals ? approvalRefusals[code as keyof typeof approvalRefusals] : undefined;
  return { ok: false, code, message: message ?? systemRefusals[code as keyof typeof systemRefusals].message };
}
