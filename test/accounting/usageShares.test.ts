import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayShares, hourShares } from '#server/accounting/usageShares.ts';
import { ZoneDays } from '#server/accounting/zoneDays.ts';

const days = new ZoneDays();
const growth = (from: string, to: string, octetsIn = 1000) => ({
  from: Date.parse(from),
  to: Date.parse(to),
  octetsIn,
  octetsOut: 9 * octetsIn,
  seconds: (Date.parse(to) - Date.parse(from)) / 1000,
});

test('usage within a day of the zone is that day’s, whatever day it is in Greenwich', () => {
  const shares = dayShares(days, 'Asia/Dhaka', growth('2026-11-20T18:30:00Z', '2026-11-20T18:35:00Z'));
  expect(shares).toEqual([{ at: '2026-11-21', octetsIn: 1000, octetsOut: 9000, seconds: 300 }]);
});

test('usage over midnight is shared by time, and the parts add up', () => {
  // Nairobi is three hours ahead: midnight is 21:00 in Greenwich.
  const shares = dayShares(days, 'Africa/Nairobi', growth('2026-11-20T20:59:00Z', '2026-11-20T21:04:00Z', 1001));
  expect(shares).toEqual([
    { at: '2026-11-20', octetsIn: 200, octetsOut: 1801, seconds: 60 },
    { at: '2026-11-21', octetsIn: 801, octetsOut: 7208, seconds: 240 },
  ]);
});

test('a day of a change of clocks is as long as it is', () => {
  const day = days.at('Europe/Berlin', Date.parse('2026-10-25T12:00:00Z'));
  expect(day).toEqual({
    day: '2026-10-25',
    from: Date.parse('2026-10-24T22:00:00Z'),
    until: Date.parse('2026-10-25T23:00:00Z'),
  });
});

test('a day that a zone skipped has no usage', () => {
  // Samoa went from 29 to 31 December 2011.
  const shares = dayShares(days, 'Pacific/Apia', growth('2011-12-29T10:00:00Z', '2011-12-31T09:00:00Z'));
  expect(shares.map(({ at }) => at)).toEqual(['2011-12-29', '2011-12-31']);
});

test('shares of any growth add up to it, by day and by hour', () => {
  const start = Date.UTC(2026, 0, 1);
  const zone = fc.constantFrom('Africa/Nairobi', 'Asia/Dhaka', 'Europe/Berlin', 'America/St_Johns', 'UTC');
  const longest = 500 * 24 * 3600;
  fc.assert(
    fc.property(
      zone,
      fc.nat(longest),
      fc.nat(longest),
      fc.nat(),
      fc.nat(),
      (name, from, seconds, octetsIn, octetsOut) => {
        const grown = { from: start + from * 1000, to: start + (from + seconds) * 1000, octetsIn, octetsOut, seconds };
        for (const shares of [dayShares(days, name, grown), hourShares(grown)])
          for (const key of ['octetsIn', 'octetsOut', 'seconds'] as const)
            expect(shares.reduce((sum, share) => sum + share[key], 0)).toBe(grown[key]);
      },
    ),
    { numRuns: 60 },
  );
});
