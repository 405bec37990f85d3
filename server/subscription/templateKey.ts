import type { SubscriptionTier } from '#shared/subscription/values.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { SubscriptionPolicy } from '../radius/policyFeature.ts';

/** Rates that stand in for the package's for a while. */
export interface RateOverride {
  readonly downBps: number;
  readonly upBps: number;
}

/**
 * Which reply a subscription gets; the feed makes a ReplyTemplate of it and gives it an id. Subscriptions that differ in
 * nothing that stands in an Accept name the same one.
 */
export interface TemplateKey {
  readonly tenantId: TenantId;
  readonly packageId: ActorId;
  /** fup: the package's rates beyond its quota. */
  readonly tier: SubscriptionTier;
  /** Index into the package's profiles of the one that is in force; absent: its plain rates. */
  readonly profile?: number;
  /** Stands above tier and profile. */
  readonly override?: RateOverride;
  /** The walled garden in place of the service: neither tier, profile nor override is there then. */
  readonly garden: boolean;
}

/** A policy whose templates and pool have no ids of the process yet. */
export interface SubscriptionPolicyDraft extends Omit<
  SubscriptionPolicy,
  'reply' | 'afterReply' | 'pool' | 'prefixPool'
> {
  readonly tenantId: TenantId;
  readonly subscriptionId: ActorId;
  readonly replyKey: TemplateKey;
  /** Behind `validUntil` or while closed. */
  readonly afterReplyKey?: TemplateKey;
  /** Id of a row of ip_pool of kind `server`; absent: the router's own. */
  readonly poolId?: ActorId;
  /** The same of IPv6. */
  readonly prefixPoolId?: ActorId;
}

/** Equal for equal keys, over all tenants. */
export function templateKeyText({ tenantId, packageId, tier, profile, override, garden }: TemplateKey): string {
  if (garden) return `${tenantId}/${packageId}/garden`;
  const rates = override ? `${override.downBps}:${override.upBps}` : `${tier}:${profile ?? ''}`;
  return `${tenantId}/${packageId}/${rates}`;
}
