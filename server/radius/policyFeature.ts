/** What features that have lines tell the RADIUS process about each. */
export type { SubscriptionPolicy } from './policy/subscriptionPolicy.ts';
