import { expect, test } from 'vitest';
import type { LineSession } from '#server/accounting/lineSession.ts';
import { SessionBoards } from '#server/accounting/sessionBoard.ts';
import { sessionSearch } from '#server/accounting/sessionSearch.ts';
import { parseSearchText } from '#server/platform/search/searchText.ts';
import { BranchId, TenantId } from '#shared/values/ids.ts';

const tenant = TenantId.parse('00000000-0000-4000-8000-000000000001');
const nasId = '00000000-0000-4000-8000-000000000002';
const [mine, other] = ['3', '4'].map((last) => BranchId.parse(`00000000-0000-4000-8000-00000000000${last}`));

const boards = new SessionBoards();
boards.reset([
  {
    ...{ id: 'one', tenantId: tenant, nasId, username: 'wanjiku', acctSessionId: '81A00F', ipv4: '100.64.3.7' },
    ...{ mac: '4c:5e:0c:11:22:33', delegatedPrefix: '2001:db8:42:100::/56', startedAt: 0, heardAt: 0 },
    ...{ seconds: 0, octetsIn: 0, octetsOut: 0, policyVersion: 1, flags: 0 },
  } as LineSession,
]);
const routers = { find: () => ({ name: 'NBO-1', branchId: mine }) as never };

test.each([
  ['100.64.3', ['wanjiku']],
  ['4C-5E-0C', ['wanjiku']],
  ['2001:db8:42', ['wanjiku']],
  ['81a00f', ['wanjiku']],
  ['10', []],
  ['wanjiku', []],
  ['100.65', []],
])('who is online is found by %s: %j', async (typed, names) => {
  const search = sessionSearch(boards, routers);
  const hits = await search.find({ tenant, branches: [mine!], text: parseSearchText(typed), limit: 6 });
  expect(hits.map(({ title }) => title)).toEqual(names);
});

test('not in other branches', async () => {
  const ask = { tenant, branches: [other!], text: parseSearchText('100.64'), limit: 6 };
  expect(await sessionSearch(boards, routers).find(ask)).toEqual([]);
});
