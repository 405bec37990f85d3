import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import type { CustomerCounts, CustomerSort } from '#shared/customer/list.ts';
import { CustomerRecord } from '#shared/customer/registration.ts';
import type { CustomerKind } from '#shared/customer/values.ts';
import { type ActorId, type BranchId, TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { foldText } from '../platform/search/searchText.ts';
import type { CustomerFields, CustomerScope, StoredCustomer } from './storedCustomer.ts';

const Row = CustomerRecord.omit({ branchName: true }).extend({ tenant: TenantId });

const columns = sql.fragment`c.tenant_id as tenant, c.id, c.version, c.number::float8 as number, c.code, c.kind, c.name,
  c.phones, c.email, c.address, c.latitude, c.longitude, c.branch_id as "branchId", c.labels, c.notes,
  c.created_at as "createdAt", c.changed_at as "changedAt", c.archived_at as "archivedAt"`;
const at = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));

/** Rows of the scope; what has no branch is everybody's. */
function inScope(scope: CustomerScope): FragmentSqlToken {
  if (scope === 'all') return sql.fragment`true`;
  return sql.fragment`(c.branch_id is null or c.branch_id = any(${sql.array([...scope], 'uuid')}))`;
}

export async function findCustomer(
  tx: TenantTx,
  id: ActorId,
  scope: CustomerScope,
): Promise<StoredCustomer | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.customer c where c.tenant_id = ${tx.tenant} and c.id = ${id} and ${inScope(scope)}`);
  return row ?? undefined;
}

/** Locks it until the end of the transaction, so that what is read is what is changed. */
export async function lockCustomer(
  tx: TenantTx,
  id: ActorId,
  scope: CustomerScope,
): Promise<StoredCustomer | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.customer c
    where c.tenant_id = ${tx.tenant} and c.id = ${id} and ${inScope(scope)} for update`);
  return row ?? undefined;
}

/** Those of the ids that the scope leaves, locked, by id. */
export async function lockCustomers(
  tx: TenantTx,
  ids: readonly ActorId[],
  scope: CustomerScope,
): Promise<readonly StoredCustomer[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.customer c
    where c.tenant_id = ${tx.tenant} and c.id = any(${sql.array([...ids], 'uuid')}) and ${inScope(scope)}
    order by c.id for update`);
}

/** In no order. */
export async function customersOf(tx: TenantTx, ids: readonly ActorId[]): Promise<readonly StoredCustomer[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.customer c where c.tenant_id = ${tx.tenant} and c.id = any(${sql.array([...ids], 'uuid')})`);
}

/** Where a page begins: the sorted value of the row before it, and its id. */
export interface CustomerCursor {
  readonly value: string | number;
  readonly id: ActorId;
}

export interface CustomerPageOf {
  /** Only these; undefined: any. */
  readonly among: readonly ActorId[] | undefined;
  /** Empty: any. */
  readonly branches: readonly BranchId[];
  /** All must be there. */
  readonly labels: readonly string[];
  readonly kind: CustomerKind | undefined;
  readonly archived: boolean;
  readonly sort: CustomerSort;
  readonly limit: number;
  readonly after: CustomerCursor | undefined;
  readonly scope: CustomerScope;
}

