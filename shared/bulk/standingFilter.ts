import { SubscriptionFilter } from '../subscription/view.ts';

/** Lines for bulk work and files, which take their time: who is online is another set when they end. */
export const StandingFilter: typeof SubscriptionFilter = SubscriptionFilter.refine(
  ({ online }) => online === undefined,
  'Who is online changes while this runs. Leave the filter "online" out, or choose the lines one by one.',
);
