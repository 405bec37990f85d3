import { z } from 'zod';
import { Permission } from './permissions.ts';

/**
 * How much of an act one person may do without asking: at most `most` within any `perDays` days, in all or for each
 * object it is done to (two free days per customer and month). Above it the act needs a reason and a second approval;
 * 0 means always.
 */
export const Limit = z.object({
  most: z.int().min(0, 'Not below 0.').max(1_000_000_000, 'At most a thousand million.'),
  perDays: z.int().min(1, 'At least one day.').max(366, 'At most a year.'),
  per: z.enum(['person', 'object']).default('person'),
});
export type Limit = z.infer<typeof Limit>;

/** By act; an act without limit is free to whoever has its permission. */
export const Limits = z.partialRecord(Permission, Limit);
export type Limits = z.infer<typeof Limits>;

/** Acts that something counts, and that a limit therefore has an effect on. */
export const limitedActs = [
  'nas.operate',
  'nas.viewSecrets',
  'voucher.create',
  'voucher.viewCodes',
  'subscription.extend',
  'subscription.addQuota',
  'subscription.overrideRates',
  'subscription.resetMac',
  'subscription.viewPassword',
] as const satisfies readonly Permission[];
