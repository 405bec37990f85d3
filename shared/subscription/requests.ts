import { z } from 'zod';
import { CalendarDay } from '../onCall/rota.ts';
import { AccessType } from '../package/values.ts';
import { ActorId, BranchId, IdempotencyKey } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import {
  FramedRoute,
  Ipv4Address,
  Ipv6Prefix,
  MacBinding,
  MacList,
  Reason,
  SubscriptionPassword,
  TimedRates,
  Username,
} from './values.ts';

const addresses = {
  staticIpv4: Ipv4Address.optional(),
  delegatedPrefix: Ipv6Prefix.optional(),
  framedRoutes: z.array(FramedRoute).max(16, 'At most 16.').default([]),
};

/**
 * `POST /api/subscriptions` (permission `subscription.create`): 201 with {@link SubscriptionMade}. The same key makes it
 * once. Without username or password for PPPoE and hotspot they are made up.
 */
export const NewSubscription = z.object({
  key: IdempotencyKey,
  customerId: ActorId,
  packageId: ActorId,
  /** Absent: the customer's. */
  branchId: BranchId.optional(),
  accessType: AccessType,
  username: Username.optional(),
  password: SubscriptionPassword.optional(),
  macs: MacList.default([]),
  macBinding: MacBinding.default('off'),
  ...addresses,
  sessions: z.int().min(0).max(1000).optional(),
  protectedBy: Reason.optional(),
  start: z.enum(['now', 'firstUse', 'later']).default('now'),
  /** The last day on which it is valid, in place of one cycle. */
  validUntilDay: CalendarDay.optional(),
});
export type NewSubscription = z.infer<typeof NewSubscription>;

/** The password stands here once when it was made up; later it is revealed only. */
export const SubscriptionMade = z.object({
  id: ActorId,
  number: z.int(),
  username: z.string().optional(),
  password: z.string().optional(),
});
export type SubscriptionMade = z.infer<typeof SubscriptionMade>;

/** What can be done about a subscription, each with the permission of its name. */
export const SubscriptionAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('activate'), cycles: z.int().min(1).max(120).default(1) }),
  z.object({
    act: z.literal('renew'),
    cycles: z.int().min(1).max(120).default(1),
    from: z.enum(['end', 'now']).default('end'),
  }),
  /** Free days; the limit of `subscription.extend` counts them. */
  z.object({ act: z.literal('extend'), days: z.int().min(1, 'At least one day.').max(365, 'At most a year.') }),
  /** Until the end of a day, which may also be earlier than now planned. Each begun day more counts as a free one. */
  z.object({ act: z.literal('validUntil'), day: CalendarDay }),
  z.object({ act: z.literal('suspend') }),
  z.object({ act: z.literal('resume') }),
  z.object({ act: z.literal('changePackage'), packageId: ActorId, when: z.enum(['now', 'nextCycle']) }),
  z.object({ act: z.literal('keepPackage') }),
  z.object({
    act: z.literal('changeCredentials'),
    username: Username.optional(),
    password: SubscriptionPassword.optional(),
    /** Makes up a password, which the answer holds. */
    newPassword: z.boolean().optional(),
  }),
  z.object({ act: z.literal('setMacs'), macs: MacList, macBinding: MacBinding }),
  z.object({ act: z.literal('setSessions'), sessions: z.int().min(0).max(1000).optional() }),
  z.object({ act: z.literal('setAddresses'), ...addresses }),
  z.object({ act: z.literal('overrideRates'), rates: TimedRates }),
  z.object({ act: z.literal('endOverride') }),
  /** In thousand millions of bytes, which the limit of `subscription.addQuota` counts. */
  z.object({ act: z.literal('addQuota'), gigabytes: z.int().min(1).max(100_000) }),
  z.object({ act: z.literal('protect') }),
  z.object({ act: z.literal('unprotect') }),
  z.object({ act: z.literal('leave') }),
  z.object({ act: z.literal('return') }),
  z.object({ act: z.literal('moveBranch'), branchId: BranchId.nullable() }),
  z.object({ act: z.literal('undo'), of: Instant }),
]);
export type SubscriptionAct = z.infer<typeof SubscriptionAct>;

/**
 * `POST /api/subscriptions/:id/acts`: 200 with {@link SubscriptionActDone}, or 202 with ApprovalNeeded when it is beyond the
 * asker's limit or cuts a protected line. The same key never acts twice.
 */
export const DoSubscriptionAct = z.object({ key: IdempotencyKey, act: SubscriptionAct, reason: Reason.optional() });
export type DoSubscriptionAct = z.infer<typeof DoSubscriptionAct>;

export const SubscriptionActDone = z.object({
  version: z.int(),
  /** One that was made up. */
  password: z.string().optional(),
});
export type SubscriptionActDone = z.infer<typeof SubscriptionActDone>;

/** `POST /api/subscriptions/:id/reveal-password` (permission `subscription.viewPassword`, limited; recorded). */
export const RevealedPassword = z.object({ password: z.string() });

/** `POST /api/subscriptions/renew` (permission `subscription.renew`): several at once, each by itself. */
export const RenewSeveral = z.object({
  key: IdempotencyKey,
  ids: z.array(ActorId).min(1).max(500, 'At most 500 at once.'),
  cycles: z.int().min(1).max(120).default(1),
});
export type RenewSeveral = z.infer<typeof RenewSeveral>;

export const RenewedSeveral = z.object({
  renewed: z.int(),
  /** Those that could not be, and why. */
  failed: z.array(z.object({ id: ActorId, number: z.int().optional(), code: z.string(), message: z.string() })),
});
export type RenewedSeveral = z.infer<typeof RenewedSeveral>;

/** `GET /api/subscriptions/suggested-credentials?customerId=` (permission `subscription.create`). */
export const SuggestedCredentials = z.object({ username: z.string(), password: z.string() });
