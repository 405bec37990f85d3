import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import { Fup, OnExpiry, RateProfile, SessionPolicy } from '#shared/package/values.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { PolicyPackage } from './subscriptionPolicy.ts';
import { parseSubscription, subscriptionColumns, subscriptionTable } from './subscriptionStore.ts';

/** With whether Lastmile allocates from its pool. */
export interface StoredPolicyPackage extends PolicyPackage {
  readonly allocates: boolean;
}

const PackageRow = z.object({
  id: ActorId,
  sessions: z.int(),
  sessionPolicy: SessionPolicy,
  onExpiry: OnExpiry,
  fup: Fup.nullable(),
  profiles: z.array(RateProfile),
  poolId: ActorId.nullable(),
  allocates: z.boolean(),
});

/** Packages of the tenant, archived ones too: whoever has one keeps it. */
export async function policyPackages(
  client: PoolClient,
  tenant: TenantId,
): Promise<ReadonlyMap<ActorId, StoredPolicyPackage>> {
  const { rows } = await client.query(
    `select p.id, p.sessions, p.session_policy as "sessionPolicy", p.on_expiry as "onExpiry", p.fup, p.profiles,
       p.pool_id as "poolId", coalesce(i.kind = 'server', false) as allocates
     from lastmile.package p
     left join lastmile.ip_pool i on i.tenant_id = p.tenant_id and i.id = p.pool_id and i.archived_at is null
     where p.tenant_id = $1`,
    [tenant],
  );
  return new Map(rows.map((row) => PackageRow.parse(row)).map((row) => [row.id, row]));
}

/** Subscriptions that have not left, by id, from the one after `after`. */
export async function policyPage(
  client: PoolClient,
  tenant: TenantId,
  after: ActorId | undefined,
  limit: number,
): Promise<readonly SubscriptionState[]> {
  const { rows } = await client.query({
    name: 'subscription.policyPage',
    text: `select ${subscriptionColumns} from lastmile.subscription
      where tenant_id = $1 and id > $2 and state <> 'left' order by tenant_id, id limit $3`,
    values: [tenant, after ?? '00000000-0000-0000-0000-000000000000', limit],
  });
  return rows.map((row) => parseSubscription(row).state);
}

/** Those of the ids that are there, whatever their state. */
export async function subscriptionsById(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<readonly SubscriptionState[]> {
  const found = await subscriptionTable.load(client, tenant, ids);
  return [...found.values()].map(({ state }) => state as SubscriptionState);
}
