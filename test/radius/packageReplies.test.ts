import { expect, test } from 'vitest';
import { packageReplies } from '#server/radius/preview/packageReplies.ts';
import { replyDialects } from '#server/radius/reply/vendors/all.ts';
import { PackageRepliesAsked } from '#shared/package/onRouters.ts';

const asked = PackageRepliesAsked.parse({
  ...{ accessType: 'pppoe', downBps: 20_000_000, upBps: 5_000_000, limitAt: null, priority: 8 },
  burst: {
    down: { limitBps: 40_000_000, thresholdBps: 15_000_000, seconds: 16 },
    up: { limitBps: 10_000_000, thresholdBps: 4_000_000, seconds: 8 },
  },
  profiles: [{ days: [6, 7], from: '22:00', until: '06:00', rates: { downBps: 50_000_000, upBps: 10_000_000 } }],
  ...{ quotaBytes: 1e11, fup: { act: 'throttle', rates: { downBps: 1_000_000, upBps: 1_000_000 } } },
  ...{ poolId: null, ipv6PoolId: null, addressList: null, routerProfile: 'gold', idleTimeoutS: null, interimS: 300 },
  onExpiry: 'walledGarden',
});
const own = replyDialects[1]!;
const replies = packageReplies(asked, [], [own.name, own.name, 'never heard of']);

test('kinds of routers that the company has come first, and a router of no known kind is told the standard', () => {
  expect(replies.map(({ dialect }) => dialect).slice(0, 2)).toEqual([own.name, replyDialects[0]!.name]);
  expect(replies.map(({ routers }) => routers).slice(0, 3)).toEqual([2, 1, 0]);
});

test('every time that has other words is shown', () => {
  expect(replies[0]!.moments.map(({ moment }) => moment)).toEqual(['usual', 'profile', 'quota', 'garden']);
});

test('what is shown is what is sent: rates with both directions of a burst', () => {
  const [usual] = replies[0]!.moments;
  expect(usual!.attributes.map(({ value }) => value)).toContain('5M/20M 10M/40M 4M/15M 8/16');
});

test('what a kind of router has no words for is named', () => {
  const standard = replies.find(({ dialect }) => dialect === 'standard')!;
  expect(standard.moments[0]!.unsaid).toContain('burst');
  expect(replies[0]!.moments[0]!.unsaid).toEqual([]);
});
