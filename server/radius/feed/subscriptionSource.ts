import { subscriptionsOf, type SubscriptionPolicies } from '../../subscription/subscriptionFeature.ts';
import type { PolicySource } from './policySource.ts';

const PER_READ = 1_000;

/** Customers' lines. */
export function subscriptionSource(subscriptions: SubscriptionPolicies): PolicySource {
  return {
    async *all(tenant) {
      yield* (await subscriptions.all(tenant)).pages;
    },
    async *changed(tenant, _rules, records) {
      const ids = subscriptionsOf(records);
      for (let from = 0; from < ids.length; from += PER_READ) {
        yield await subscriptions.of(tenant, ids.slice(from, from + PER_READ));
      }
    },
  };
}
