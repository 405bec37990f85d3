import { expect, test } from 'vitest';
import { namesOfProfile } from '#server/radius/reply/namesOfProfile.ts';
import type { ServiceProfile } from '#server/radius/reply/serviceProfile.ts';
import { shaperRate } from '#server/radius/reply/vendors/accelPpp/shaperRate.ts';
import { mikrotikRateLimit } from '#server/radius/reply/vendors/mikrotik/rateLimit.ts';

const line = (rest: Partial<ServiceProfile>): ServiceProfile => ({ accessType: 'pppoe', interimSeconds: 0, ...rest });
const both = (limitBps: number, thresholdBps: number, seconds: number): ServiceProfile['burst'] => ({
  down: { limitBps, thresholdBps, seconds },
  up: { limitBps: limitBps / 2, thresholdBps: thresholdBps / 2, seconds },
});

test.each<[string, Partial<ServiceProfile>]>([
  ['1M/8M', { downBps: 8_000_000, upBps: 1_000_000 }],
  ['512k/2500k', { downBps: 2_500_000, upBps: 512_000 }],
  ['1000001/1500M', { downBps: 1_500_000_000, upBps: 1_000_001 }],
  ['0/8M', { downBps: 8_000_000 }],
  ['2M/0', { upBps: 2_000_000 }],
  ['1M/8M 4M/8M 1M/2M 16/16', { downBps: 8_000_000, upBps: 1_000_000, burst: both(8_000_000, 2_000_000, 16) }],
  ['1M/8M 0/0 0/0 0/0 1', { downBps: 8_000_000, upBps: 1_000_000, priority: 1 }],
  ['1M/8M', { downBps: 8_000_000, upBps: 1_000_000, priority: 8 }],
  [
    '1M/8M 0/0 0/0 0/0 8 64k/2M',
    { downBps: 8_000_000, upBps: 1_000_000, limitAt: { downBps: 2_000_000, upBps: 64_000 } },
  ],
  [
    '1M/8M 0/0 0/0 0/0 8 1M/8M',
    { downBps: 8_000_000, upBps: 1_000_000, limitAt: { downBps: 9_000_000, upBps: 2_000_000 } },
  ],
])('RouterOS reads %s', (text, rates) => {
  expect(mikrotikRateLimit(line(rates))).toBe(text);
});

test('without rates there is no limit to write', () => {
  expect(mikrotikRateLimit(line({ burst: both(8_000_000, 2_000_000, 16), priority: 1 }))).toBeUndefined();
  expect(shaperRate(line({}))).toBeUndefined();
});

test.each<[string, Partial<ServiceProfile>]>([
  ['20000/5000', { downBps: 20_000_000, upBps: 5_000_000 }],
  ['1500B/64', { downBps: 1_500, upBps: 64_000 }],
  ['20000/0', { downBps: 20_000_000 }],
])('accel-ppp reads %s', (text, rates) => {
  expect(shaperRate(line(rates))).toBe(text);
});

test.each([
  [undefined, {}],
  ['gold', { up: 'gold', down: 'gold', isOne: true }],
  ['a/b', { up: 'a', down: 'b', isOne: false }],
  ['gold@isp', { up: 'gold', down: 'gold', isOne: true, domain: 'isp' }],
  [' a / b @ isp ', { up: 'a', down: 'b', isOne: false, domain: 'isp' }],
  ['@isp', { domain: 'isp' }],
  ['gold@', { up: 'gold', down: 'gold', isOne: true }],
  ['/b', { up: '/b', down: '/b', isOne: true }],
])('the router profile %j names %j', (routerProfile, names) => {
  expect(namesOfProfile(routerProfile)).toEqual(names);
});
