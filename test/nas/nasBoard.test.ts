import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NasStatus } from '#actors/nas/nasPorts.ts';
import { NasBoard } from '#server/nas/nasBoard.ts';
import { countNas } from '#server/nas/nasCountsView.ts';
import { NasEntry } from '#server/nas/nasEntry.ts';
import { NasFilter, NasRow, type NasSort } from '#shared/nas/view.ts';
import { BranchId } from '#shared/values/ids.ts';
import { threadMs } from '../support/processorTime.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';
import { storedNas } from './watchedRouters.ts';

const [west, east] = [BranchId.parse(randomUUID()), BranchId.parse(randomUUID())];
const status = (state: NasStatus['state'], error?: string): NasStatus => ({
  state,
  error,
  attempts: 0,
  retryAfterMs: undefined,
  resting: false,
  reboots: 0,
});

function fill(count: number) {
  const clock = new SimulatedTime();
  const board = new NasBoard(clock);
  const entries = Array.from({ length: count }, (_, n) => {
    const branchId = n % 2 === 0 ? west : east;
    const entry = new NasEntry(
      storedNas({ name: `NAS-${n}`, address: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, branchId }),
      'Vendor',
      n % 2 === 0 ? 'West' : 'East',
      clock.now(),
    );
    entry.status = status('up');
    board.put(entry);
    return entry;
  });
  const list = (fields: object = {}, sort: NasSort = 'name', scope = 'all') =>
    board.openList(NasFilter.parse(fields), sort, scope, () => undefined).shown;
  return { clock, board, entries, list };
}

test('the worst come first, among them the latest, and the others by name', async () => {
  const { clock, board, entries, list } = fill(12);
  const shown = list({}, 'trouble');
  expect(shown.window(0, 3).map(({ record }) => record.name)).toEqual(['NAS-0', 'NAS-1', 'NAS-2']);
  await clock.advance(1_000);
  entries[7]!.status = status('down', 'gone');
  board.changed(entries[7]!);
  await clock.advance(1_000);
  entries[3]!.status = status('down', 'gone');
  board.changed(entries[3]!);
  entries[5]!.status = status('degraded', 'slow');
  board.changed(entries[5]!);
  await clock.advance(1_000);
  expect(shown.window(0, 4).map(({ record }) => record.name)).toEqual(['NAS-3', 'NAS-7', 'NAS-5', 'NAS-0']);
  expect(NasRow.parse(shown.window(0, 1)[0]!.row().fields)).toMatchObject({ state: 'down', error: 'gone' });
});

test('what is announced, not monitored or not watched is said as such', () => {
  const { clock, board, entries } = fill(3);
  entries[0]!.record = { ...entries[0]!.record, maintenance: true };
  entries[1]!.record = { ...entries[1]!.record, monitored: false };
  entries[2]!.status = undefined;
  for (const entry of entries) board.changed(entry);
  expect(entries.map(({ state }) => state)).toEqual(['maintenance', 'unknown', 'unknown']);
  expect(entries[2]!.unknownSince).toBe(clock.now());
});

test('sessions of a router nobody hears are not counted as online', () => {
  const { board, entries } = fill(2);
  for (const entry of entries) {
    entry.figures = { pppSessions: 100, hotspotSessions: 5 };
    board.changed(entry);
  }
  entries[1]!.status = status('down');
  board.changed(entries[1]!);
  expect(countNas(board.all(), 'all')).toMatchObject({ total: 2, up: 1, down: 1, needSomeone: 1, pppSessions: 100 });
  expect(countNas(board.all(), [east])).toMatchObject({ total: 1, down: 1, pppSessions: 0 });
});

test('people of a branch see its routers', () => {
  const { list } = fill(10);
  expect(list({}, 'name', west).size).toBe(5);
  expect(list({ branches: [east] }, 'name', 'all').size).toBe(5);
  expect(list({ branches: [east] }, 'name', west).size).toBe(0);
});

test('ten thousand routers list, scroll, sort and search well within 300 ms', async () => {
  const { clock, board, entries, list } = fill(10_000);
  const sorts: readonly NasSort[] = ['trouble', 'name', 'branch', 'sessions', 'cpu', 'latency', 'traffic', 'since'];
  for (const sort of sorts) {
    const opened = threadMs();
    const shown = list({}, sort);
    shown.window(0, 100).map((entry) => entry.row());
    expect(threadMs() - opened).toBeLessThan(300);
    const scrolled = threadMs();
    for (let offset = 0; offset < 10_000; offset += 1_000) shown.window(offset, 100).map((entry) => entry.row());
    expect(threadMs() - scrolled).toBeLessThan(300);
  }
  const from = threadMs();
  expect(list({ text: 'nas-99' }).size).toBe(111);
  expect(list({ text: '10.0.39.15' }).size).toBe(1);
  expect(threadMs() - from).toBeLessThan(300);

  const shown = list({}, 'trouble');
  const changing = threadMs();
  for (let round = 0; round < 10; round += 1) {
    for (const entry of entries) {
      entry.figures = { ...entry.figures, cpuPercent: round };
      board.changed(entry);
    }
    await clock.advance(100);
    shown.window(0, 100).map((entry) => entry.row());
  }
  // A hundred thousand polls: three seconds' worth of them for ten thousand routers.
  expect(threadMs() - changing).toBeLessThan(3_000);
});
