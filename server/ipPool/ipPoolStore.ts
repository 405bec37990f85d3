import { sql } from 'slonik';
import { z } from 'zod';
import { formatAddress } from '#shared/ipPool/address.ts';
import { formatAddressRange, parseAddressRange } from '#shared/ipPool/addressRange.ts';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { type ActorId, TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { IpPoolFields, StoredIpPool } from './storedIpPool.ts';

const Row = IpPoolRecord.omit({ capacity: true, ranges: true }).extend({
  tenant: TenantId,
  firsts: z.array(z.string()),
  lasts: z.array(z.string()),
});

const columns = sql.fragment`p.tenant_id as tenant, p.id, p.version, p.name, p.family, p.kind, p.purpose,
  p.router_pool as "routerPool", array(select host(a) from unnest(p.firsts) a) as firsts,
  array(select host(a) from unnest(p.lasts) a) as lasts, p.delegated_length as "delegatedLength",
  array(select n.nas_id from lastmile.ip_pool_nas n where n.tenant_id = p.tenant_id and n.pool_id = p.id order by n.nas_id) as "nasIds",
  p.hold_seconds as "holdSeconds", p.notes,
  (select count(*) from lastmile.package k where k.tenant_id = p.tenant_id and k.archived_at is null
    and (k.pool_id = p.id or k.ipv6_pool_id = p.id))::int as packages,
  p.created_at as "createdAt", p.changed_at as "changedAt", p.archived_at as "archivedAt"`;
const at = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));

function poolOf({ firsts, lasts, ...row }: z.infer<typeof Row>): StoredIpPool {
  const ranges = firsts.flatMap((first, index) => {
    const range = parseAddressRange(`${first}-${lasts[index] ?? first}`);
    return range ? [formatAddressRange(range)] : [];
  });
  return { ...row, ranges };
}

/** By name. */
export async function listIpPools(tx: TenantTx, archived: boolean): Promise<readonly StoredIpPool[]> {
  const rows = await tx.any(sql.type(Row)`
    select ${columns} from lastmile.ip_pool p
    where p.tenant_id = ${tx.tenant} and (p.archived_at is not null) = ${archived} order by lower(p.name), p.id limit 2000`);
  return rows.map(poolOf);
}

export async function findIpPool(tx: TenantTx, id: ActorId): Promise<StoredIpPool | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.ip_pool p where p.tenant_id = ${tx.tenant} and p.id = ${id}`);
  return row ? poolOf(row) : undefined;
}

/** Locks it until the end of the transaction, so that what is read is what is changed. */
export async function lockIpPool(tx: TenantTx, id: ActorId): Promise<StoredIpPool | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.ip_pool p where p.tenant_id = ${tx.tenant} and p.id = ${id} for update of p`);
  return row ? poolOf(row) : undefined;
}

interface Bounds {
  readonly firsts: string[];
  readonly lasts: string[];
}

function boundsOf(ranges: readonly string[]): Bounds {
  const parsed = ranges.flatMap((text) => parseAddressRange(text) ?? []);
  return {
    firsts: parsed.map(({ family, first }) => formatAddress({ family, value: first })),
    lasts: parsed.map(({ family, last }) => formatAddress({ family, value: last })),
  };
}

export async function insertIpPool(
  tx: TenantTx,
  id: ActorId,
  wireId: number,
  pool: IpPoolFields,
  now: number,
): Promise<void> {
  const { firsts, lasts } = boundsOf(pool.ranges);
  await tx.query(sql.unsafe`
    insert into lastmile.ip_pool (tenant_id, id, wire_id, version, name, family, kind, purpose, router_pool, firsts, lasts,
      delegated_length, hold_seconds, notes, created_at, changed_at)
    values (${tx.tenant}, ${id}, ${wireId}, 1, ${pool.name}, ${pool.family}, ${pool.kind}, ${pool.purpose},
      ${pool.routerPool}, ${sql.array(firsts, 'inet')}, ${sql.array(lasts, 'inet')}, ${pool.delegatedLength},
      ${pool.holdSeconds}, ${pool.notes}, ${at(now)}, ${at(now)})`);
}

