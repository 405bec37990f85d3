import type { SubscriptionState as StateName } from '#shared/subscription/values.ts';
import type { SubscriptionState } from './subscriptionState.ts';

type Facts = Pick<SubscriptionState, 'leftAt' | 'suspendedAt' | 'activatedAt' | 'validUntil' | 'protectedBy' | 'terms'>;

/** Which state follows from the columns at an instant. A protected line is served on: its grace has no end. */
export function standingAt(facts: Facts, at: number): StateName {
  const { leftAt, suspendedAt, activatedAt, validUntil, protectedBy } = facts;
  if (leftAt !== undefined) return 'left';
  if (suspendedAt !== undefined) return 'suspended';
  if (activatedAt === undefined || validUntil === undefined) return 'pending';
  if (validUntil > at) return 'active';
  return protectedBy !== undefined || graceEnd(facts)! > at ? 'grace' : 'expired';
}

/** When the grace after the end of its validity is over. */
export function graceEnd({
  validUntil,
  terms,
}: Pick<Facts, 'validUntil'> & { readonly terms: Pick<Facts['terms'], 'graceMs'> }): number | undefined {
  return validUntil === undefined ? undefined : validUntil + terms.graceMs;
}
