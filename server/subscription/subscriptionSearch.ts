import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SearchHit } from '#shared/search/search.ts';
import type { Database } from '../platform/db/database.ts';
import { parseKeySearch } from '../platform/search/keySearch.ts';
import { objectsWithKeys } from '../platform/search/searchKeyStore.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import { type ListedSubscription, listedSubscriptions } from './subscriptionListStore.ts';

/** Lines by the beginning of their username, number, equipment or address, from the index of search keys. */
export function subscriptionSearch(database: Database): SearchProvider {
  return {
    kind: 'subscription',
    permission: 'subscription.view',
    find: ({ tenant, branches: scope, text, limit }) =>
      database.tenantTx(tenant, async (tx) => {
        const search = parseKeySearch(text.words.join(' '));
        const ids = await objectsWithKeys(tx, { kind: SUBSCRIPTION, search, scope, limit });
        const rows = new Map((await listedSubscriptions(tx, ids)).map((row) => [row.id, row]));
        return ids.flatMap((id) => rows.get(id) ?? []).map(hitOf);
      }),
  };
}

function hitOf({ id, number, username, customerName, packageName, state }: ListedSubscription): SearchHit {
  return {
    kind: 'subscription',
    id,
    title: username ?? `S-${number}`,
    detail: [`S-${number}`, customerName, packageName].join(' · '),
    state,
  };
}
