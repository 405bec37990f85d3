import { z } from 'zod';
import { AccessType } from '../package/values.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { HeldCut, MacBinding, SubscriptionState, SubscriptionTier } from './values.ts';

/** Present in each event after which a router has to hear of the subscription. */
const policyVersion = z.int().optional();

/**
 * Facts about a subscription. Who the customer is, what it is called and which equipment it has are its columns: here are
 * ids and figures only.
 */
export const SubscriptionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscription.created'),
    number: z.int(),
    customerId: ActorId,
    packageId: ActorId,
    branchId: BranchId.optional(),
    accessType: AccessType,
    state: SubscriptionState,
    validUntil: Instant.optional(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.activated'), validUntil: Instant, byFirstUse: z.boolean(), policyVersion }),
  z.object({
    type: z.literal('subscription.renewed'),
    cycles: z.int(),
    from: Instant.optional(),
    validUntil: Instant,
    /** The one that was planned for the next cycle, which begins with it. */
    packageId: ActorId.optional(),
    state: SubscriptionState,
    policyVersion,
  }),
  z.object({
    type: z.literal('subscription.extended'),
    from: Instant.optional(),
    validUntil: Instant,
    state: SubscriptionState,
    policyVersion,
  }),
  z.object({
    type: z.literal('subscription.suspended'),
    reason: z.string(),
    approvalId: ActorId.optional(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.resumed'), state: SubscriptionState, policyVersion }),
  z.object({
    type: z.literal('subscription.packageChanged'),
    from: ActorId,
    packageId: ActorId,
    policyVersion,
  }),
  z.object({
    type: z.literal('subscription.packageChangePlanned'),
    packageId: ActorId,
    at: Instant.optional(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.packageKept'), policyVersion }),
  z.object({
    type: z.literal('subscription.credentialsChanged'),
    username: z.boolean(),
    password: z.boolean(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.macsChanged'), count: z.int(), binding: MacBinding, policyVersion }),
  z.object({
    type: z.literal('subscription.addressesChanged'),
    ipv4: z.boolean(),
    prefix: z.boolean(),
    routes: z.int(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.sessionsChanged'), sessions: z.int().optional(), policyVersion }),
  z.object({
    type: z.literal('subscription.ratesOverridden'),
    downBps: z.int(),
    upBps: z.int(),
    until: Instant,
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.overrideEnded'), early: z.boolean(), policyVersion }),
  z.object({ type: z.literal('subscription.quotaAdded'), bytes: z.int(), tier: SubscriptionTier, policyVersion }),
  z.object({ type: z.literal('subscription.quotaCrossed'), usedBytes: z.int(), periodFrom: Instant, policyVersion }),
  z.object({
    type: z.literal('subscription.quotaPeriodBegan'),
    from: Instant,
    /** The package that was planned for now. */
    packageId: ActorId.optional(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.firstUsed'), macBound: z.boolean(), policyVersion }),
  z.object({ type: z.literal('subscription.graceBegan'), until: Instant, policyVersion }),
  z.object({ type: z.literal('subscription.expired'), validUntil: Instant.optional(), policyVersion }),
  z.object({ type: z.literal('subscription.cutHeld'), cause: HeldCut.shape.cause, policyVersion }),
  z.object({
    type: z.literal('subscription.cutReleased'),
    cause: HeldCut.shape.cause,
    state: SubscriptionState,
    policyVersion,
  }),
  z.object({
    type: z.literal('subscription.cutDropped'),
    cause: HeldCut.shape.cause,
    validUntil: Instant.optional(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.profileChanged'), profile: z.int().optional(), policyVersion }),
  z.object({
    type: z.literal('subscription.protectionChanged'),
    reason: z.string().optional(),
    approvalId: ActorId.optional(),
    policyVersion,
  }),
  z.object({ type: z.literal('subscription.termsChanged'), packageId: ActorId, policyVersion }),
  z.object({ type: z.literal('subscription.rekeyed'), policyVersion }),
  z.object({ type: z.literal('subscription.branchChanged'), branchId: BranchId.optional(), policyVersion }),
  z.object({ type: z.literal('subscription.zoneChanged'), zone: z.string(), policyVersion }),
  z.object({ type: z.literal('subscription.left'), reason: z.string(), approvalId: ActorId.optional(), policyVersion }),
  z.object({ type: z.literal('subscription.returned'), state: SubscriptionState, policyVersion }),
  z.object({
    type: z.literal('subscription.undone'),
    act: z.string(),
    doneAt: Instant,
    state: SubscriptionState,
    policyVersion,
  }),
]);
export type SubscriptionEvent = z.infer<typeof SubscriptionEvent>;

/** Present version of each event's shape. */
export const SUBSCRIPTION_EVENT_VERSIONS = {
  'subscription.created': 1,
  'subscription.activated': 1,
  'subscription.renewed': 1,
  'subscription.extended': 1,
  'subscription.suspended': 1,
  'subscription.resumed': 1,
  'subscription.packageChanged': 1,
  'subscription.packageChangePlanned': 1,
  'subscription.packageKept': 1,
  'subscription.credentialsChanged': 1,
  'subscription.macsChanged': 1,
  'subscription.addressesChanged': 1,
  'subscription.sessionsChanged': 1,
  'subscription.ratesOverridden': 1,
  'subscription.overrideEnded': 1,
  'subscription.quotaAdded': 1,
  'subscription.quotaCrossed': 1,
  'subscription.quotaPeriodBegan': 1,
  'subscription.firstUsed': 1,
  'subscription.graceBegan': 1,
  'subscription.expired': 1,
  'subscription.cutHeld': 1,
  'subscription.cutReleased': 1,
  'subscription.cutDropped': 1,
  'subscription.profileChanged': 1,
  'subscription.protectionChanged': 1,
  'subscription.termsChanged': 1,
  'subscription.rekeyed': 1,
  'subscription.branchChanged': 1,
  'subscription.zoneChanged': 1,
  'subscription.left': 1,
  'subscription.returned': 1,
  'subscription.undone': 1,
} as const satisfies Record<SubscriptionEvent['type'], number>;
