import { SubscriptionCommand } from '#shared/subscription/commands.ts';
import { subscriptionRefusals } from '#shared/subscription/errors.ts';
import { SUBSCRIPTION_EVENT_VERSIONS, type SubscriptionEvent } from '#shared/subscription/events.ts';
import type { SubscriptionState as StateName } from '#shared/subscription/values.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusal, systemRefusals } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Deadline, Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import { graceEnd, isKept } from './standing.ts';
import type { SubscriptionMachineEvent, SubscriptionRefused } from './subscriptionChange.ts';
import { emptyContext, subscriptionMachine } from './subscriptionMachine.ts';
import type { SubscriptionState } from './subscriptionState.ts';

export const SUBSCRIPTION = 'subscription';

/** A customer's line: who may come in, until when, and how fast. */
export const subscriptionActor: DomainKind<SubscriptionState, SubscriptionCommand, SubscriptionEvent> = {
  family: 'domain',
  kind: SUBSCRIPTION,
  command: SubscriptionCommand,
  eventVersions: SUBSCRIPTION_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 10 * 60_000,
  chart: chartOf(subscriptionMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines,
  due,
};

function decide(
  state: SubscriptionState | undefined,
  command: SubscriptionCommand,
  { id, at, caller }: DecisionContext,
): Decision<SubscriptionState, SubscriptionEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const by = caller.kind === 'user' ? caller.userId : undefined;
  // What a second person approved is said by the server that asked him, never by whoever sends the command.
  if (by !== undefined && 'approvalId' in command && command.approvalId !== undefined) {
    return { accepted: false, refusal: systemRefusal('command/not-permitted') };
  }
  const step = decideWithMachine<typeof subscriptionMachine, SubscriptionEvent, SubscriptionRefused>(
    subscriptionMachine,
    { value: name, context },
    { ...command, at, by } satisfies SubscriptionMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: refusal(step.refused) };
  if (step.facts.length === 0 && state) return { accepted: true, state, events: [] };
  return { accepted: true, state: { ...step.context, state: step.value as StateName }, events: step.facts };
}

function deadlines(state: SubscriptionState): readonly Deadline[] {
  const { validUntil, quotaPeriodUntil, profileUntil, rateOverride } = state;
  const found: Deadline[] = [];
  const runs = state.state === 'active' || state.state === 'grace';
  if (state.state === 'active' && validUntil !== undefined) found.push({ name: 'validity', dueAt: validUntil });
  if (state.state === 'grace' && !isKept(state)) found.push({ name: 'grace', dueAt: graceEnd(state)! });
  if (runs && profileUntil !== undefined) found.push({ name: 'profile', dueAt: profileUntil });
  if (runs && quotaPeriodUntil !== undefined && quotaPeriodUntil < (validUntil ?? 0)) {
    found.push({ name: 'quotaPeriod', dueAt: quotaPeriodUntil });
  }
  if (rateOverride !== undefined && state.state !== 'left') found.push({ name: 'override', dueAt: rateOverride.until });
  return found;
}

const dues = {
  validity: 'subscription.validityDue',
  grace: 'subscription.graceDue',
  profile: 'subscription.profileDue',
  quotaPeriod: 'subscription.quotaPeriodDue',
  override: 'subscription.overrideDue',
} as const;

function due({ name, dueAt }: Deadline): SubscriptionCommand {
  return { type: dues[name as keyof typeof dues], due: dueAt };
}

function refusal({ code }: SubscriptionRefused): Refusal {
  const message =
    code in subscriptionRefusals ? subscriptionRefusals[code as keyof typeof subscriptionRefusals] : undefined;
  return { ok: false, code, message: message ?? systemRefusals[code as keyof typeof systemRefusals].message };
}