/** All fields at once, of a pool that is locked. */
export async function updateIpPool(tx: TenantTx, id: ActorId, pool: IpPoolFields, now: number): Promise<void> {
  const { firsts, lasts } = boundsOf(pool.ranges);
  await tx.query(sql.unsafe`
    update lastmile.ip_pool set version = version + 1, name = ${pool.name}, purpose = ${pool.purpose},
      router_pool = ${pool.routerPool}, firsts = ${sql.array(firsts, 'inet')}, lasts = ${sql.array(lasts, 'inet')},
      delegated_length = ${pool.delegatedLength}, hold_seconds = ${pool.holdSeconds}, notes = ${pool.notes},
      changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

export async function setIpPoolArchived(
  tx: TenantTx,
  id: ActorId,
  archivedAt: number | undefined,
  now: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.ip_pool set version = version + 1, archived_at = ${archivedAt === undefined ? null : at(archivedAt)},
      changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** The routers a pool is for, none: all; and what it claims on them, nothing while it is archived. */
export async function writeIpPoolPlaces(
  tx: TenantTx,
  id: ActorId,
  pool: Pick<IpPoolFields, 'nasIds' | 'ranges'>,
  claims: boolean,
): Promise<void> {
  await tx.query(sql.unsafe`delete from lastmile.ip_pool_nas where tenant_id = ${tx.tenant} and pool_id = ${id}`);
  await tx.query(sql.unsafe`delete from lastmile.ip_pool_claim where tenant_id = ${tx.tenant} and pool_id = ${id}`);
  await tx.query(sql.unsafe`
    insert into lastmile.ip_pool_nas (tenant_id, pool_id, nas_id)
    select distinct ${tx.tenant}::uuid, ${id}::uuid, n from unnest(${sql.array([...pool.nasIds], 'uuid')}) n`);
  if (!claims) return;
  const { firsts, lasts } = boundsOf(pool.ranges);
  const places = pool.nasIds.length > 0 ? [...new Set(pool.nasIds)] : [null];
  await tx.query(sql.unsafe`
    insert into lastmile.ip_pool_claim (tenant_id, pool_id, ordinal, addresses, nas_id)
    select ${tx.tenant}, ${id}, row_number() over (order by n.place, r.place), lastmile.inet_range(r.first, r.last, '[]'), n.nas_id
    from unnest(${sql.array(firsts, 'inet')}, ${sql.array(lasts, 'inet')}) with ordinality r(first, last, place),
      unnest(${sql.array(places, 'uuid')}) with ordinality n(nas_id, place)`);
}

const Other = z.object({ name: z.string() });

/** Pools in use, but this one, that have some of these addresses on the same routers; by name. */
export async function overlappingPools(
  tx: TenantTx,
  id: ActorId,
  pool: Pick<IpPoolFields, 'nasIds' | 'ranges'>,
): Promise<readonly string[]> {
  const { firsts, lasts } = boundsOf(pool.ranges);
  const nasIds = sql.array([...pool.nasIds], 'uuid');
  return await tx.anyFirst(sql.type(Other)`
    select distinct p.name from lastmile.ip_pool_claim c
    join lastmile.ip_pool p on p.tenant_id = c.tenant_id and p.id = c.pool_id
    join unnest(${sql.array(firsts, 'inet')}, ${sql.array(lasts, 'inet')}) r(first, last)
      on c.addresses && lastmile.inet_range(r.first, r.last, '[]')
    where c.tenant_id = ${tx.tenant} and c.pool_id <> ${id}
      and (c.nas_id is null or cardinality(${nasIds}) = 0 or c.nas_id = any(${nasIds}))
    order by p.name limit 5`);
}
