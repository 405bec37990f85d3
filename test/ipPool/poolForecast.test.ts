import { expect, test } from 'vitest';
import { type Measured, poolForecast } from '#server/ipPool/use/poolForecast.ts';

const HOUR = 3_600_000;
const now = 40 * 24 * HOUR;

/** `days` of hours until now: an evening wave on what `base` says of each day. */
const history = (days: number, base: (daysAgo: number) => number): Measured[] =>
  Array.from({ length: days * 24 }, (_, n) => {
    const at = now - (days * 24 - n - 1) * HOUR;
    const wave = 100 * Math.max(0, Math.sin(((at / HOUR) % 24) / 3.82 - 3));
    return { at, used: Math.round(base(Math.floor((now - at) / (24 * HOUR))) + wave) };
  });

test.for<[string, Measured[], number, object]>([
  ['nothing was measured yet', [], 10, { trend: 'early' }],
  ['half a day was measured', history(1, () => 500).slice(12), 500, { trend: 'early' }],
  ['evenings are alike', history(6, () => 500), 500, { trend: 'steady' }],
  ['it empties', history(6, (ago) => 400 + ago * 20), 400, { trend: 'steady' }],
  ['every address is in use', history(6, () => 500), 1_000, { trend: 'full' }],
])('when %s', ([, measured, used, trend]) => {
  expect(poolForecast(measured, { size: 1_000, used, at: now })).toEqual(trend);
});

test('twenty customers more each day fill what is left in about that many days', () => {
  const forecast = poolForecast(
    history(6, (ago) => 700 - ago * 20),
    { size: 1_000, used: 700, at: now },
  );
  expect(forecast).toMatchObject({ trend: 'filling' });
  const days = (('fullAt' in forecast ? forecast.fullAt : 0) - now) / (24 * HOUR);
  expect(days).toBeGreaterThan(8);
  expect(days).toBeLessThan(13);
});
