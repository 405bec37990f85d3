import type { CustomerPage, CustomerPageQuery } from '#shared/customer/list.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { Names, NamesSource } from '../platform/names.ts';
import { parseKeySearch } from '../platform/search/keySearch.ts';
import { labelKey } from '../platform/search/searchKeys.ts';
import { customersWithKeys } from '../platform/search/searchKeyStore.ts';
import { type CustomerCursor, cursorAfter, customerPage } from './customerStore.ts';
import type { CustomerScope, StoredCustomer } from './storedCustomer.ts';

const MOST_FOUND = 1_000;

export interface CustomerListPorts {
  readonly database: Database;
  readonly names: NamesSource;
}

/** A page of the list, with where the next one begins. */
export async function listCustomers(
  { database, names }: CustomerListPorts,
  tenant: TenantId,
  scope: CustomerScope,
  query: CustomerPageQuery,
): Promise<CustomerPage> {
  const page = { ...query, archived: query.archived === 'true', after: parseCursor(query.after), scope };
  const { partial, rows: found } = await database.tenantTx(tenant, async (tx) => {
    const narrowed = await narrow(tx, query, scope);
    return { partial: narrowed.partial, rows: await customerPage(tx, { ...page, ...narrowed, kind: query.kind }) };
  });
  const known = await names.namesOf(tenant);
  const last = found.length === query.limit ? found.at(-1) : undefined;
  return {
    rows: found.map((customer) => customerRecord(customer, known)),
    ...(last ? { next: formatCursor(cursorAfter(last, query.sort)) } : {}),
    partial,
  };
}

/**
 * What text and labels leave. As long as that is few, the page is made of those. Many with a label are found in passing,
 * in the order of the list; of many with a text the first are taken, for nobody reads on: one types another letter.
 */
async function narrow(
  tx: TenantTx,
  { text, labels, branches }: CustomerPageQuery,
  scope: CustomerScope,
): Promise<{ among: readonly ActorId[] | undefined; labelKeys: readonly string[]; partial: boolean }> {
  const [search, labelKeys] = [parseKeySearch(text), labels.map(labelKey)];
  if (search.terms.length === 0 && labelKeys.length === 0) return { among: undefined, labelKeys, partial: false };
  const within = branches.length > 0 ? branches : scope;
  const found = await customersWithKeys(tx, { search, exactly: labelKeys, scope: within, limit: MOST_FOUND + 1 });
  if (found.length <= MOST_FOUND) return { among: found, labelKeys: [], partial: false };
  if (search.terms.length === 0) return { among: undefined, labelKeys, partial: false };
  return { among: found.slice(0, MOST_FOUND), labelKeys: [], partial: true };
}

export function customerRecord({ tenant: _, ...record }: StoredCustomer, names: Names): CustomerRecord {
  return { ...record, branchName: (record.branchId && names.branchName(record.branchId)) ?? null };
}

function formatCursor({ id, value }: CustomerCursor): string {
  return `${id}_${value}`;
}

function parseCursor(text: string | undefined): CustomerCursor | undefined {
  if (text === undefined) return undefined;
  const id = ActorId.safeParse(text.slice(0, 36));
  if (!id.success || text[36] !== '_')
    throw new HttpProblem(400, 'page/not-understood', 'Use `next` of the page before as `after`.');
  return { id: id.data, value: text.slice(37) };
}
