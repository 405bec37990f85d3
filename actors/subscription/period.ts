import { addCycles, dayOfMonth } from '#shared/subscription/validity.ts';
import type { SubscriptionTerms } from '#shared/subscription/values.ts';
import { graceEnd } from './standing.ts';
import type { SubscriptionContext } from './subscriptionChange.ts';

type Patch = Partial<SubscriptionContext>;

const newQuota = { tier: 'full', quotaExtraBytes: 0, usedBytes: 0 } as const;

/** A validity that begins at an instant, with a new quota; a package that was planned begins with it. */
export function beginning(context: SubscriptionContext, from: number, cycles: number, until?: number): Patch {
  const planned = plannedPackage(context);
  const terms = planned.terms ?? context.terms;
  const anchorDay = dayOfMonth(terms.zone, from);
  const oneCycle = addCycles(terms.zone, from, terms.cycle, 1, anchorDay);
  const validUntil = until ?? addCycles(terms.zone, from, terms.cycle, cycles, anchorDay);
  return {
    ...planned,
    ...newQuota,
    activatedAt: context.activatedAt ?? from,
    anchorDay: until === undefined ? anchorDay : dayOfMonth(terms.zone, until),
    validUntil,
    quotaPeriodFrom: from,
    quotaPeriodUntil: Math.min(oneCycle, validUntil),
  };
}

/**
 * Renewal: early and within the grace it follows the present end, so that nobody loses or gains a day; after that it
 * begins when it is paid. A month lasts until the same day that the first one aimed at.
 */
export function renewal(context: SubscriptionContext, at: number, cycles: number, from: 'end' | 'now'): Patch {
  const { validUntil, anchorDay, terms, nextTerms, protectedBy } = context;
  const runs = validUntil !== undefined && (graceEnd(context)! > at || protectedBy !== undefined);
  if (!runs || from === 'now') return beginning(context, at, cycles);
  const until = following(nextTerms ?? terms, validUntil, cycles, anchorDay);
  // A protected line that is long overdue can be so far behind that a paid month lies in the past.
  return until > at ? { validUntil: until } : beginning(context, at, cycles);
}

/** The quota of the cycle that begins where the one before ended. */
export function nextPeriod(context: SubscriptionContext, from: number): Patch {
  const planned = plannedPackage(context);
  const terms = planned.terms ?? context.terms;
  return {
    ...planned,
    ...newQuota,
    quotaPeriodFrom: from,
    quotaPeriodUntil: Math.min(
      following(terms, from, 1, context.anchorDay),
      context.validUntil ?? Number.MAX_SAFE_INTEGER,
    ),
  };
}

function following(
  { zone, cycle }: SubscriptionTerms,
  at: number,
  times: number,
  anchorDay: number | undefined,
): number {
  return addCycles(zone, at, cycle, times, anchorDay ?? dayOfMonth(zone, at));
}

function plannedPackage({ nextPackageId, nextTerms }: SubscriptionContext): Patch {
  if (nextPackageId === undefined || nextTerms === undefined) return {};
  return { packageId: nextPackageId, terms: nextTerms, nextPackageId: undefined, nextTerms: undefined };
}
