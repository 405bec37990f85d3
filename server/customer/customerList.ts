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
import { labelledPage } from './customerLabelStore.ts';
import { type CustomerCursor, type CustomerPageOf, cursorAfter, customerPage } from './customerStore.ts';
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
    const narrowed = await narrow(tx, { ...page, kind: query.kind });
    const rows = await customerPage(tx, { ...page, ...narrowed, kind: query.kind });
    return { partial: narrowed.partial, rows };
  });
  const known = await names.namesOf(tenant);
  const last = found.length === query.limit ? found.at(-1) : undefined;
  return {
    rows: found.map((customer) => customerRecord(customer, known)),
    ...(last ? { next: formatCursor(cursorAfter(last, query.sort)) } : {}),
    partial,
  };
}

interface Narrowed {
  readonly among: readonly ActorId[] | undefined;
  readonly labels: readonly string[];
  readonly partial: boolean;
}

/**
 * What text and labels leave. Of many with a text the first are taken, for nobody reads on: one types another letter.
 * Labels alone have the page itself in an index; of archived customers, which are few, they are read with the rest.
 */
async function narrow(
  tx: TenantTx,
  page: Omit<CustomerPageOf, 'among'> & { readonly text: string },
): Promise<Narrowed> {
  const { text, labels, branches, scope, archived } = page;
  const search = parseKeySearch(text);
  if (search.terms.length > 0) {
    const within = branches.length > 0 ? branches : scope;
    const limit = MOST_FOUND + 1;
    const found = await customersWithKeys(tx, { search, exactly: labels.map(labelKey), scope: within, limit });
    return { among: found.slice(0, MOST_FOUND), labels: [], partial: found.length > MOST_FOUND };
  }
  if (labels.length === 0 || archived) return { among: undefined, labels, partial: false };
  return { among: await labelledPage(tx, page), labels: [], partial: false };
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
