import { expect, test } from 'vitest';
import { ZoneDays } from '#server/accounting/zoneDays.ts';
import { PastDays } from '#server/bulk/source/pastDays.ts';

const DAY_MS = 86_400_000;

test.each(['Africa/Nairobi', 'Asia/Dhaka', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'])(
  'days that are remembered are those of the zone: %s',
  (zone) => {
    const past = new PastDays();
    const from = Date.UTC(2026, 1, 1, 5, 30);
    for (let round = 0; round < 2; round += 1)
      for (let at = from; at < from + 120 * DAY_MS; at += DAY_MS / 3)
        expect(past.at(zone, at)).toEqual(new ZoneDays().at(zone, at));
  },
);

test.each([
  ['Africa/Nairobi', '2026-03-31', '14:30:05', '2026-03-31T11:30:05.000Z'],
  // Clocks go forward at two.
  ['Europe/Berlin', '2026-03-29', '01:30:00', '2026-03-29T00:30:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '12:00:01', '2026-03-29T10:00:01.000Z'],
  ['Pacific/Auckland', '2026-07-01', '09:00:00', '2026-06-30T21:00:00.000Z'],
])('%s %s %s is an instant', (zone, day, time, instant) => {
  expect(new Date(new PastDays().instantOf(zone, day, time)!).toISOString()).toBe(instant);
});
