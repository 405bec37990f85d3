import type { PoolClient } from 'pg';
import { z } from 'zod';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import { AccessType } from '#shared/package/values.ts';
import {
  HeldCut,
  MacBinding,
  SubscriptionState as StateName,
  SubscriptionTerms,
  SubscriptionTier,
  TimedRates,
} from '#shared/subscription/values.ts';
import { ActorId, BranchId, UserId, type TenantId } from '#shared/values/ids.ts';
import type { DomainTable, DomainWrite } from '../platform/actors/domainTable.ts';
import { createDomainTable } from '../platform/actors/domainTableStore.ts';
import { replaceSearchKeys } from '../platform/search/searchKeyStore.ts';
import { subscriptionSearchObject } from './subscriptionSearchObject.ts';

const absent = {
  branchId: undefined,
  nextPackageId: undefined,
  nextTerms: undefined,
  username: undefined,
  usernameKey: undefined,
  password: undefined,
  validUntil: undefined,
  anchorDay: undefined,
  activatedAt: undefined,
  firstUsedAt: undefined,
  quotaPeriodFrom: undefined,
  quotaPeriodUntil: undefined,
  staticIpv4: undefined,
  delegatedPrefix: undefined,
  sessionsOverride: undefined,
  rateOverride: undefined,
  profile: undefined,
  profileUntil: undefined,
  protectedBy: undefined,
  suspendedAt: undefined,
  suspendedReason: undefined,
  leftAt: undefined,
  leftReason: undefined,
  lastAct: undefined,
  createdBy: undefined,
};

const State: z.ZodType<SubscriptionState> = z
  .object({
    id: ActorId,
    state: StateName,
    number: z.number(),
    customerId: ActorId,
    branchId: BranchId.optional(),
    packageId: ActorId,
    terms: SubscriptionTerms,
    nextPackageId: ActorId.optional(),
    nextTerms: SubscriptionTerms.optional(),
    accessType: AccessType,
    username: z.string().optional(),
    usernameKey: z.string().optional(),
    password: z.string().optional(),
    tier: SubscriptionTier,
    validUntil: z.number().optional(),
    anchorDay: z.int().optional(),
    startsAtFirstUse: z.boolean(),
    activatedAt: z.number().optional(),
    firstUsedAt: z.number().optional(),
    quotaPeriodFrom: z.number().optional(),
    quotaPeriodUntil: z.number().optional(),
    quotaExtraBytes: z.number(),
    usedBytes: z.number(),
    macs: z.array(z.string()),
    macBinding: MacBinding,
    staticIpv4: z.string().optional(),
    delegatedPrefix: z.string().optional(),
    framedRoutes: z.array(z.string()),
    sessionsOverride: z.int().optional(),
    rateOverride: TimedRates.optional(),
    profile: z.int().optional(),
    profileUntil: z.number().optional(),
    protectedBy: z.string().optional(),
    heldCut: HeldCut.optional(),
    suspendedAt: z.number().optional(),
    suspendedReason: z.string().optional(),
    leftAt: z.number().optional(),
    leftReason: z.string().optional(),
    policyVersion: z.number(),
    lastAct: z
      .object({ act: z.string(), at: z.number(), by: UserId, before: z.record(z.string(), z.unknown()) })
      .optional(),
    createdAt: z.number(),
    createdBy: UserId.optional(),
  })
  .transform((row) => ({ ...absent, ...row }));

