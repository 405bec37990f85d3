import { describe, expect, test } from 'vitest';
import { branchTrend } from '#client/session/branchTrend.ts';
import { movedInWeek } from '#client/session/hourOfWeek.ts';
import { reportRates } from '#client/session/reportRates.ts';
import type { SessionReport } from '#shared/session/history.ts';
import { BranchId } from '#shared/values/ids.ts';

const AT = Date.UTC(2026, 10, 21);
const report = (seconds: number, octetsIn?: number, octetsOut?: number): SessionReport => ({
  ...{ receivedAt: AT + seconds * 1000, kind: 'interim', seconds },
  ...(octetsIn === undefined ? {} : { octetsIn }),
  ...(octetsOut === undefined ? {} : { octetsOut }),
});

describe('the rate of a session is what came between its reports', () => {
  test('from the beginning on, whatever order they came in', () => {
    expect(reportRates([report(20, 200, 3000), report(10, 100, 1000), report(0)])).toEqual({
      times: [AT, AT + 10_000, AT + 10_001, AT + 20_000],
      down: [800, 800, 1600, 1600],
      up: [80, 80, 80, 80],
    });
  });

  test('a counter that went back says nothing', () => {
    expect(reportRates([report(20, 50, 3000), report(10, 100, 1000)]).up).toEqual([80, 80, null, null]);
  });

  test('a report that says no octets is left out', () => {
    expect(reportRates([report(20), report(10, 10, 10)]).times).toEqual([AT, AT + 10_000]);
  });
});

test('the branches that carry least share a line', () => {
  const id = (n: number): BranchId => BranchId.parse(`00000000-0000-4000-8000-00000000000${n}`);
  const hours = [1, 2, 3, 4, 5, 6].map((n) => ({ at: AT, branchId: id(n), octetsIn: 0, octetsOut: n * 450 }));
  const { times, series } = branchTrend(hours, { nameOf: (branch) => `b${branch?.at(-1)}`, others: 'rest' });
  expect(times).toEqual([AT]);
  expect(series.map(({ label, values }) => [label, ...values])).toEqual([
    ['b6', 6],
    ['b5', 5],
    ['b4', 4],
    ['b3', 3],
    ['rest', 3],
  ]);
});

test.each([
  [30, 'ArrowRight', 31],
  [30, 'ArrowUp', 6],
  [30, 'ArrowDown', 54],
  [30, 'Home', 24],
  [30, 'End', 47],
  [3, 'ArrowUp', 3],
  [167, 'ArrowRight', 167],
  [30, 'Tab', undefined],
])('from hour %i of the week %s leads to %s', (at, key, to) => {
  expect(movedInWeek(at, key)).toBe(to);
});
