import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { UsernameRules } from '#shared/subscription/usernameKey.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { SubscriptionPolicy } from '../policy/subscriptionPolicy.ts';
import type { ReplyKey } from './replyKey.ts';

/** A policy whose templates and pool have no numbers of the process yet. */
export interface PolicyDraft extends Omit<SubscriptionPolicy, 'reply' | 'afterReply' | 'pool' | 'prefixPool'> {
  readonly replyKey: ReplyKey;
  /** Behind `validUntil` or while closed. */
  readonly afterReplyKey?: ReplyKey | undefined;
  /** Id of a pool that the process allocates from; absent: the router's own. */
  readonly poolId?: ActorId | undefined;
  /** The same for IPv6. */
  readonly prefixPoolId?: ActorId | undefined;
}

export interface ChangedPolicies {
  readonly policies: readonly PolicyDraft[];
  /** Ids of what is no policy any more. */
  readonly removed: readonly string[];
}

/** A feature that has policies: subscriptions, vouchers. What is read is as of the moment of the call or later. */
export interface PolicySource {
  /** All of a tenant's, in pages. */
  all(tenant: TenantId, rules: UsernameRules): AsyncIterable<readonly PolicyDraft[]>;
  /** What these events change, in pages. */
  changed(tenant: TenantId, rules: UsernameRules, records: readonly EventRecord[]): AsyncIterable<ChangedPolicies>;
}