const rows = createDomainTable<SubscriptionState>({
  kind: SUBSCRIPTION,
  table: 'subscription',
  columns: {
    state: 'text',
    number: 'bigint',
    customerId: 'uuid',
    branchId: 'uuid',
    packageId: 'uuid',
    terms: 'jsonb',
    nextPackageId: 'uuid',
    nextTerms: 'jsonb',
    accessType: 'text',
    username: 'text',
    usernameKey: 'text',
    password: 'text',
    tier: 'text',
    validUntil: 'instant',
    anchorDay: 'int',
    startsAtFirstUse: 'boolean',
    activatedAt: 'instant',
    firstUsedAt: 'instant',
    quotaPeriodFrom: 'instant',
    quotaPeriodUntil: 'instant',
    quotaExtraBytes: 'bigint',
    usedBytes: 'bigint',
    macs: 'text[]',
    macBinding: 'text',
    staticIpv4: 'text',
    delegatedPrefix: 'text',
    framedRoutes: 'text[]',
    sessionsOverride: 'int',
    rateOverride: 'jsonb',
    profile: 'int',
    profileUntil: 'instant',
    protectedBy: 'text',
    heldCut: 'jsonb',
    suspendedAt: 'instant',
    suspendedReason: 'text',
    leftAt: 'instant',
    leftReason: 'text',
    policyVersion: 'bigint',
    lastAct: 'jsonb',
    createdAt: 'instant',
    createdBy: 'uuid',
  },
  state: State,
});

/** Its columns and how a row of them is read, for the other stores of the feature. */
export const subscriptionColumns: string = rows.columns;
export interface StoredSubscription {
  readonly version: number;
  readonly state: SubscriptionState;
}

export function parseSubscription(row: unknown): StoredSubscription {
  return rows.parse(row);
}

/** What two lines that have not left may not share. */
const COLLIDING = [
  'username_key = w."usernameKey"',
  'static_ipv4 = w."staticIpv4"',
  'delegated_prefix = w."delegatedPrefix"',
]
  .map(
    (same) => `select w.id from json_to_recordset($2::json)
      as w(id uuid, "usernameKey" text, "staticIpv4" text, "delegatedPrefix" text)
    join lastmile.subscription o on o.tenant_id = $1 and o.${same} and o.state <> 'left' and o.id <> w.id`,
  )
  .join(' union ');

/**
 * A write that would take what another line has is not done: its actor reads again and decides again. Where people could
 * cause it they are told before (`takenBy`); what is left are two who do so in the same moment.
 */
async function withoutColliding(
  client: PoolClient,
  tenant: TenantId,
  writes: readonly DomainWrite[],
): Promise<readonly DomainWrite[]> {
  const wanted = writes.map(({ state }) => state as SubscriptionState);
  const { rows: found } = await client.query<{ id: ActorId }>({
    name: 'subscription.colliding',
    text: COLLIDING,
    values: [tenant, JSON.stringify(wanted.map(claimsOf))],
  });
  const colliding = new Set(found.map(({ id }) => id));
  const taken = new Set<string>();
  return writes.filter(({ state }) => {
    const { id, ...claims } = claimsOf(state as SubscriptionState);
    const names = Object.entries(claims).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
    if (colliding.has(id) || names.some((name) => taken.has(name))) return false;
    names.forEach((name) => taken.add(name));
    return true;
  });
}

interface Claims {
  readonly id: ActorId;
  readonly usernameKey?: string | undefined;
  readonly staticIpv4?: string | undefined;
  readonly delegatedPrefix?: string | undefined;
}

function claimsOf({ id, state, usernameKey, staticIpv4, delegatedPrefix }: SubscriptionState): Claims {
  return state === 'left' ? { id } : { id, usernameKey, staticIpv4, delegatedPrefix };
}

/** The domain table, with the keys by which people find a line written in the same transaction. */
export const subscriptionTable: DomainTable = {
  kind: SUBSCRIPTION,
  load: (client, tenant, ids) => rows.load(client, tenant, ids),
  versions: (client, tenant, ids) => rows.versions(client, tenant, ids),
  async save(client, tenant, writes) {
    const saved = await rows.save(client, tenant, await withoutColliding(client, tenant, writes));
    const states = writes.filter(({ id }) => saved.has(id)).map(({ state }) => state as SubscriptionState);
    await replaceSearchKeys(client, tenant, states.map(subscriptionSearchObject));
    return saved;
  },
};
