import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grownTo, readingOf, totalOf } from '#server/accounting/counters.ts';

const WRAP = 2 ** 32;
const GIB = 2 ** 30;

test.for([
  ['grows by what is new', 1000, 300, readingOf(600, 5000, undefined), 5000],
  ['never less: an older report', 5000, 600, readingOf(300, 1000, 0), 5000],
  ['gigawords count 2³² each', 0, 0, readingOf(300, 7, 3), 3 * WRAP + 7],
  ['a lower counter without gigawords has wrapped', 4 * GIB - 10, 300, readingOf(600, 90, undefined), WRAP + 90],
  ['it wraps again', WRAP + 3 * GIB, 600, readingOf(900, 5, undefined), 2 * WRAP + 5],
  ['with gigawords of zero a lower counter is no wrap', 5000, 300, readingOf(600, 90, 0), 5000],
  ['no wrap that the line could not have carried', 5000, 600, readingOf(601, 4000, undefined), 5000],
  ['a report without counters says nothing', 5000, 300, readingOf(600, undefined, undefined), 5000],
  ['gigawords that no line carries are not believed', 5000, 300, readingOf(600, 1, 2 ** 31), 5000],
] as const)('%s', ([, total, seconds, reading, expected]) => {
  expect(grownTo(total, seconds, reading)).toBe(expected);
});

test('the total of all reports does not depend on their order, with and without gigawords', () => {
  const line = fc.array(fc.integer({ min: 0, max: WRAP - 1 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(line, fc.boolean(), fc.infiniteStream(fc.nat()), (growths, wide, random) => {
      let octets = 0;
      const readings = growths.map((growth, index) => {
        octets += growth;
        return readingOf(300 * (index + 1), octets % WRAP, wide ? Math.floor(octets / WRAP) : undefined);
      });
      const shuffled = readings
        .map((reading) => ({ reading, order: random.next().value }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ reading }) => reading);
      expect(totalOf(shuffled)).toBe(octets);
    }),
  );
});
