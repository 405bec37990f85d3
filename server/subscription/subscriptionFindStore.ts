import { createSqlTag } from 'slonik';
import { z } from 'zod';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import { AccessType, Cycle, Fup, RateProfile } from '#shared/package/values.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { SubscriptionScope } from './subscriptionListStore.ts';
import { parseSubscription, type StoredSubscription, subscriptionColumns } from './subscriptionStore.ts';

const sql = createSqlTag();

/** One of the scope, as stored. */
export async function findSubscription(
  tx: TenantTx,
  id: ActorId,
  scope: SubscriptionScope,
): Promise<StoredSubscription | undefined> {
  const text = `select ${subscriptionColumns} from lastmile.subscription where tenant_id = $1 and id = $2`;
  const row = await tx.maybeOne({ ...sql.type(z.looseObject({}))`select`, sql: text, values: [tx.tenant, id] });
  if (row === null) return undefined;
  const found = parseSubscription(row);
  const { branchId } = found.state;
  return scope === 'all' || branchId === undefined || scope.includes(branchId) ? found : undefined;
}

const Package = z.object({
  id: ActorId,
  name: z.string(),
  accessTypes: z.array(AccessType),
  cycle: Cycle,
  graceMs: z.number(),
  quotaBytes: z.number().nullable(),
  fup: Fup.nullable(),
  profiles: z.array(RateProfile),
  archived: z.boolean(),
});
/** What of a package its subscriptions are decided by. */
export type TermsPackage = z.infer<typeof Package>;

export async function findPackage(tx: TenantTx, id: ActorId): Promise<TermsPackage | undefined> {
  const row = await tx.maybeOne(sql.type(Package)`
    select id, name, access_types as "accessTypes", json_build_object('unit', cycle_unit, 'count', cycle_count) as cycle,
      grace_ms::float8 as "graceMs", quota_bytes::float8 as "quotaBytes", fup, profiles, archived_at is not null as archived
    from lastmile.package where tenant_id = ${tx.tenant} and id = ${id}`);
  return row ?? undefined;
}

const Customer = z.object({ id: ActorId, number: z.number(), name: z.string(), branchId: BranchId.nullable() });
export type SubscriptionCustomer = z.infer<typeof Customer>;

/** One that is not archived and within the scope. */
export async function findCustomer(
  tx: TenantTx,
  id: ActorId,
  scope: SubscriptionScope,
): Promise<SubscriptionCustomer | undefined> {
  const row = await tx.maybeOne(sql.type(Customer)`
    select id, number::float8 as number, name, branch_id as "branchId" from lastmile.customer
    where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`);
  if (row === null) return undefined;
  return scope === 'all' || row.branchId === null || scope.includes(row.branchId) ? row : undefined;
}

/** The zone of a branch, or of the company for what has none. Undefined: there is no such branch. */
export async function findZone(tx: TenantTx, branchId: BranchId | undefined): Promise<string | undefined> {
  const Zone = z.object({ zone: z.string() });
  const row =
    branchId === undefined
      ? await tx.maybeOne(sql.type(Zone)`select time_zone as zone from lastmile.tenant where tenant_id = ${tx.tenant}`)
      : await tx.maybeOne(
          sql.type(
            Zone,
          )`select time_zone as zone from lastmile.branch where tenant_id = ${tx.tenant} and id = ${branchId}`,
        );
  return row?.zone;
}

export type Claim = 'username' | 'address';

/** Which of what it would have is another's, which has not left. */
export async function takenBy(
  tx: TenantTx,
  {
    id,
    usernameKey,
    staticIpv4,
    delegatedPrefix,
  }: Pick<SubscriptionState, 'id' | 'usernameKey' | 'staticIpv4' | 'delegatedPrefix'>,
): Promise<Claim | undefined> {
  const Found = z.object({ claim: z.enum(['username', 'address']) });
  const row = await tx.maybeOne(sql.type(Found)`
    select claim from (
      select 'username' as claim from lastmile.subscription
      where tenant_id = ${tx.tenant} and username_key = ${usernameKey ?? null} and state <> 'left' and id <> ${id}
      union all
      select 'address' from lastmile.subscription
      where tenant_id = ${tx.tenant} and static_ipv4 = ${staticIpv4 ?? null} and state <> 'left' and id <> ${id}
      union all
      select 'address' from lastmile.subscription
      where tenant_id = ${tx.tenant} and delegated_prefix = ${delegatedPrefix ?? null} and state <> 'left' and id <> ${id}
    ) taken limit 1`);
  return row?.claim;
}

/** The next human number; whoever takes one holds the counter until the end of the transaction. */
export async function takeNumber(tx: TenantTx): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ last: z.number() }))`
    insert into lastmile.tenant_number as n (tenant_id, kind, last) values (${tx.tenant}, 'subscription', 1)
    on conflict (tenant_id, kind) do update set last = n.last + 1 returning last::float8 as last`);
}

/** Those of a branch, or of none, that count by the clocks of another zone; by id after `after`. */
export async function idsOfOtherZone(
  tx: TenantTx,
  {
    branchId,
    zone,
    after,
    limit,
  }: {
    readonly branchId: BranchId | undefined;
    readonly zone: string;
    readonly after: ActorId | undefined;
    readonly limit: number;
  },
): Promise<readonly ActorId[]> {
  const found = await tx.any(sql.type(z.object({ id: ActorId }))`
    select id from lastmile.subscription
    where tenant_id = ${tx.tenant} and branch_id is not distinct from ${branchId ?? null} and state <> 'left'
      and terms ->> 'zone' <> ${zone} and id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by id limit ${limit}`);
  return found.map(({ id }) => id);
}

/** Those of a package, now or from the next cycle on, by id after `after`. */
export async function idsOfPackage(
  tx: TenantTx,
  packageId: ActorId,
  after: ActorId | undefined,
  limit: number,
): Promise<readonly { readonly id: ActorId; readonly branchId: BranchId | null }[]> {
  return await tx.any(sql.type(z.object({ id: ActorId, branchId: BranchId.nullable() }))`
    select id, branch_id as "branchId" from lastmile.subscription
    where tenant_id = ${tx.tenant} and (package_id = ${packageId} or next_package_id = ${packageId}) and state <> 'left'
      and id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by id limit ${limit}`);
}
