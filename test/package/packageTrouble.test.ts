import { expect, test } from 'vitest';
import { type PackageRates, packageTrouble } from '#shared/package/packageTrouble.ts';
import { profileAt, profilesOverlap } from '#shared/package/rateProfiles.ts';
import type { RateProfile } from '#shared/package/values.ts';

const sound: PackageRates = {
  ...{ downBps: 20e6, upBps: 5e6, burst: null, limitAt: null, profiles: [], quotaBytes: null, fup: null },
};
const direction = (limitBps: number, thresholdBps = 1e6) => ({ limitBps, thresholdBps, seconds: 8 });
const rates = { downBps: 1e6, upBps: 1e6 };

test.for<readonly [string, Partial<PackageRates>, keyof PackageRates | undefined]>([
  ['plain rates', {}, undefined],
  ['no limits at all', { downBps: null, upBps: null }, undefined],
  ['one limit', { downBps: null }, 'upBps'],
  ['a burst', { burst: { down: direction(40e6), up: direction(10e6) } }, undefined],
  ['a burst that is no faster', { burst: { down: direction(40e6), up: direction(5e6) } }, 'burst'],
  ['a threshold above the burst', { burst: { down: direction(40e6, 50e6), up: direction(10e6) } }, 'burst'],
  [
    'a burst without rates',
    { downBps: null, upBps: null, burst: { down: direction(40e6), up: direction(10e6) } },
    'burst',
  ],
  ['a guarantee above the rate', { limitAt: { downBps: 30e6, upBps: 1e6 } }, 'limitAt'],
  ['a quota with its consequence', { quotaBytes: 1e9, fup: { act: 'block' } }, undefined],
  ['a quota without', { quotaBytes: 1e9 }, 'fup'],
  ['a consequence without quota', { fup: { act: 'throttle', rates } }, 'quotaBytes'],
])('%s: %s is judged right', ([, fields, path]) => {
  expect(packageTrouble({ ...sound, ...fields })?.path).toBe(path);
});

const profile = (days: number[], from: string, until: string): RateProfile => ({ days, from, until, rates });

test('a night belongs to the day it begins on, and goes on into the next, also from Sunday to Monday', () => {
  const nights = [profile([7], '22:00', '06:00')];
  expect(profileAt(nights, 6 * 1440 + 22 * 60)).toBeDefined();
  expect(profileAt(nights, 0)).toBeDefined();
  expect(profileAt(nights, 6 * 60)).toBeUndefined();
  expect(profilesOverlap([...nights, profile([1], '05:59', '07:00')])).toBe(true);
  expect(profilesOverlap([...nights, profile([1], '06:00', '07:00')])).toBe(false);
});

test('the same time twice is the whole day', () => {
  expect(profileAt([profile([3], '00:00', '00:00')], 2 * 1440 + 720)).toBeDefined();
  expect(profilesOverlap([profile([1, 2], '08:00', '08:00')])).toBe(false);
});
