import { formatCustomerNumber } from '#shared/customer/values.ts';
import type { SearchHit } from '#shared/search/search.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { NamesSource } from '../platform/names.ts';
import { parseKeySearch } from '../platform/search/keySearch.ts';
import { objectsWithKeys } from '../platform/search/searchKeyStore.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import { CUSTOMER } from './customerKeys.ts';
import { customersOf } from './customerStore.ts';

/** Customers by the beginnings of what they are known by. */
export function customerSearch(database: Database, names: NamesSource): SearchProvider {
  return {
    kind: CUSTOMER,
    permission: 'customer.view',
    async find({ tenant, branches, text, limit }) {
      const search = parseKeySearch(text.typed);
      const [found, known] = await Promise.all([
        database.tenantTx(tenant, async (tx) => {
          const ids = await objectsWithKeys(tx, { kind: CUSTOMER, search, scope: branches, limit });
          const rows = new Map((await customersOf(tx, ids)).map((customer) => [customer.id, customer]));
          return ids.flatMap((id: ActorId) => rows.get(id) ?? []);
        }),
        names.namesOf(tenant),
      ]);
      return found.map((customer): SearchHit => {
        const { id, number, name, phones, branchId, archivedAt } = customer;
        const branch = branchId === null ? undefined : known.branchName(branchId);
        const detail = [formatCustomerNumber(number), phones[0], branch].filter(Boolean).join(' · ');
        return { kind: CUSTOMER, id, title: name, detail, ...(archivedAt === null ? {} : { state: 'archived' }) };
      });
    },
  };
}
