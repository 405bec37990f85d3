import { createSqlTag, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { AccessType } from '#shared/package/values.ts';
import { SubscriptionState, SubscriptionTier } from '#shared/subscription/values.ts';
import type { SubscriptionFilter, SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId, BranchId, type TenantId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { parseKeySearch } from '../platform/search/keySearch.ts';
import { leadsTo } from '../platform/search/searchKeyStore.ts';
import type { ListCursor } from './listCursor.ts';

const sql = createSqlTag();

export type SubscriptionScope = readonly BranchId[] | 'all';

const Row = z.object({
  id: ActorId,
  version: z.number(),
  number: z.number(),
  customerId: ActorId,
  customerName: z.string(),
  customerNumber: z.number(),
  packageId: ActorId,
  packageName: z.string(),
  nextPackageName: z.string().nullable(),
  branchId: BranchId.nullable(),
  accessType: AccessType,
  username: z.string().nullable(),
  usernameKey: z.string().nullable(),
  state: SubscriptionState,
  tier: SubscriptionTier,
  validUntil: Instant.nullable(),
  protected: z.boolean(),
});
export type ListedSubscription = z.infer<typeof Row>;

export interface SubscriptionPageOf {
  readonly filter: SubscriptionFilter;
  readonly sort: SubscriptionSort;
  readonly after: ListCursor | undefined;
  readonly limit: number;
  readonly scope: SubscriptionScope;
  readonly now: number;
  /** None but these. */
  readonly only?: readonly string[] | undefined;
}

/** Orders that the database has; who came when is known elsewhere. */
type StoredSort = Exclude<SubscriptionSort, 'online'>;

const DAY_MS = 86_400_000;
/** Still worth a call, for lists of what ends. */
const ENDED_SINCE_MS = 3 * DAY_MS;
/** Customers that a text may lead to before further words are looked at. */
const MOST_CANDIDATES = 2000;

/** A page of the list, by an index in the order of the sort. */
export async function subscriptionPage(tx: TenantTx, page: SubscriptionPageOf): Promise<readonly ListedSubscription[]> {
  const sort = storedSort(page.sort);
  return await tx.any(sql.type(Row)`
    ${withNames(pageRows(tx.tenant, page, sql.fragment`s.*`))}
    order by ${OUTER_ORDER[sort]}`);
}

const CandidateRow = z.object({
  id: ActorId,
  number: z.number(),
  usernameKey: z.string().nullable(),
  validUntil: z.number().nullable(),
});
/** One of a page, and where the page after it begins. */
export interface Candidate {
  readonly id: ActorId;
  readonly cursor: ListCursor;
}

/** The same page, with what is needed to go on from each row. */
export async function candidatePage(tx: TenantTx, page: SubscriptionPageOf): Promise<readonly Candidate[]> {
  const rows = await tx.any(sql.type(CandidateRow)`
    ${pageRows(
      tx.tenant,
      page,
      sql.fragment`s.id, s.number::float8 as number, s.username_key as "usernameKey",
        round(extract(epoch from s.valid_until) * 1000)::float8 as "validUntil"`,
    )}`);
  return rows.map((row) => ({ id: row.id, cursor: cursorOf(storedSort(page.sort), row) }));
}

function cursorOf(sort: StoredSort, row: z.infer<typeof CandidateRow>): ListCursor {
  const value = { newest: row.number, number: row.number, username: row.usernameKey, end: row.validUntil }[sort];
  return { value: String(value ?? ''), id: row.id };
}

function storedSort(sort: SubscriptionSort): StoredSort {
  return sort === 'online' ? 'newest' : sort;
}

function pageRows(tenant: TenantId, page: SubscriptionPageOf, columns: FragmentSqlToken): FragmentSqlToken {
  const { filter, after, limit, scope, now, only } = page;
  const sort = storedSort(page.sort);
  const among = only === undefined ? sql.fragment`true` : sql.fragment`s.id = any(${sql.array([...only], 'uuid')})`;
  return sql.fragment`
      select ${columns} from lastmile.subscription s
      where s.tenant_id = ${tenant} and ${inScope(scope)} and ${matching(tenant, filter, now)}
        and ${inOrder(sort, after)} and ${among}
      order by ${ORDER[sort]} limit ${limit}`;
}

/** As they stand in the list, those of the ids that are there. */
export async function listedSubscriptions(
  tx: TenantTx,
  ids: readonly ActorId[],
): Promise<readonly ListedSubscription[]> {
  return await tx.any(sql.type(Row)`
    ${withNames(sql.fragment`
      select s.* from lastmile.subscription s where s.tenant_id = ${tx.tenant} and s.id = any(${sql.array([...ids], 'uuid')})`)}`);
}

function withNames(rows: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`
    select p.id, p.version::float8 as version, p.number::float8 as number, p.customer_id as "customerId",
      c.name as "customerName", c.number::float8 as "customerNumber", p.package_id as "packageId", k.name as "packageName",
      n.name as "nextPackageName", p.branch_id as "branchId", p.access_type as "accessType", p.username,
      p.username_key as "usernameKey", p.state, p.tier,
      round(extract(epoch from p.valid_until) * 1000)::float8 as "validUntil", p.protected_by is not null as protected
    from (${rows}) p
    join lastmile.customer c on c.tenant_id = p.tenant_id and c.id = p.customer_id
    join lastmile.package k on k.tenant_id = p.tenant_id and k.id = p.package_id
    left join lastmile.package n on n.tenant_id = p.tenant_id and n.id = p.next_package_id`;
}

const ORDER: Readonly<Record<StoredSort, FragmentSqlToken>> = {
  newest: sql.fragment`s.number desc`,
  number: sql.fragment`s.number`,
  username: sql.fragment`s.username_key, s.id`,
  end: sql.fragment`s.valid_until, s.id`,
};
const OUTER_ORDER: Readonly<Record<StoredSort, FragmentSqlToken>> = {
  newest: sql.fragment`p.number desc`,
  number: sql.fragment`p.number`,
  username: sql.fragment`p.username_key, p.id`,
  end: sql.fragment`p.valid_until, p.id`,
};

function inOrder(sort: StoredSort, after: ListCursor | undefined): FragmentSqlToken {
  switch (sort) {
    case 'newest':
      return after ? sql.fragment`s.number < ${Number(after.value)}` : sql.fragment`true`;
    case 'number':
      return after ? sql.fragment`s.number > ${Number(after.value)}` : sql.fragment`true`;
    case 'username':
      return after
        ? sql.fragment`(s.username_key, s.id) > (${after.value}, ${after.id})`
        : sql.fragment`s.username_key is not null`;
    case 'end': {
      const ends = sql.fragment`s.state in ('active', 'grace', 'expired') and s.valid_until is not null`;
      if (!after) return ends;
      return sql.fragment`${ends} and (s.valid_until, s.id) > (to_timestamp(${Number(after.value)}::float8 / 1000), ${after.id})`;
    }
  }
}

function matching(tenant: TenantId, filter: SubscriptionFilter, now: number): FragmentSqlToken {
  const { states, packages, branches, accessTypes, customerId, expiringWithinDays, online } = filter;
  const conditions = [
    states.length === 0
      ? sql.fragment`s.state <> 'left'`
      : sql.fragment`s.state = any(${sql.array([...states], 'text')})`,
    ...(packages.length === 0 ? [] : [sql.fragment`s.package_id = any(${sql.array([...packages], 'uuid')})`]),
    ...(branches.length === 0 ? [] : [sql.fragment`s.branch_id = any(${sql.array([...branches], 'uuid')})`]),
    ...(accessTypes.length === 0 ? [] : [sql.fragment`s.access_type = any(${sql.array([...accessTypes], 'text')})`]),
    // Who has a static address without RADIUS is never seen to come in: neither online nor offline.
    ...(online === false ? [sql.fragment`s.access_type <> 'static'`] : []),
    ...(customerId === undefined ? [] : [sql.fragment`s.customer_id = ${customerId}`]),
    ...(expiringWithinDays === undefined ? [] : [endsWithin(expiringWithinDays, now)]),
    ...(filter.text === '' ? [] : [found(tenant, filter.text)]),
  ];
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
}

function endsWithin(days: number, now: number): FragmentSqlToken {
  return sql.fragment`s.valid_until between to_timestamp(${(now - ENDED_SINCE_MS) / 1000}::float8)
    and to_timestamp(${(now + days * DAY_MS) / 1000}::float8)`;
}

/** Lines of the customers to whom every word leads: their names and phones, and names and equipment of their lines. */
function found(tenant: TenantId, text: string): FragmentSqlToken {
  const { terms } = parseKeySearch(text);
  const [first, ...others] = terms;
  if (first === undefined) return sql.fragment`true`;
  const ranges = first.map((way) => sql.fragment`(k.key >= ${way} and k.key < ${`${way}\u{10FFFF}`})`);
  return sql.fragment`s.customer_id in (
    select candidate.customer_id from (
      select distinct k.customer_id from lastmile.search_key k
      where k.tenant_id = ${tenant} and k.customer_id is not null and (${sql.join(ranges, sql.fragment` or `)})
      limit ${MOST_CANDIDATES}) candidate
    where ${leadsTo(sql.fragment`candidate.customer_id`, tenant, { terms: others })})`;
}

function inScope(scope: SubscriptionScope): FragmentSqlToken {
  if (scope === 'all') return sql.fragment`true`;
  return sql.fragment`(s.branch_id is null or s.branch_id = any(${sql.array([...scope], 'uuid')}))`;
}
