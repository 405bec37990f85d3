import type { PoolClient } from 'pg';
import { z } from 'zod';
import { AccessType, Fup, OnExpiry, RateProfile, SessionPolicy } from '#shared/package/values.ts';
import {
  HeldCut,
  MacBinding,
  SubscriptionState as SubscriptionStateName,
  SubscriptionTerms,
  SubscriptionTier,
  TimedRates,
} from '#shared/subscription/values.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { PolicyPackage, PolicySubscription } from './subscriptionPolicy.ts';

/** With whether Lastmile allocates from its pool. */
export interface StoredPolicyPackage extends PolicyPackage {
  readonly allocates: boolean;
  /** The same for its pool of IPv6. */
  readonly allocatesPrefix: boolean;
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
  ipv6PoolId: ActorId.nullable(),
  allocatesPrefix: z.boolean(),
});

/** Packages of the tenant, archived ones too: whoever has one keeps it. */
export async function policyPackages(
  client: PoolClient,
  tenant: TenantId,
): Promise<ReadonlyMap<ActorId, StoredPolicyPackage>> {
  const { rows } = await client.query(
    `select p.id, p.sessions, p.session_policy as "sessionPolicy", p.on_expiry as "onExpiry", p.fup, p.profiles,
       p.pool_id as "poolId", coalesce(i.kind = 'server', false) as allocates,
       p.ipv6_pool_id as "ipv6PoolId", coalesce(v.kind = 'server', false) as "allocatesPrefix"
     from lastmile.package p
     left join lastmile.ip_pool v on v.tenant_id = p.tenant_id and v.id = p.ipv6_pool_id and v.archived_at is null
     left join lastmile.ip_pool i on i.tenant_id = p.tenant_id and i.id = p.pool_id and i.archived_at is null
     where p.tenant_id = $1`,
    [tenant],
  );
  return new Map(rows.map((row) => PackageRow.parse(row)).map((row) => [row.id, row]));
}

/** Few and plain: hundreds of thousands are read at every start of the feed. */
const columns = `id, package_id as "packageId", state, tier, policy_version::float8 as "policyVersion",
  username_key as "usernameKey", password, access_type as "accessType",
  round(extract(epoch from valid_until) * 1000)::float8 as "validUntil", starts_at_first_use as "startsAtFirstUse",
  protected_by as "protectedBy", held_cut as "heldCut", rate_override as "rateOverride", profile, macs, mac_binding as "macBinding",
  sessions_override as "sessionsOverride", static_ipv4 as "staticIpv4", delegated_prefix as "delegatedPrefix",
  framed_routes as "framedRoutes", (terms ->> 'graceMs')::float8 as "graceMs", terms ->> 'quotaAction' as "quotaAction"`;

/** Ids come out of a uuid column: that they are texts is enough. */
const Id = z.custom<ActorId>((value) => typeof value === 'string');
const Row = z.object({
  id: Id,
  packageId: Id,
  state: SubscriptionStateName,
  tier: SubscriptionTier,
  policyVersion: z.number(),
  usernameKey: z.string().nullable(),
  password: z.string().nullable(),
  accessType: AccessType,
  validUntil: z.number().nullable(),
  startsAtFirstUse: z.boolean(),
  protectedBy: z.string().nullable(),
  heldCut: HeldCut.nullable(),
  rateOverride: TimedRates.nullable(),
  profile: z.number().nullable(),
  macs: z.array(z.string()),
  macBinding: MacBinding,
  sessionsOverride: z.number().nullable(),
  staticIpv4: z.string().nullable(),
  delegatedPrefix: z.string().nullable(),
  framedRoutes: z.array(z.string()),
  graceMs: z.number(),
  quotaAction: SubscriptionTerms.shape.quotaAction,
});

function parse(row: unknown): PolicySubscription {
  const { graceMs, quotaAction, ...found } = Row.parse(row);
  return {
    ...found,
    usernameKey: found.usernameKey ?? undefined,
    password: found.password ?? undefined,
    validUntil: found.validUntil ?? undefined,
    protectedBy: found.protectedBy ?? undefined,
    heldCut: found.heldCut ?? undefined,
    rateOverride: found.rateOverride ?? undefined,
    profile: found.profile ?? undefined,
    sessionsOverride: found.sessionsOverride ?? undefined,
    staticIpv4: found.staticIpv4 ?? undefined,
    delegatedPrefix: found.delegatedPrefix ?? undefined,
    terms: { graceMs, quotaAction },
  };
}

/** Subscriptions that have not left, by id, from the one after `after`. */
export async function policyPage(
  client: PoolClient,
  tenant: TenantId,
  after: ActorId | undefined,
  limit: number,
): Promise<readonly PolicySubscription[]> {
  const { rows } = await client.query<Record<string, unknown>>({
    name: 'subscription.policyPage',
    text: `select ${columns} from lastmile.subscription
      where tenant_id = $1 and id > $2 and state <> 'left' order by tenant_id, id limit $3`,
    values: [tenant, after ?? '00000000-0000-0000-0000-000000000000', limit],
  });
  return rows.map(parse);
}

/** Those of the ids that are there, whatever their state. */
export async function policySubscriptions(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<readonly PolicySubscription[]> {
  const { rows } = await client.query<Record<string, unknown>>({
    name: 'subscription.policiesOf',
    text: `select found.* from unnest($2::uuid[]) as wanted (wanted_id)
      cross join lateral (
        select ${columns} from lastmile.subscription where tenant_id = $1 and id = wanted_id limit 1) found`,
    values: [tenant, ids],
  });
  return rows.map(parse);
}
