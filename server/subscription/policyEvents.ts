import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { SubscriptionEvent } from '#shared/subscription/events.ts';
import type { ActorId } from '#shared/values/ids.ts';

/**
 * Events after which a subscription's policy is the same as before; every other event of kind `subscription` changes the
 * policy of its actor. Packages change subscriptions through `subscription.termsChanged` of each (packageFollower.ts), so
 * that nothing else has to be followed for policies; what a template says follows `package.*` itself.
 */
const withoutEffect = new Set<string>([
  'subscription.packageChangePlanned',
  'subscription.packageKept',
  'subscription.passwordRevealed',
  'subscription.placed',
  'subscription.unplaced',
  'subscription.drifted',
  'subscription.driftKept',
  'subscription.driftReapplied',
] satisfies (
  | SubscriptionEvent['type']
  | 'subscription.passwordRevealed'
  | `subscription.${'placed' | 'unplaced' | 'drifted' | 'driftKept' | 'driftReapplied'}`
)[]);

/** Subscriptions whose policy has to be read again after these events, each once. */
export function subscriptionsOf(records: readonly EventRecord[]): readonly ActorId[] {
  const ids = records.filter(changesPolicy).map(({ actorId }) => actorId);
  return [...new Set(ids)];
}

export function changesPolicy({ kind, type, data }: Pick<EventRecord, 'kind' | 'type' | 'data'>): boolean {
  // A profile or a tier may have changed along with what the event is named for: then it carries the new version.
  return kind === SUBSCRIPTION && (!withoutEffect.has(type) || typeof data['policyVersion'] === 'number');
}

/** The version a router has to know after this event; undefined when it needs to hear nothing: no CoA. */
export function policyVersionIn({ kind, data }: Pick<EventRecord, 'kind' | 'data'>): number | undefined {
  const version = data['policyVersion'];
  return kind === SUBSCRIPTION && typeof version === 'number' ? version : undefined;
}
