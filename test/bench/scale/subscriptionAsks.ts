import { systemClock } from '#server/platform/actors/systemClock.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { parseSearchText } from '#server/platform/search/searchText.ts';
import { parseCursor } from '#server/subscription/listCursor.ts';
import { type OnlineNow, pageOfLines } from '#server/subscription/pageOfLines.ts';
import { readDetail } from '#server/subscription/readDetail.ts';
import { Roster } from '#server/subscription/roster.ts';
import { rosterPage } from '#server/subscription/rosterStore.ts';
import { subscriptionSearch } from '#server/subscription/subscriptionSearch.ts';
import { SubscriptionState } from '#shared/subscription/values.ts';
import { SubscriptionFilter, SubscriptionSort } from '#shared/subscription/view.ts';
import type { BranchId } from '#shared/values/ids.ts';
import { letters } from './customerAsks.ts';
import type { Ask, ScaleWorld } from './scaleWorld.ts';

const DAY_MS = 86_400_000;
const MIDDLE = `00000000-0000-4000-8000-000000000000_`;

export function subscriptionAsks(world: ScaleWorld): readonly Ask[] {
  const { db, tenant, branches, packages, lines, customers, names, now } = world;
  const { database } = db;
  const online = onlineFrom(world);
  interface Further {
    readonly after?: string;
    readonly scope?: readonly BranchId[] | 'all';
  }
  const page =
    (filter: object, sort: SubscriptionSort = 'newest', { after, scope = 'all' }: Further = {}) =>
    (): Promise<unknown> =>
      database.tenantTx(tenant, (tx) =>
        pageOfLines(
          tx,
          {
            ...{ sort, scope, now, limit: 101, filter: SubscriptionFilter.parse(filter) },
            after: after === undefined ? undefined : parseCursor(sort, after),
          },
          online,
        ),
      );
  const sorted = (filter: object, further?: Further): readonly (() => Promise<unknown>)[] =>
    SubscriptionSort.options.map((sort) => page(filter, sort, further));
  const one = branches.slice(5, 6);
  let roster: Promise<Roster> | undefined;
  const count = (scope: readonly BranchId[] | 'all') => async () =>
    (await (roster ??= rosterFrom(world))).count(scope, now + 14 * DAY_MS);
  return [
    { name: 'subscriptions, each order', ways: [...sorted({}), ...sorted({}, { scope: one })] },
    {
      name: 'subscriptions, deep pages',
      ways: [
        page({}, 'newest', { after: `${MIDDLE}250000` }),
        page({}, 'number', { after: `${MIDDLE}400000` }),
        page({}, 'username', { after: `${MIDDLE}user0250` }),
        page({}, 'end', { after: `${MIDDLE}${now + 10 * DAY_MS}` }),
      ],
    },
    {
      name: 'subscriptions, each state, each order',
      ways: SubscriptionState.options.flatMap((state) => [
        ...sorted({ states: [state] }),
        ...sorted({ states: [state] }, { scope: one }),
      ]),
    },
    {
      name: 'subscriptions, package, branch, access',
      ways: [
        ...packages.flatMap((id) => sorted({ packages: [id] })),
        ...branches.flatMap((id) => sorted({ branches: [id] })),
        ...sorted({ packages: packages.slice(0, 1), branches: one, states: ['suspended'] }),
        ...['pppoe', 'hotspot', 'static'].flatMap((access) => sorted({ accessTypes: [access] })),
      ],
    },
    {
      name: 'subscriptions that end soon',
      ways: [1, 7, 14, 30].flatMap((days) => [
        ...sorted({ expiringWithinDays: days }),
        ...sorted({ expiringWithinDays: days, states: ['active'], branches: one }),
      ]),
    },
    {
      name: 'subscriptions, search letter by letter',
      ways: letters.flatMap((text) => [page({ text }), page({ text, states: ['suspended'] }, 'username')]),
    },
    {
      name: 'subscriptions, who is in and who is not',
      ways: [true, false].flatMap((isIn) => [
        ...sorted({ online: isIn }),
        ...sorted({ online: isIn, states: ['suspended'] }),
        ...sorted({ online: isIn, branches: one }, { scope: one }),
      ]),
    },
    { name: 'subscriptions, counts', ways: [count('all'), count(one)] },
    {
      name: 'a subscription, its timeline, those of a customer',
      ways: [
        ...customers.map((customerId) => page({ customerId, states: [...SubscriptionState.options] })),
        ...lines.map((id) => async () => {
          const known = await names.namesOf(tenant);
          return await readDetail(
            { database, clock: systemClock },
            { tenant, id, scope: 'all', names: known, online: undefined },
          );
        }),
      ],
    },
    {
      name: 'search of everything, subscriptions',
      ways: letters.map((text) => async () => {
        const { find } = subscriptionSearch(database);
        return await find({ tenant, branches: 'all', text: parseSearchText(text), limit: 6 });
      }),
    },
  ];
}

/** As accounting knows it of its open sessions. */
function onlineFrom({ open }: ScaleWorld): OnlineNow {
  const since = new Map(open.map(({ subscriptionId = '', startedAt }) => [subscriptionId, startedAt]));
  const latestFirst = [...since].map(([id, at]) => ({ id, since: at })).toSorted((a, b) => b.since - a.since);
  return { latestFirst, has: (id) => since.has(id), sinceOf: (id) => since.get(id) };
}

/** As the server reads it when the first screen asks for counts. */
async function rosterFrom({ db, tenant }: ScaleWorld): Promise<Roster> {
  const roster = new Roster();
  for (let after = 0, last = 1; last > 0;) {
    const lines = await inTenant(db.database.appPool, tenant, (client) => rosterPage(client, tenant, after, 20_000));
    for (const line of lines) roster.put(line);
    last = lines.length;
    after = lines.at(-1)?.number ?? after;
  }
  return roster;
}
