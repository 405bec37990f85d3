import { describe, expect, test } from 'vitest';
import { alignSeries, lonePoints, shownRange } from '#client/ui/chart/chartData.ts';

describe('a value that no line goes through gets a dot', () => {
  test.each([
    ['one value alone', [5], [0]],
    ['between gaps', [1, 2, null, 3, null, 4, 5], [3]],
    ['at both ends', [1, null, 2, 3, undefined, 4], [0, 5]],
    ['none in a line', [1, 2, 3], []],
    ['none where nothing was measured', [null, undefined], []],
  ])('%s', (_, values, at) => {
    expect(lonePoints(values)).toEqual(at);
  });

  test('samples that lie too far apart for a line are each alone', () => {
    const [, values = []] = alignSeries([0, 60_000], [{ id: 'a', label: 'a', values: [1, 2] }], 10_000);
    expect(lonePoints(values)).toEqual([0, 2]);
  });
});

describe('the window has always a width', () => {
  test.each([
    ['what the samples span', [10, 20], undefined, undefined, { min: 10, max: 20 }],
    ['what is asked for', [10, 20], 5_000, 30_000, { min: 5, max: 30 }],
    ['around a single sample', [10_000], undefined, undefined, { min: 8_200, max: 11_800 }],
  ])('%s', (_, x, from, to, range) => {
    expect(shownRange(x, from, to)).toEqual(range);
  });
});
