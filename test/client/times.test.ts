import { expect, test } from 'vitest';
import { absolute, ago, clockTime, duration } from '#client/ui/relativeTime.ts';
import { instantOf, localText } from '#client/ui/zonedTime.ts';

const at = Date.UTC(2026, 10, 21, 11, 30, 5);

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [3_600_000, '1 h'],
  [5_400_000, '1 h 30 min'],
  [40_000_000, '11 h'],
  [86_400_000, '1 d'],
  [-500, '0 s'],
])('a duration of %i ms reads %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('the present second is just now, everything older is ago', () => {
  expect(ago(at, at + 999)).toBe('just now');
  expect(ago(at, at + 4_000)).toBe('4 s ago');
});

test('an absolute time is on the wall clock of the company and names its zone', () => {
  expect(absolute(at, 'Africa/Nairobi')).toContain('14:30:05');
  expect(absolute(at, 'Asia/Dhaka')).toMatch(/17:30:05.*GMT\+6/);
});

test('a clock time carries the day when it is another one in that zone', () => {
  expect(clockTime(at, at + 3_600_000, 'Africa/Nairobi')).toBe('14:30');
  expect(clockTime(at, at + 11 * 3_600_000, 'Africa/Nairobi')).toMatch(/^21 Nov.*14:30$/);
});

test.each(['Africa/Nairobi', 'Asia/Dhaka', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'UTC'])(
  'what is typed as local time in %s comes back as the same minute, the whole year round',
  (zone) => {
    for (let day = 0; day < 365; day += 1) {
      const instant = Date.UTC(2026, 0, 1 + day, (day * 7) % 24, 30);
      // In the hour that a change repeats there are two right answers.
      const back = instantOf(localText(instant, zone), zone);
      expect(localText(back ?? 0, zone)).toBe(localText(instant, zone));
    }
  },
);

test('what is no time is undefined', () => {
  expect(instantOf('', 'Asia/Dhaka')).toBeUndefined();
});
