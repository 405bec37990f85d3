import { z } from 'zod';
import { AccessType } from '../package/values.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { MacBinding, SubscriptionState, SubscriptionTerms, SubscriptionTier, TimedRates } from './values.ts';

/** Empty lists mean "any". */
export const SubscriptionFilter = z.object({
  /** Beginnings of username, number, MAC, address, or of the customer's name or phone. */
  text: z.string().trim().max(100).default(''),
  /** None: all but those that have left. */
  states: z.array(SubscriptionState).max(6).default([]),
  packages: z.array(ActorId).max(50).default([]),
  branches: z.array(BranchId).max(50).default([]),
  accessTypes: z.array(AccessType).max(4).default([]),
  customerId: ActorId.optional(),
  /** Ends within so many days, or has ended within the last three. */
  expiringWithinDays: z.int().min(1).max(366).optional(),
  /** Whether it is in now, as its router reports; lines without RADIUS are neither. */
  online: z.boolean().optional(),
});
export type SubscriptionFilter = z.infer<typeof SubscriptionFilter>;

/** newest: latest number first · end: what ends first · online: who came in latest first, and nobody else */
export const SubscriptionSort = z.enum(['newest', 'number', 'username', 'end', 'online']);
export type SubscriptionSort = z.infer<typeof SubscriptionSort>;

/** Where a line is in; without a router it is one of another branch. */
export const LineOnline = z.object({
  since: Instant,
  nasId: ActorId.optional(),
  nasName: z.string().optional(),
  address: z.string().optional(),
  /** Its router is not reached: nothing is known since. */
  unknownSince: Instant.optional(),
  sessions: z.int(),
});
export type LineOnline = z.infer<typeof LineOnline>;

/** Row of view `subscriptions`; the row `page` holds {@link SubscriptionPageInfo}. */
export const SubscriptionRow = z.object({
  number: z.int(),
  customerId: ActorId,
  customerName: z.string(),
  packageId: ActorId,
  packageName: z.string(),
  branchId: BranchId.optional(),
  branchName: z.string().optional(),
  accessType: AccessType,
  username: z.string().optional(),
  state: SubscriptionState,
  tier: SubscriptionTier,
  validUntil: Instant.optional(),
  protected: z.boolean(),
  online: LineOnline.optional(),
});
export type SubscriptionRow = z.infer<typeof SubscriptionRow>;

/** `next`: `after` of the page that follows; absent: this is the last. */
export const SubscriptionPageInfo = z.object({ next: z.string().optional() });
export type SubscriptionPageInfo = z.infer<typeof SubscriptionPageInfo>;

/** Row `subscription` of view `subscription`; rows `event:<position>` are {@link SubscriptionTimelineEntry}. */
export const SubscriptionDetail = SubscriptionRow.extend({
  customerNumber: z.int(),
  terms: SubscriptionTerms,
  nextPackageId: ActorId.optional(),
  nextPackageName: z.string().optional(),
  hasPassword: z.boolean(),
  activatedAt: Instant.optional(),
  firstUsedAt: Instant.optional(),
  startsAtFirstUse: z.boolean(),
  graceUntil: Instant.optional(),
  quotaPeriodFrom: Instant.optional(),
  quotaPeriodUntil: Instant.optional(),
  quotaExtraBytes: z.int(),
  macs: z.array(z.string()),
  macBinding: MacBinding,
  staticIpv4: z.string().optional(),
  delegatedPrefix: z.string().optional(),
  framedRoutes: z.array(z.string()),
  sessionsOverride: z.int().optional(),
  rateOverride: TimedRates.optional(),
  profile: z.int().optional(),
  protectedBy: z.string().optional(),
  suspendedAt: Instant.optional(),
  suspendedReason: z.string().optional(),
  leftAt: Instant.optional(),
  leftReason: z.string().optional(),
  policyVersion: z.int(),
  /** The last act, while it can be undone. */
  undo: z.object({ act: z.string(), at: Instant, byName: z.string().optional(), until: Instant }).optional(),
  createdAt: Instant,
  createdByName: z.string().optional(),
});
export type SubscriptionDetail = z.infer<typeof SubscriptionDetail>;

/** One event; `data` as it stands in the log. */
export const SubscriptionTimelineEntry = z.object({
  position: z.int(),
  type: z.string(),
  at: Instant,
  data: z.record(z.string(), z.json()),
  userName: z.string().optional(),
  cause: z.object({ kind: z.enum(['event', 'evidence', 'deadline']), name: z.string() }).optional(),
});
export type SubscriptionTimelineEntry = z.infer<typeof SubscriptionTimelineEntry>;

/** Row `counts` of view `subscriptions.counts`: of the subscriber's branches. */
export const SubscriptionCounts = z.object({
  pending: z.int(),
  active: z.int(),
  grace: z.int(),
  expired: z.int(),
  suspended: z.int(),
  left: z.int(),
  /** Of the active ones, those that end within 14 days. */
  expiring: z.int(),
  /** Lines that are in. */
  online: z.int(),
});
export type SubscriptionCounts = z.infer<typeof SubscriptionCounts>;
