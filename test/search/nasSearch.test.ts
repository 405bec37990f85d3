import { expect, test } from 'vitest';
import { NasBoard } from '#server/nas/nasBoard.ts';
import { NasEntry } from '#server/nas/nasEntry.ts';
import { nasSearch } from '#server/nas/nasSearch.ts';
import { parseSearchText } from '#server/platform/search/searchText.ts';
import { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import { storedNas } from '../nas/watchedRouters.ts';
import { threadMs } from '../support/processorTime.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const TENANT = TenantId.parse('019aa000-0000-7000-8000-000000000001');
const [WEST, EAST] = ['1', '2'].map((end) => BranchId.parse(`019aa000-0000-7000-8000-00000000000${end}`));

function boardOf(count: number): NasBoard {
  const board = new NasBoard(new SimulatedTime());
  for (let n = 0; n < count; n += 1) {
    const id = ActorId.parse(`019aa000-0000-7000-9000-${String(n).padStart(12, '0')}`);
    const branchId = (n % 2 === 0 ? WEST : EAST) ?? null;
    const name = n === 4_321 ? 'Kilimani core' : `bras-${n}`;
    const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    board.put(
      new NasEntry(storedNas({ id, name, branchId, address }), 'Vendor', branchId === WEST ? 'West' : 'East', 0),
    );
  }
  return board;
}

async function titles(board: NasBoard, typed: string, branches: readonly BranchId[] | 'all' = 'all') {
  const ask = { tenant: TENANT, branches, text: parseSearchText(typed), limit: 6 };
  return (await nasSearch(() => board).find(ask)).map(({ title }) => title);
}

test('a router is found by the beginning of its name, its address, and only within the branches', async () => {
  const board = boardOf(5_000);
  expect(await titles(board, 'core kili')).toEqual(['Kilimani core']);
  expect(await titles(board, '10.0.0.7')).toContain('bras-7');
  expect(await titles(board, 'kilimani', [WEST!])).toEqual([]);
  expect(await titles(board, 'kilimani', [EAST!])).toEqual(['Kilimani core']);
});

test('of many, the whole name comes before those that only begin with it', async () => {
  expect((await titles(boardOf(200), 'bras-12'))[0]).toBe('bras-12');
});

test('ten thousand routers are searched within the time between two letters', async () => {
  const board = boardOf(10_000);
  await titles(board, 'bras-1');
  const begun = threadMs();
  for (const typed of ['b', 'br', 'bra', 'bras-99', 'nothing at all']) await titles(board, typed);
  expect((threadMs() - begun) / 5).toBeLessThan(100);
});
