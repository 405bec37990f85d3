import { sql } from 'slonik';
import { z } from 'zod';
import { AccessType } from '#shared/package/values.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const Customer = z.object({
  id: ActorId,
  code: z.string().nullable(),
  name: z.string(),
  phones: z.array(z.string()),
  branchId: BranchId.nullable(),
  archived: z.boolean(),
});
/** A customer as rows are compared with it. */
export type KnownCustomer = z.infer<typeof Customer>;
const customer = sql.fragment`c.id, c.code, c.name, c.phones, c.branch_id as "branchId", c.archived_at is not null as archived`;

/** By code in lower case. */
export async function customersByCode(tx: TenantTx, codes: readonly string[]): Promise<readonly KnownCustomer[]> {
  return await tx.any(sql.type(Customer)`
    select ${customer} from lastmile.customer c where c.tenant_id = ${tx.tenant} and c.code is not null
      and lower(c.code) = any(${sql.array([...codes], 'text')})`);
}

/** Those that are not archived and have one of the numbers (E.164), found by their search keys. */
export async function customersByPhone(tx: TenantTx, phones: readonly string[]): Promise<readonly KnownCustomer[]> {
  const keys = phones.map((phone) => phone.slice(1));
  return await tx.any(sql.type(Customer)`
    select ${customer} from lastmile.customer c where c.tenant_id = ${tx.tenant} and c.archived_at is null and c.id in (
      select k.object_id from lastmile.search_key k
      where k.tenant_id = ${tx.tenant} and k.kind = 'customer' and k.key = any(${sql.array(keys, 'text')}))`);
}

const Line = z.object({
  id: ActorId,
  customerId: ActorId,
  usernameKey: z.string().nullable(),
  staticIpv4: z.string().nullable(),
  macs: z.array(z.string()),
  customer: Customer,
});
/** A line as rows are compared with it, with whose it is. */
export type KnownLine = z.infer<typeof Line>;

/** Lines that have not left and have one of the usernames, addresses or MAC addresses. */
export async function linesHaving(
  tx: TenantTx,
  wanted: {
    readonly usernames: readonly string[];
    readonly addresses: readonly string[];
    readonly macs: readonly string[];
  },
): Promise<readonly KnownLine[]> {
  const macKeys = wanted.macs.map((mac) => mac.replaceAll(':', ''));
  return await tx.any(sql.type(Line)`
    select s.id, s.customer_id as "customerId", s.username_key as "usernameKey", s.static_ipv4 as "staticIpv4", s.macs,
      json_build_object('id', c.id, 'code', c.code, 'name', c.name, 'phones', c.phones, 'branchId', c.branch_id,
        'archived', c.archived_at is not null) as customer
    from (
      select id from lastmile.subscription
      where tenant_id = ${tx.tenant} and state <> 'left' and username_key = any(${sql.array([...wanted.usernames], 'text')})
      union select id from lastmile.subscription
      where tenant_id = ${tx.tenant} and state <> 'left' and static_ipv4 = any(${sql.array([...wanted.addresses], 'text')})
      union select object_id from lastmile.search_key
      where tenant_id = ${tx.tenant} and kind = 'subscription' and key = any(${sql.array(macKeys, 'text')})) found
    join lastmile.subscription s on s.tenant_id = ${tx.tenant} and s.id = found.id and s.state <> 'left'
    join lastmile.customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id`);
}

const Package = z.object({ id: ActorId, name: z.string(), accessTypes: z.array(AccessType) });
export type KnownPackage = z.infer<typeof Package>;

export async function packagesNow(tx: TenantTx): Promise<readonly KnownPackage[]> {
  return await tx.any(sql.type(Package)`
    select id, name, access_types as "accessTypes" from lastmile.package
    where tenant_id = ${tx.tenant} and archived_at is null order by lower(name), id limit 5000`);
}

const Branch = z.object({ id: BranchId, name: z.string(), zone: z.string() });
export type KnownBranch = z.infer<typeof Branch>;

export async function branchesNow(tx: TenantTx): Promise<readonly KnownBranch[]> {
  return await tx.any(sql.type(Branch)`
    select id, name, time_zone as zone from lastmile.branch where tenant_id = ${tx.tenant} and archived_at is null order by name`);
}

/** Country and zone of the company. */
export async function companyPlace(tx: TenantTx): Promise<{ readonly country: string; readonly zone: string }> {
  return await tx.one(sql.type(z.object({ country: z.string(), zone: z.string() }))`
    select country, time_zone as zone from lastmile.tenant where tenant_id = ${tx.tenant}`);
}

const Version = z.object({ id: ActorId, version: z.number(), left: z.boolean(), actedAt: Instant.nullable() });
/** How a line is at the moment; `actedAt`: when somebody last did something about it that can be undone. */
export interface LineNow {
  readonly version: number;
  readonly left: boolean;
  readonly actedAt: number | undefined;
}

export async function lineVersions(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, LineNow>> {
  const rows = await tx.any(sql.type(Version)`
    select id, version::float8 as version, state = 'left' as left, to_timestamp((last_act->>'at')::float8 / 1000) as "actedAt"
    from lastmile.subscription where tenant_id = ${tx.tenant} and id = any(${sql.array([...ids], 'uuid')})`);
  return new Map(rows.map(({ id, version, left, actedAt }) => [id, { version, left, actedAt: actedAt ?? undefined }]));
}

export async function customerVersions(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, number>> {
  const rows = await tx.any(sql.type(z.object({ id: ActorId, version: z.int() }))`
    select id, version from lastmile.customer where tenant_id = ${tx.tenant} and id = any(${sql.array([...ids], 'uuid')})`);
  return new Map(rows.map(({ id, version }) => [id, version]));
}
