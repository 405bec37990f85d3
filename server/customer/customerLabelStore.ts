import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import type { CustomerSort } from '#shared/customer/list.ts';
import type { CustomerKind } from '#shared/customer/values.ts';
import { ActorId, type BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { CustomerCursor } from './customerStore.ts';
import type { CustomerScope } from './storedCustomer.ts';

export interface LabelledPageOf {
  /** At least one; all must be there. */
  readonly labels: readonly string[];
  /** Empty: any. */
  readonly branches: readonly BranchId[];
  readonly kind: CustomerKind | undefined;
  readonly sort: CustomerSort;
  readonly limit: number;
  readonly after: CustomerCursor | undefined;
  readonly scope: CustomerScope;
}

/** Puts what the customers are labelled with now where it is looked for. After every write of a customer. */
export async function writeCustomerLabels(tx: TenantTx, ids: readonly ActorId[]): Promise<void> {
  const these = sql.array([...ids], 'uuid');
  await tx.query(sql.unsafe`
    delete from lastmile.customer_label where tenant_id = ${tx.tenant} and customer_id = any(${these})`);
  await tx.query(sql.unsafe`
    insert into lastmile.customer_label (tenant_id, label, customer_id, name_key, number, created_at, branch_id)
    select distinct c.tenant_id, l, c.id, c.name_key, c.number, c.created_at, c.branch_id
    from lastmile.customer c, unnest(c.labels) l
    where c.tenant_id = ${tx.tenant} and c.id = any(${these}) and c.archived_at is null`);
}

const Found = z.object({ id: ActorId });
/** Which of several labels is the rarest needs no more than this to be known. */
const MOST_COUNTED = 10_000;

/**
 * Customers with the labels that are not archived, in the order of the list: the rarest label's index is read in that
 * order, and each is asked for the rest.
 */
export async function labelledPage(tx: TenantTx, page: LabelledPageOf): Promise<readonly ActorId[]> {
  const { branches, kind, sort, limit, after, scope } = page;
  const [rarest = '', ...others] = await rarestFirst(tx, page.labels);
  const rows = await tx.any(sql.type(Found)`
    select f.customer_id as id from lastmile.customer_label f
    where f.tenant_id = ${tx.tenant} and f.label = ${rarest} and ${inScope(scope)}
      and ${branches.length === 0 ? sql.fragment`true` : sql.fragment`f.branch_id = any(${sql.array([...branches], 'uuid')})`}
      and ${all(others.map((label) => has(tx, label)))}
      and ${kind === undefined ? sql.fragment`true` : is(tx, kind)}
      and ${after === undefined ? sql.fragment`true` : beyond(sort, after)}
    order by ${orders[sort]} limit ${limit}`);
  return rows.map(({ id }) => id);
}

async function rarestFirst(tx: TenantTx, labels: readonly string[]): Promise<readonly string[]> {
  if (labels.length < 2) return labels;
  return await tx.anyFirst(sql.type(z.object({ label: z.string() }))`
    select w.label from unnest(${sql.array([...new Set(labels)], 'text')}) w(label),
      lateral (select count(*) as n from (select from lastmile.customer_label f
        where f.tenant_id = ${tx.tenant} and f.label = w.label limit ${MOST_COUNTED}) counted) size
    order by size.n, w.label`);
}

/** `offset 0`: asked for each row in the order of the list. Joined, all that have it would be read and sorted first. */
function has(tx: TenantTx, label: string): FragmentSqlToken {
  return sql.fragment`exists (select from lastmile.customer_label o
    where o.tenant_id = ${tx.tenant} and o.customer_id = f.customer_id and o.label = ${label} offset 0)`;
}

function is(tx: TenantTx, kind: CustomerKind): FragmentSqlToken {
  return sql.fragment`exists (select from lastmile.customer c
    where c.tenant_id = ${tx.tenant} and c.id = f.customer_id and c.kind = ${kind} offset 0)`;
}

function inScope(scope: CustomerScope): FragmentSqlToken {
  if (scope === 'all') return sql.fragment`true`;
  return sql.fragment`(f.branch_id is null or f.branch_id = any(${sql.array([...scope], 'uuid')}))`;
}

const orders: Readonly<Record<CustomerSort, FragmentSqlToken>> = {
  name: sql.fragment`f.name_key, f.customer_id`,
  number: sql.fragment`f.number desc`,
  newest: sql.fragment`f.created_at desc, f.customer_id desc`,
};

function beyond(sort: CustomerSort, { value, id }: CustomerCursor): FragmentSqlToken {
  const figure = Number.isSafeInteger(Number(value)) ? Number(value) : 0;
  if (sort === 'number') return sql.fragment`f.number < ${figure}`;
  if (sort === 'newest')
    return sql.fragment`(f.created_at, f.customer_id) < (${sql.timestamp(new Date(figure))}, ${id})`;
  return sql.fragment`(f.name_key, f.customer_id) > (${String(value)}, ${id})`;
}

function all(conditions: readonly FragmentSqlToken[]): FragmentSqlToken {
  if (conditions.length === 0) return sql.fragment`true`;
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
}
