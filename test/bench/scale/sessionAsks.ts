import { SessionBoards } from '#server/accounting/sessionBoard.ts';
import { SessionIndex } from '#server/accounting/sessionIndex.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { SessionFilter, SessionSort } from '#shared/session/view.ts';
import type { Ask, ScaleWorld } from './scaleWorld.ts';

/** The board of open sessions as it is after a start; each ask makes a list anew, as the first to open it does. */
export function sessionAsks({ tenant, branches, open }: ScaleWorld): readonly Ask[] {
  const boards = new SessionBoards();
  boards.reset(open);
  const board = boards.of(tenant);
  const routers = [...new Set(open.map(({ nasId }) => nasId))].toSorted();
  const sights = new Map(
    routers.map((id, n) => [id, { name: `router-${n}`, branchId: branches[n % branches.length]! }] as const),
  );
  const list =
    (filter: object, sort: SessionSort = 'latest', offset = 0) =>
    (): Promise<unknown> => {
      const index = new SessionIndex({
        ...{ board, sort, clock: systemClock, filter: SessionFilter.parse(filter), mayView: () => true },
        routerOf: (id) => sights.get(id) ?? { name: undefined, branchId: undefined },
      });
      return Promise.resolve([index.size, index.window(offset, 100)]);
    };
  const some = open[Math.floor(open.length / 2)]!;
  const texts = [
    'user04',
    some.username,
    some.mac!,
    some.ipv4!,
    '100.64',
    some.delegatedPrefix!,
    'router-7',
    some.acctSessionId,
  ];
  return [
    {
      name: 'open sessions, each order',
      ways: SessionSort.options.flatMap((sort) => [list({}, sort), list({}, sort, 40_000)]),
    },
    {
      name: 'open sessions, filters',
      ways: [
        list({ routers: routers.slice(0, 1) }),
        list({ branches: branches.slice(0, 2) }, 'username'),
        list({ access: ['hotspot'] }, 'down'),
        list({ state: 'unknown' }, 'heard'),
      ],
    },
    { name: 'open sessions, user, MAC, address, router', ways: texts.map((text) => list({ text })) },
  ];
}
