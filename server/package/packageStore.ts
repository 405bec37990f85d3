import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import { PackageRecord } from '#shared/package/registration.ts';
import { type Cycle, CycleUnit } from '#shared/package/values.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { PackageFields, StoredPackage } from './storedPackage.ts';

const Row = PackageRecord.omit({ cycle: true }).extend({ tenant: TenantId, cycleUnit: CycleUnit, cycleCount: z.int() });

const columns = sql.fragment`p.tenant_id as tenant, p.id, p.version, p.name, p.description, p.access_types as "accessTypes",
  p.down_bps::float8 as "downBps", p.up_bps::float8 as "upBps", p.burst, p.limit_at as "limitAt", p.priority, p.profiles,
  p.quota_bytes::float8 as "quotaBytes", p.quota_counts as "quotaCounts", p.fup, p.cycle_unit as "cycleUnit",
  p.cycle_count as "cycleCount", p.sessions, p.session_policy as "sessionPolicy", p.pool_id as "poolId",
  p.ipv6_pool_id as "ipv6PoolId", p.address_list as "addressList", p.router_profile as "routerProfile",
  p.idle_timeout_seconds as "idleTimeoutS", p.interim_seconds as "interimS", p.grace_ms::float8 as "graceMs",
  p.on_expiry as "onExpiry", p.price_minor::float8 as "priceMinor", p.currency, p.created_at as "createdAt",
  p.changed_at as "changedAt", p.archived_at as "archivedAt"`;
const at = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));

function packageOf({ cycleUnit: unit, cycleCount: count, ...row }: z.infer<typeof Row>): StoredPackage {
  const cycle: Cycle = { unit, count };
  return { ...row, cycle };
}

/** By name. */
export async function listPackages(tx: TenantTx, archived: boolean): Promise<readonly StoredPackage[]> {
  const rows = await tx.any(sql.type(Row)`
    select ${columns} from lastmile.package p
    where p.tenant_id = ${tx.tenant} and (p.archived_at is not null) = ${archived} order by lower(p.name), p.id limit 2000`);
  return rows.map(packageOf);
}

export async function findPackage(tx: TenantTx, id: ActorId): Promise<StoredPackage | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.package p where p.tenant_id = ${tx.tenant} and p.id = ${id}`);
  return row ? packageOf(row) : undefined;
}

/** Locks it until the end of the transaction, so that what is read is what is changed. */
export async function lockPackage(tx: TenantTx, id: ActorId): Promise<StoredPackage | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.package p where p.tenant_id = ${tx.tenant} and p.id = ${id} for update`);
  return row ? packageOf(row) : undefined;
}

/** Columns and values in one order, for inserting and for updating. */
function assignments(p: PackageFields): readonly (readonly [column: string, value: FragmentSqlToken])[] {
  const json = (value: Parameters<typeof sql.jsonb>[0]): FragmentSqlToken =>
    value === null ? sql.fragment`null` : sql.fragment`${sql.jsonb(value)}`;
  return [
    ['name', sql.fragment`${p.name}`],
    ['description', sql.fragment`${p.description}`],
    ['access_types', sql.fragment`${sql.array([...p.accessTypes], 'text')}`],
    ['down_bps', sql.fragment`${p.downBps}`],
    ['up_bps', sql.fragment`${p.upBps}`],
    ['burst', json(p.burst)],
    ['limit_at', json(p.limitAt)],
    ['priority', sql.fragment`${p.priority}`],
    ['profiles', json(p.profiles)],
    ['quota_bytes', sql.fragment`${p.quotaBytes}`],
    ['quota_counts', sql.fragment`${p.quotaCounts}`],
    ['fup', json(p.fup)],
    ['cycle_unit', sql.fragment`${p.cycle.unit}`],
    ['cycle_count', sql.fragment`${p.cycle.count}`],
    ['sessions', sql.fragment`${p.sessions}`],
    ['session_policy', sql.fragment`${p.sessionPolicy}`],
    ['pool_id', sql.fragment`${p.poolId}`],
    ['ipv6_pool_id', sql.fragment`${p.ipv6PoolId}`],
    ['address_list', sql.fragment`${p.addressList}`],
    ['router_profile', sql.fragment`${p.routerProfile}`],
    ['idle_timeout_seconds', sql.fragment`${p.idleTimeoutS}`],
    ['interim_seconds', sql.fragment`${p.interimS}`],
    ['grace_ms', sql.fragment`${p.graceMs}`],
    ['on_expiry', sql.fragment`${p.onExpiry}`],
    ['price_minor', sql.fragment`${p.priceMinor}`],
    ['currency', sql.fragment`${p.currency}`],
  ];
}

const comma = sql.fragment`, `;

export async function insertPackage(tx: TenantTx, id: ActorId, given: PackageFields, now: number): Promise<void> {
  const fields = assignments(given);
  const names = sql.join(
    fields.map(([column]) => sql.identifier([column])),
    comma,
  );
  const values = sql.join(
    fields.map(([, value]) => value),
    comma,
  );
  await tx.query(sql.unsafe`
    insert into lastmile.package (tenant_id, id, version, created_at, changed_at, ${names})
    values (${tx.tenant}, ${id}, 1, ${at(now)}, ${at(now)}, ${values})`);
}

/** All fields at once, of a package that is locked. */
export async function updatePackage(tx: TenantTx, id: ActorId, given: PackageFields, now: number): Promise<void> {
  const sets = assignments(given).map(([column, value]) => sql.fragment`${sql.identifier([column])} = ${value}`);
  await tx.query(sql.unsafe`
    update lastmile.package set version = version + 1, changed_at = ${at(now)}, ${sql.join(sets, comma)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

export async function setPackageArchived(
  tx: TenantTx,
  id: ActorId,
  archivedAt: number | undefined,
  now: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.package set version = version + 1, archived_at = ${archivedAt === undefined ? null : at(archivedAt)},
      changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** The family of a pool in use, held in use until the end of the transaction; undefined when there is none. */
export async function familyOfPool(tx: TenantTx, id: ActorId): Promise<4 | 6 | undefined> {
  const row = await tx.maybeOne(sql.type(z.object({ family: z.union([z.literal(4), z.literal(6)]) }))`
    select family from lastmile.ip_pool
    where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null for key share`);
  return row?.family;
}

const RouterPoolRow = z.object({
  routerPool: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  /** None: all. */
  nasIds: z.array(ActorId),
});
export type RouterPool = z.infer<typeof RouterPoolRow>;

/** Those of the pools that routers have under a name of their own. */
export async function routerPoolsOf(tx: TenantTx, ids: readonly ActorId[]): Promise<readonly RouterPool[]> {
  return await tx.any(sql.type(RouterPoolRow)`
    select router_pool as "routerPool", family,
      array(select n.nas_id from lastmile.ip_pool_nas n where n.tenant_id = p.tenant_id and n.pool_id = p.id) as "nasIds"
    from lastmile.ip_pool p
    where p.tenant_id = ${tx.tenant} and p.id = any(${sql.array([...ids], 'uuid')}) and p.router_pool is not null
    order by family, router_pool`);
}

/** ISO 4217: what packages are priced in unless told otherwise. */
export async function companyCurrency(tx: TenantTx): Promise<string> {
  return await tx.oneFirst(sql.type(z.object({ currency: z.string() }))`
    select currency from lastmile.tenant where tenant_id = ${tx.tenant}`);
}
