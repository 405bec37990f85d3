import type { PoolClient } from 'pg';
import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import { ActorId, type BranchId, type TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';
import type { KeySearch } from './keySearch.ts';

/** An object with all its keys, as they are from now on. Without keys it is found no more. */
export interface SearchObject {
  readonly kind: string;
  readonly id: ActorId;
  /** Whom it leads to; a customer's own id for a customer. Exists by now. */
  readonly customerId: ActorId | undefined;
  readonly branchId: BranchId | undefined;
  readonly keys: readonly string[];
}

const table = 'lastmile.search_key';

/** $1 tenant, $2 objects, $3 kinds, $4 customers, $5 branches; $6 object and $7 key of each key. */
const replacing = `with given as (
    select o.id, o.kind, o.customer_id, o.branch_id, k.key
    from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[]) o(id, kind, customer_id, branch_id)
    join unnest($6::uuid[], $7::text[]) k(id, key) using (id)
  ), gone as (
    delete from ${table} k where k.tenant_id = $1 and k.object_id = any($2::uuid[])
      and not exists (select from given g where g.id = k.object_id and g.key = k.key)
  )
  insert into ${table} as known (tenant_id, key, kind, object_id, customer_id, branch_id)
  select $1, key, kind, id, customer_id, branch_id from given order by id, key
  on conflict (tenant_id, object_id, key) do update set customer_id = excluded.customer_id, branch_id = excluded.branch_id
    where (known.customer_id, known.branch_id) is distinct from (excluded.customer_id, excluded.branch_id)`;

/** In a transaction of {@link beginTenant}, for many objects at once: what commits of domain actors use. */
export async function replaceSearchKeys(
  client: PoolClient,
  tenant: TenantId,
  objects: readonly SearchObject[],
): Promise<void> {
  if (objects.length > 0) await client.query(replacing, [tenant, ...columnsOf(objects)]);
}

/** The same in a transaction of the database's. */
export async function writeSearchKeys(tx: TenantTx, objects: readonly SearchObject[]): Promise<void> {
  if (objects.length === 0) return;
  await tx.query({ ...sql.unsafe`insert`, sql: replacing, values: [tx.tenant, ...columnsOf(objects)] });
}

type Columns = [string[], string[], (string | null)[], (string | null)[], string[], string[]];

function columnsOf(objects: readonly SearchObject[]): Columns {
  const pairs = objects.flatMap(({ id, keys }) => [...new Set(keys)].map((key) => [id, key] as const));
  return [
    objects.map(({ id }) => id),
    objects.map(({ kind }) => kind),
    objects.map(({ customerId }) => customerId ?? null),
    objects.map(({ branchId }) => branchId ?? null),
    pairs.map(([id]) => id),
    pairs.map(([, key]) => key),
  ];
}

export interface KeyedObjects {
  readonly kind: string;
  readonly search: KeySearch;
  readonly scope: readonly BranchId[] | 'all';
  readonly limit: number;
}

const Found = z.object({ id: ActorId });

/**
 * Objects of a kind whose own keys have every term, those first whose key is the shortest. For what leads to customers, see
 * {@link customersWithKeys}.
 */
export async function objectsWithKeys(tx: TenantTx, asked: KeyedObjects): Promise<readonly ActorId[]> {
  const [first, ...others] = rarestFirst(asked.search.terms);
  if (first === undefined) return [];
  const further = all(
    others.map(
      (term) => sql.fragment`exists (select from lastmile.search_key o
        where o.tenant_id = k.tenant_id and o.object_id = k.object_id and ${startsWith(sql.fragment`o.key`, term)})`,
    ),
  );
  // One range of the index after the other: all of them at once would not come in its order.
  const ways = first.map(
    (way) => sql.fragment`(select k.object_id as id, k.key from lastmile.search_key k
      where k.tenant_id = ${tx.tenant} and k.kind = ${asked.kind} and ${startsWith(sql.fragment`k.key`, [way])}
        and ${inScope(asked.scope)} and ${further}
      order by k.tenant_id, k.key limit ${asked.limit * 4})`,
  );
  const rows = await tx.any(sql.type(Found)`
    select found.id from (${sql.join(ways, sql.fragment` union all `)}) found
    group by found.id order by min(length(found.key)), min(found.key) limit ${asked.limit}`);
  return rows.map(({ id }) => id);
}

export interface KeyedCustomers {
  readonly search: KeySearch;
  /** Whole keys, such as labels, that must be there as well. */
  readonly exactly: readonly string[];
  readonly scope: readonly BranchId[] | 'all';
  readonly limit: number;
}

/**
 * Customers to whom every term leads, by their own keys or those of their lines; in no order, and at most `limit`: a list
 * that is sorted otherwise than the index can't be read any further in the time between two letters.
 */
export async function customersWithKeys(tx: TenantTx, asked: KeyedCustomers): Promise<readonly ActorId[]> {
  const [first, ...others] = rarestFirst(asked.search.terms);
  const [label, ...labels] = asked.exactly;
  if (first === undefined && label === undefined) return [];
  const begins = first ? startsWith(sql.fragment`k.key`, first) : sql.fragment`k.key = ${label ?? ''}`;
  const rows = await tx.any(sql.type(Found)`
    select distinct found.id from (
      select k.customer_id as id from lastmile.search_key k
      where k.tenant_id = ${tx.tenant} and k.customer_id is not null and ${begins} and ${inScope(asked.scope)}
        and ${leadsTo(sql.fragment`k.customer_id`, tx.tenant, { terms: others })}
        and ${hasKeys(sql.fragment`k.customer_id`, tx.tenant, first ? asked.exactly : labels)}
      limit ${asked.limit * 2}) found
    limit ${asked.limit}`);
  return rows.map(({ id }) => id);
}

/** A condition: keys of the customer, or of something that leads to it, have every term. True without any. */
export function leadsTo(customer: FragmentSqlToken, tenant: TenantId, { terms }: KeySearch): FragmentSqlToken {
  return all(
    terms.map(
      (term) => sql.fragment`exists (select from lastmile.search_key l
        where l.tenant_id = ${tenant} and l.customer_id = ${customer} and ${startsWith(sql.fragment`l.key`, term)})`,
    ),
  );
}

/** A condition: the customer has every one of the whole keys. True without any. */
export function hasKeys(customer: FragmentSqlToken, tenant: TenantId, whole: readonly string[]): FragmentSqlToken {
  return all(
    whole.map(
      (key) => sql.fragment`exists (select from lastmile.search_key l
        where l.tenant_id = ${tenant} and l.customer_id = ${customer} and l.key = ${key})`,
    ),
  );
}

/** What is longer is found less often: it is read, the others are only asked for what it found. */
function rarestFirst(terms: KeySearch['terms']): KeySearch['terms'] {
  return terms.toSorted((one, other) => (other[0]?.length ?? 0) - (one[0]?.length ?? 0));
}

function inScope(scope: readonly BranchId[] | 'all'): FragmentSqlToken {
  if (scope === 'all') return sql.fragment`true`;
  return sql.fragment`(k.branch_id is null or k.branch_id = any(${sql.array([...scope], 'uuid')}))`;
}

function all(conditions: readonly FragmentSqlToken[]): FragmentSqlToken {
  if (conditions.length === 0) return sql.fragment`true`;
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
}

const Key = z.object({ key: z.string() });

/** The different keys in use that begin so, in their order: one step of the index for each, however often it is there. */
export async function keysInUse(tx: TenantTx, prefix: string, limit: number): Promise<readonly string[]> {
  const until = prefix + AFTER;
  return await tx.anyFirst(sql.type(Key)`
    with recursive step (key) as (
      (select k.key from lastmile.search_key k
        where k.tenant_id = ${tx.tenant} and k.key >= ${prefix} and k.key < ${until} order by k.tenant_id, k.key limit 1)
      union all
      (select (select k.key from lastmile.search_key k
        where k.tenant_id = ${tx.tenant} and k.key > s.key and k.key < ${until} order by k.tenant_id, k.key limit 1)
       from step s where s.key is not null)
    )
    select key from step where key is not null limit ${limit}`);
}

/** After every text that begins with a prefix, octet by octet (collation C), comes this. */
const AFTER = '\u{10FFFF}';

function startsWith(key: FragmentSqlToken, ways: readonly string[]): FragmentSqlToken {
  const ranges = ways.map((way) => sql.fragment`(${key} >= ${way} and ${key} < ${way + AFTER})`);
  return sql.fragment`(${sql.join(ranges, sql.fragment` or `)})`;
}
