import { EscalationCommand } from '#shared/escalation/commands.ts';
import { ESCALATION_EVENT_VERSIONS, type EscalationEvent } from '#shared/escalation/events.ts';
import type { EscalationState as StateName } from '#shared/escalation/values.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import {
  emptyContext,
  escalationMachine,
  type EscalationMachineEvent,
  type EscalationRefused,
} from './escalationMachine.ts';
import type { EscalationState } from './escalationState.ts';

export const ESCALATION = 'escalation';
export const STEP_DEADLINE = 'step';

/** One per alarm, with the alarm's id; each episode that goes unseen starts it again. */
export const escalationActor: DomainKind<EscalationState, EscalationCommand, EscalationEvent> = {
  family: 'domain',
  kind: ESCALATION,
  command: EscalationCommand,
  eventVersions: ESCALATION_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 5 * 60_000,
  chart: chartOf(escalationMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines: ({ state, nextAt }) =>
    state === 'waiting' && nextAt !== undefined ? [{ name: STEP_DEADLINE, dueAt: nextAt }] : [],
  due: ({ dueAt }) => ({ type: 'escalation.stepDue', due: dueAt }),
};

function decide(
  state: EscalationState | undefined,
  command: EscalationCommand,
  { id, at }: DecisionContext,
): Decision<EscalationState, EscalationEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const step = decideWithMachine<typeof escalationMachine, EscalationEvent, EscalationRefused>(
    escalationMachine,
    { value: name, context },
    { ...command, at } satisfies EscalationMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: systemRefusal(step.refused.code) };
  // A fact may leave the state as it was: who is being told changes nothing about what comes next.
  if (!step.changed && state) return { accepted: true, state, events: step.facts };
  return { accepted: true, state: { ...step.context, state: step.value as StateName }, events: step.facts };
}
