import { z } from 'zod';
import { AccessType } from '../package/values.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import {
  FramedRoute,
  Ipv4Address,
  Ipv6Prefix,
  Mac,
  MacBinding,
  MacList,
  Reason,
  SubscriptionTerms,
  TimedRates,
  Username,
} from './values.ts';

/** How it comes in; the password is sealed (AES-256-GCM, base64) by whoever sends the command. */
const credentials = {
  username: Username.optional(),
  usernameKey: z.string().min(1).max(128).optional(),
  password: z.string().max(500).optional(),
};
const addresses = {
  staticIpv4: Ipv4Address.optional(),
  delegatedPrefix: Ipv6Prefix.optional(),
  framedRoutes: z.array(FramedRoute).max(16, 'At most 16.'),
};
const cycles = z.int().min(1, 'At least one.').max(120, 'At most 120.');

/** What people's acts come to, with everything they need to be decided on. */
export const SubscriptionActCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscription.create'),
    number: z.int().min(1),
    customerId: ActorId,
    branchId: BranchId.optional(),
    packageId: ActorId,
    terms: SubscriptionTerms,
    accessType: AccessType,
    ...credentials,
    macs: MacList,
    macBinding: MacBinding,
    ...addresses,
    sessionsOverride: z.int().min(0).max(1000).optional(),
    protectedBy: Reason.optional(),
    /** now: valid from now on · firstUse: from when it first comes in · later: when somebody activates it */
    start: z.enum(['now', 'firstUse', 'later']),
    /** With `now`: until then in place of one cycle (a customer who comes from another system). */
    validUntil: Instant.optional(),
  }),
  z.object({ type: z.literal('subscription.activate'), cycles }),
  /** end: follows the present validity · now: begins anew, what is left is lost (and the quota is new) */
  z.object({ type: z.literal('subscription.renew'), cycles, from: z.enum(['end', 'now']) }),
  /** Days that nobody pays for. */
  z.object({ type: z.literal('subscription.extend'), days: z.int().min(1).max(3660) }),
  z.object({ type: z.literal('subscription.setEnd'), until: Instant }),
  z.object({ type: z.literal('subscription.suspend'), reason: Reason, approvalId: ActorId.optional() }),
  z.object({ type: z.literal('subscription.resume') }),
  z.object({
    type: z.literal('subscription.changePackage'),
    packageId: ActorId,
    terms: SubscriptionTerms,
    when: z.enum(['now', 'nextCycle']),
  }),
  z.object({ type: z.literal('subscription.keepPackage') }),
  z.object({ type: z.literal('subscription.changeCredentials'), ...credentials }),
  z.object({ type: z.literal('subscription.setMacs'), macs: MacList, macBinding: MacBinding }),
  z.object({ type: z.literal('subscription.setAddresses'), ...addresses }),
  z.object({ type: z.literal('subscription.setSessions'), sessions: z.int().min(0).max(1000).optional() }),
  z.object({ type: z.literal('subscription.overrideRates'), rates: TimedRates }),
  z.object({ type: z.literal('subscription.endOverride') }),
  z.object({ type: z.literal('subscription.addQuota'), bytes: z.int().min(1).max(1_000_000_000_000_000) }),
  z.object({ type: z.literal('subscription.protect'), reason: Reason.optional(), approvalId: ActorId.optional() }),
  z.object({ type: z.literal('subscription.leave'), reason: Reason, approvalId: ActorId.optional() }),
  z.object({ type: z.literal('subscription.return') }),
  z.object({ type: z.literal('subscription.moveBranch'), branchId: BranchId.optional(), zone: z.string().max(60) }),
  /** The last act, named by its time so that nobody undoes what he has not seen. */
  z.object({ type: z.literal('subscription.undo'), of: Instant }),
]);
export type SubscriptionActCommand = z.infer<typeof SubscriptionActCommand>;

/** What would cut the line waits for a person: the brake says so (operators.md 5). */
const hold = z.literal(true).optional();

/** Everything the actor understands: people, its own deadlines, and what the network and the package say. */
export const SubscriptionCommand = z.discriminatedUnion('type', [
  ...SubscriptionActCommand.options,
  /** Its first session; with the equipment's address when it has one. */
  z.object({ type: z.literal('subscription.firstUse'), usedAt: Instant, mac: Mac.optional() }),
  /** More has been used than the quota of the period that began then; said again and again, heard once. */
  z.object({ type: z.literal('subscription.reportUsage'), periodFrom: Instant, usedBytes: z.int().min(0), hold }),
  /** What somebody who may does about a cut that was held back: it is made, or the line goes on for some days. */
  z.object({ type: z.literal('subscription.releaseCut') }),
  z.object({ type: z.literal('subscription.dropCut'), days: z.int().min(1).max(365) }),
  /** The package was changed. */
  z.object({ type: z.literal('subscription.applyTerms'), packageId: ActorId, terms: SubscriptionTerms }),
  /** The clocks of its branch, or of the company for a line of none, are others now. */
  z.object({ type: z.literal('subscription.setZone'), branchId: BranchId.optional(), zone: z.string().max(60) }),
  /** The company's rules for usernames were changed. */
  z.object({ type: z.literal('subscription.rekey'), usernameKey: z.string().min(1).max(128) }),
  z.object({ type: z.literal('subscription.validityDue'), due: Instant, hold }),
  z.object({ type: z.literal('subscription.graceDue'), due: Instant, hold }),
  z.object({ type: z.literal('subscription.overrideDue'), due: Instant }),
  z.object({ type: z.literal('subscription.profileDue'), due: Instant }),
  z.object({ type: z.literal('subscription.quotaPeriodDue'), due: Instant }),
]);
export type SubscriptionCommand = z.infer<typeof SubscriptionCommand>;
