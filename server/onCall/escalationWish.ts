import type { EscalationCommand } from '#shared/escalation/commands.ts';
import type { EscalationState } from '#shared/escalation/values.ts';
import type { Policy } from '#shared/onCall/policy.ts';
import type { AlarmNow } from './escalationStore.ts';

/** The first rule in order that fits the alarm. */
export function policyFor(alarm: AlarmNow, policies: readonly Policy[]): Policy | undefined {
  return policies.find(
    ({ enabled, severities, branches }) =>
      enabled &&
      severities.includes(alarm.severity) &&
      (branches.length === 0 || (alarm.branchId !== undefined && branches.includes(alarm.branchId))),
  );
}

/** What the escalation of an alarm should be told, given how both stand; undefined: nothing. Pure, and may be repeated. */
export function escalationWish(
  alarm: AlarmNow,
  escalation: EscalationState | undefined,
  policies: readonly Policy[],
): EscalationCommand | undefined {
  const open = escalation === 'waiting' || escalation === 'held';
  if (alarm.state === 'raised') {
    const policy = policyFor(alarm, policies);
    if (policy) return start(alarm, policy);
    return open ? { type: 'escalation.end', why: 'notCovered' } : undefined;
  }
  if (!open) return undefined;
  if (alarm.state === 'shelved') return escalation === 'held' ? undefined : { type: 'escalation.hold' };
  return { type: 'escalation.end', why: alarm.state };
}

function start({ episode, severity, branchId, raisedAt }: AlarmNow, policy: Policy): EscalationCommand {
  const { id, steps, repeatEveryMs, quiet } = policy;
  return {
    type: 'escalation.start',
    episode,
    severity,
    ...(branchId === undefined ? {} : { branchId }),
    raisedAt,
    policyId: id,
    plan: { steps, ...(repeatEveryMs === undefined ? {} : { repeatEveryMs }), ...(quiet ? { quiet } : {}) },
  };
}
