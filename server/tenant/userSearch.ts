import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../platform/db/database.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import { foldText, searchScore } from '../platform/search/searchText.ts';
import { listUsers } from './userListStore.ts';

/** Read more than asked, because the store orders by name and people want the best. */
const READ = 50;

/** Colleagues by name or e-mail. A company has hundreds, so its own rows are read through. */
export function userSearch({ database, clock }: { database: Database; clock: Clock }): SearchProvider {
  return {
    kind: 'user',
    permission: 'user.view',
    async find({ tenant, branches, text, limit }) {
      const query = { text: text.words.join(' '), state: 'active', sort: 'name', offset: 0, limit: READ } as const;
      const { users } = await database.tenantTx(tenant, (tx) => listUsers(tx, query, branches, clock.now()));
      return users
        .map((user) => ({ user, score: searchScore([foldText(user.name), user.email], text) }))
        .toSorted((left, right) => right.score - left.score)
        .slice(0, limit)
        .map(({ user: { id, name, email, roleName } }) => ({
          kind: 'user',
          id,
          title: name,
          detail: `${email} · ${roleName}`,
        }));
    },
  };
}
