import type { SubscriptionTerms } from '#shared/subscription/values.ts';
import type { TermsPackage } from './subscriptionFindStore.ts';

/** What of a package a subscription in a zone is decided by. */
export function termsOf({ cycle, graceMs, quotaBytes, fup, profiles }: TermsPackage, zone: string): SubscriptionTerms {
  return {
    cycle,
    zone,
    graceMs,
    ...(quotaBytes === null ? {} : { quotaBytes }),
    quotaAction: fup?.act ?? 'throttle',
    profiles: profiles.map(({ days, from, until }) => ({ days, from, until })),
  };
}