/** In the order of an index, so that a page costs about the same among 500 customers and 500,000. */
export async function customerPage(tx: TenantTx, page: CustomerPageOf): Promise<readonly StoredCustomer[]> {
  const { among, branches, labels, kind, archived, sort, limit, after, scope } = page;
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.customer c
    where c.tenant_id = ${tx.tenant} and ${inScope(scope)}
      and c.archived_at ${archived ? sql.fragment`is not null` : sql.fragment`is null`}
      and ${inBranches(branches)}
      and ${kind === undefined ? sql.fragment`true` : sql.fragment`c.kind = ${kind}`}
      and ${among === undefined ? sql.fragment`true` : sql.fragment`c.id = any(${sql.array([...among], 'uuid')})`}
      and ${labels.length === 0 ? sql.fragment`true` : sql.fragment`c.labels @> ${sql.array([...labels], 'text')}`}
      and ${after === undefined ? sql.fragment`true` : beyond(sort, after)}
    order by ${orders[sort]} limit ${limit}`);
}

/** One branch by equality: its index has the order of the list. */
function inBranches(branches: readonly BranchId[]): FragmentSqlToken {
  const [only, ...more] = branches;
  if (only === undefined) return sql.fragment`true`;
  if (more.length === 0) return sql.fragment`c.branch_id = ${only}`;
  return sql.fragment`c.branch_id = any(${sql.array([...branches], 'uuid')})`;
}

const orders: Readonly<Record<CustomerSort, FragmentSqlToken>> = {
  name: sql.fragment`c.name_key, c.id`,
  number: sql.fragment`c.number desc`,
  newest: sql.fragment`c.created_at desc, c.id desc`,
};

function beyond(sort: CustomerSort, { value, id }: CustomerCursor): FragmentSqlToken {
  const figure = Number.isSafeInteger(Number(value)) ? Number(value) : 0;
  if (sort === 'number') return sql.fragment`c.number < ${figure}`;
  if (sort === 'newest') return sql.fragment`(c.created_at, c.id) < (${at(figure)}, ${id})`;
  return sql.fragment`(c.name_key, c.id) > (${String(value)}, ${id})`;
}

/** Where the page after this row begins. */
export function cursorAfter(customer: StoredCustomer, sort: CustomerSort): CustomerCursor {
  const value = { name: nameKeyOf(customer.name), number: customer.number, newest: customer.createdAt }[sort];
  return { value, id: customer.id };
}

function nameKeyOf(name: string): string {
  return foldText(name);
}

export async function insertCustomer(
  tx: TenantTx,
  id: ActorId,
  number: number,
  customer: CustomerFields,
  now: number,
): Promise<void> {
  const c = customer;
  await tx.query(sql.unsafe`
    insert into lastmile.customer (tenant_id, id, version, number, code, kind, name, name_key, phones, email, address,
      latitude, longitude, branch_id, labels, notes, created_at, changed_at)
    values (${tx.tenant}, ${id}, 1, ${number}, ${c.code}, ${c.kind}, ${c.name}, ${nameKeyOf(c.name)},
      ${sql.array([...c.phones], 'text')}, ${c.email}, ${c.address}, ${c.latitude}, ${c.longitude}, ${c.branchId},
      ${sql.array([...c.labels], 'text')}, ${c.notes}, ${at(now)}, ${at(now)})`);
}

/** Many at once, in one statement; each has a number of its own. */
export async function insertCustomers(
  tx: TenantTx,
  customers: readonly { readonly id: ActorId; readonly number: number; readonly fields: CustomerFields }[],
  now: number,
): Promise<void> {
  const rows = customers.map(({ id, number, fields }) => ({ ...fields, id, number, nameKey: nameKeyOf(fields.name) }));
  await tx.query(sql.unsafe`
    insert into lastmile.customer (tenant_id, id, version, number, code, kind, name, name_key, phones, email, address,
      latitude, longitude, branch_id, labels, notes, created_at, changed_at)
    select ${tx.tenant}, w.id, 1, w.number, w.code, w.kind, w.name, w."nameKey", w.phones, w.email, w.address, w.latitude,
      w.longitude, w."branchId", w.labels, w.notes, ${at(now)}, ${at(now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id uuid, number bigint, code text, kind text, name text,
      "nameKey" text, phones text[], email text, address text, latitude double precision, longitude double precision,
      "branchId" uuid, labels text[], notes text)`);
}

/** All fields at once, of a customer that is locked. */
export async function updateCustomer(tx: TenantTx, id: ActorId, customer: CustomerFields, now: number): Promise<void> {
  const c = customer;
  await tx.query(sql.unsafe`
    update lastmile.customer set version = version + 1, code = ${c.code}, kind = ${c.kind}, name = ${c.name},
      name_key = ${nameKeyOf(c.name)}, phones = ${sql.array([...c.phones], 'text')}, email = ${c.email},
      address = ${c.address}, latitude = ${c.latitude}, longitude = ${c.longitude}, branch_id = ${c.branchId},
      labels = ${sql.array([...c.labels], 'text')}, notes = ${c.notes}, changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** Undefined brings it back. */
export async function setCustomerArchived(
  tx: TenantTx,
  id: ActorId,
  archivedAt: number | undefined,
  now: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.customer set version = version + 1, archived_at = ${archivedAt === undefined ? null : at(archivedAt)},
      changed_at = ${at(now)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

const Counts = z.object({ total: z.number(), archived: z.number(), recent: z.number() });

/** Of the scope; `recent`: made since then and not archived. */
export async function countCustomers(
  tx: TenantTx,
  scope: CustomerScope,
  since: number,
): Promise<Omit<CustomerCounts, 'changes'>> {
  return await tx.one(sql.type(Counts)`
    select (select count(*) from lastmile.customer c
        where c.tenant_id = ${tx.tenant} and ${inScope(scope)} and c.archived_at is null)::float8 as total,
      (select count(*) from lastmile.customer c
        where c.tenant_id = ${tx.tenant} and ${inScope(scope)} and c.archived_at is not null)::float8 as archived,
      (select count(*) from lastmile.customer c
        where c.tenant_id = ${tx.tenant} and ${inScope(scope)} and c.archived_at is null and c.created_at >= ${at(since)})::float8 as recent`);
}

/** Whether a branch of this tenant may be given to a customer. */
export async function customerBranchExists(tx: TenantTx, id: BranchId): Promise<boolean> {
  return await tx.exists(
    sql.unsafe`select from lastmile.branch where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`,
  );
}

/** ISO 3166: how people there dial. */
export async function companyCountry(tx: TenantTx): Promise<string> {
  return await tx.oneFirst(sql.type(z.object({ country: z.string() }))`
    select country from lastmile.tenant where tenant_id = ${tx.tenant}`);
}
