import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { openPassword } from './subscriptionPassword.ts';
import { type PolicySubscription, subscriptionPolicyOf } from './subscriptionPolicy.ts';
import {
  policyPackages,
  policyPage,
  type StoredPolicyPackage,
  policySubscriptions,
} from './subscriptionPolicyStore.ts';
import type { SubscriptionPolicyDraft } from './templateKey.ts';

/** Where the feed of the RADIUS process gets a tenant's policies from. */
export interface SubscriptionPolicies {
  /**
   * All of a tenant's, in pages: each row is as of `position` or later, so following the log from there on makes it exact.
   * Lines that have left are not among them.
   */
  all(tenant: TenantId): Promise<{
    readonly position: number;
    readonly pages: AsyncIterable<readonly SubscriptionPolicyDraft[]>;
  }>;
  /** Present policies of these; `removed`: those that have left or never were. */
  of(tenant: TenantId, ids: readonly ActorId[]): Promise<ChangedPolicies>;
}

export interface ChangedPolicies {
  readonly policies: readonly SubscriptionPolicyDraft[];
  readonly removed: readonly ActorId[];
}

export interface SubscriptionPoliciesOptions {
  readonly database: Database;
  readonly secrets: Secrets;
  /** A password that can't be opened any more: the line is left out, and this is told. */
  readonly onUnreadable: (tenant: TenantId, id: ActorId, error: unknown) => void;
  /** Rows of a page; 2000 unless told. */
  readonly pageSize?: number;
}

export function createSubscriptionPolicies(options: SubscriptionPoliciesOptions): SubscriptionPolicies {
  const { database, secrets, onUnreadable, pageSize = 2000 } = options;

  function draftOf(
    tenantId: TenantId,
    subscription: PolicySubscription,
    packages: ReadonlyMap<ActorId, StoredPolicyPackage>,
  ): readonly SubscriptionPolicyDraft[] {
    const bought = packages.get(subscription.packageId);
    if (bought === undefined) return [];
    try {
      const password = openPassword(secrets, tenantId, subscription);
      const { allocates, allocatesPrefix } = bought;
      const parts = { tenantId, subscription, package: bought, password, allocates, allocatesPrefix };
      return [subscriptionPolicyOf(parts)];
    } catch (error) {
      onUnreadable(tenantId, subscription.id, error);
      return [];
    }
  }

  async function* pagesOf(tenant: TenantId): AsyncGenerator<readonly SubscriptionPolicyDraft[]> {
    let after: ActorId | undefined;
    const packages = await inTenant(database.appPool, tenant, (client) => policyPackages(client, tenant));
    do {
      const page = await inTenant(database.appPool, tenant, (client) => policyPage(client, tenant, after, pageSize));
      if (page.length > 0) yield page.flatMap((subscription) => draftOf(tenant, subscription, packages));
      after = page.length === pageSize ? page.at(-1)!.id : undefined;
    } while (after !== undefined);
  }

  return {
    async all(tenant) {
      const position = await inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant));
      return { position, pages: pagesOf(tenant) };
    },
    async of(tenant, ids) {
      const [packages, found] = await inTenant(database.appPool, tenant, async (client) => [
        await policyPackages(client, tenant),
        await policySubscriptions(client, tenant, ids),
      ]);
      const policies = found
        .filter(({ state }) => state !== 'left')
        .flatMap((subscription) => draftOf(tenant, subscription, packages));
      const there = new Set<string>(policies.map(({ subscriptionId }) => subscriptionId));
      return { policies, removed: ids.filter((id) => !there.has(id)) };
    },
  };
}
