import type { SubscriptionState as StateName } from '#shared/subscription/values.ts';
import type { SubscriptionState } from './subscriptionState.ts';

type Facts = Pick<
  SubscriptionState,
  'leftAt' | 'suspendedAt' | 'activatedAt' | 'validUntil' | 'protectedBy' | 'heldCut' | 'terms'
>;

/**
 * Which state follows from the columns at an instant. A protected line is served on, and so is one whose cut is held back:
 * its grace has no end.
 */
export function standingAt(facts: Facts, at: number): StateName {
  const { leftAt, suspendedAt, activatedAt, validUntil } = facts;
  if (leftAt !== undefined) return 'left';
  if (suspendedAt !== undefined) return 'suspended';
  if (activatedAt === undefined || validUntil === undefined) return 'pending';
  if (validUntil > at) return 'active';
  return isKept(facts) || graceEnd(facts)! > at ? 'grace' : 'expired';
}

/** Its end alone does not close it. */
export function isKept({ protectedBy, heldCut }: Pick<Facts, 'protectedBy' | 'heldCut'>): boolean {
  return protectedBy !== undefined || heldCut?.cause === 'expiry';
}

/** A cut that was held back is over with what it was about: renewed, closed by somebody, protected, a new quota. */
export function stillHeld(facts: Facts & Pick<SubscriptionState, 'tier'>, at: number): SubscriptionState['heldCut'] {
  const { heldCut, tier } = facts;
  if (heldCut === undefined) return undefined;
  if (heldCut.cause === 'quota') return tier === 'fup' && facts.leftAt === undefined ? heldCut : undefined;
  return standingAt({ ...facts, heldCut: undefined }, at) === 'expired' ? heldCut : undefined;
}

/** When the grace after the end of its validity is over. */
export function graceEnd({
  validUntil,
  terms,
}: Pick<Facts, 'validUntil'> & { readonly terms: Pick<Facts['terms'], 'graceMs'> }): number | undefined {
  return validUntil === undefined ? undefined : validUntil + terms.graceMs;
}
