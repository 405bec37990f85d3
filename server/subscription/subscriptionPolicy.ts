import { graceEnd } from '#actors/subscription/standing.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { PackageRecord } from '#shared/package/registration.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { SubscriptionPolicyDraft, TemplateKey } from './templateKey.ts';

/** What of a package a policy is made of. */
export type PolicyPackage = Pick<
  PackageRecord,
  'id' | 'sessions' | 'sessionPolicy' | 'onExpiry' | 'fup' | 'profiles' | 'poolId' | 'ipv6PoolId'
>;

/** What of a subscription a policy is made of. */
export interface PolicySubscription extends Pick<
  SubscriptionState,
  | 'id'
  | 'packageId'
  | 'state'
  | 'tier'
  | 'policyVersion'
  | 'usernameKey'
  | 'password'
  | 'accessType'
  | 'validUntil'
  | 'startsAtFirstUse'
  | 'protectedBy'
  | 'heldCut'
  | 'rateOverride'
  | 'profile'
  | 'macs'
  | 'macBinding'
  | 'sessionsOverride'
  | 'staticIpv4'
  | 'delegatedPrefix'
  | 'framedRoutes'
> {
  readonly terms: Pick<SubscriptionState['terms'], 'graceMs' | 'quotaAction'>;
}

export interface PolicyParts {
  readonly tenantId: TenantId;
  readonly subscription: PolicySubscription;
  readonly package: PolicyPackage;
  /** In clear; undefined when it has none. */
  readonly password: string | undefined;
  /** Whether the package's pool is one that Lastmile allocates from. */
  readonly allocates: boolean;
  /** The same for its pool of IPv6. */
  readonly allocatesPrefix: boolean;
}

type ClosedReason = NonNullable<SubscriptionPolicyDraft['closedReason']>;

/**
 * What the RADIUS process decides by, as of now; templates and pool by name, because ids are the feed's. A protected line
 * ends neither by time nor by quota.
 */
export function subscriptionPolicyOf({
  tenantId,
  subscription,
  package: bought,
  password,
  allocates,
  allocatesPrefix,
}: PolicyParts): SubscriptionPolicyDraft {
  const closedReason = closedReasonOf(subscription, bought);
  const until = endOf(subscription);
  const walled = bought.onExpiry === 'walledGarden';
  const garden = { tenantId, packageId: bought.id, tier: 'full', garden: true } as const;
  return {
    tenantId,
    subscriptionId: subscription.id,
    version: subscription.policyVersion,
    ...present('username', subscription.usernameKey),
    ...present('password', password),
    accessTypes: [subscription.accessType],
    standing: closedReason === undefined ? 'open' : 'closed',
    ...present('closedReason', closedReason),
    ...present('validUntil', until),
    replyKey: serviceKey(tenantId, subscription, bought),
    ...(walled && showsGarden(closedReason) ? { afterReplyKey: garden } : {}),
    // Into the walled garden a running session is moved; otherwise it ends by itself, even with nobody there to tell it.
    endsAtExpiry: until !== undefined && !walled,
    macs: subscription.macs,
    macBinding: subscription.macBinding,
    macLogin: subscription.accessType === 'ipoe' || subscription.usernameKey === undefined,
    sessions: subscription.sessionsOverride ?? bought.sessions,
    sessionPolicy: bought.sessionPolicy,
    ...present('staticIpv4', subscription.staticIpv4),
    ...(allocates && bought.poolId !== null ? { poolId: bought.poolId } : {}),
    ...(allocatesPrefix && bought.ipv6PoolId !== null ? { prefixPoolId: bought.ipv6PoolId } : {}),
    ...present('delegatedPrefix', subscription.delegatedPrefix),
    framedRoutes: subscription.framedRoutes,
    nasIds: [],
  };
}

/** A line that has not begun or has left has no page to be shown. */
function showsGarden(closed: ClosedReason | undefined): boolean {
  return closed !== 'left' && closed !== 'pending';
}

function serviceKey(tenantId: TenantId, subscription: PolicySubscription, bought: PolicyPackage): TemplateKey {
  const { rateOverride, profile } = subscription;
  const key = { tenantId, packageId: bought.id, garden: false, tier: tierOf(subscription, bought) } as const;
  if (rateOverride) return { ...key, override: { downBps: rateOverride.downBps, upBps: rateOverride.upBps } };
  // Its profiles may be fewer since: the actor hears of it a moment later.
  const known = profile !== undefined && profile < bought.profiles.length;
  return known ? { ...key, profile } : key;
}

function tierOf({ tier }: PolicySubscription, { fup }: PolicyPackage): TemplateKey['tier'] {
  return tier === 'fup' && fup?.act === 'throttle' ? 'fup' : 'full';
}

function closedReasonOf(subscription: PolicySubscription, { fup }: PolicyPackage): ClosedReason | undefined {
  const { state, tier, protectedBy, heldCut, startsAtFirstUse, terms } = subscription;
  // The first Accept is what begins it.
  if (state === 'pending') return startsAtFirstUse ? undefined : 'pending';
  if (state === 'suspended' || state === 'expired' || state === 'left') return state;
  const blocks = tier === 'fup' && (fup?.act ?? terms.quotaAction) === 'block';
  return blocks && protectedBy === undefined && heldCut?.cause !== 'quota' ? 'quotaUsed' : undefined;
}

/** When the door closes by itself: the end of the grace, also while main is away. */
function endOf(subscription: PolicySubscription): number | undefined {
  const { state, protectedBy, heldCut } = subscription;
  if ((state !== 'active' && state !== 'grace') || protectedBy !== undefined) return undefined;
  if (heldCut?.cause === 'expiry') return undefined;
  return graceEnd(subscription);
}

function present<Name extends string, T>(name: Name, value: T | undefined): { readonly [N in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: T };
}
