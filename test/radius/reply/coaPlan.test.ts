import { describe, expect, test } from 'vitest';
import { describePacket } from '#server/radius/describePacket.ts';
import { asPacket } from '#server/radius/reply/asPacket.ts';
import { planChange } from '#server/radius/reply/coaPlan.ts';
import type { ServiceProfile } from '#server/radius/reply/serviceProfile.ts';
import { replyDialectOf, replyDialects } from '#server/radius/reply/vendors/all.ts';
import { full, home } from './profiles.ts';

/** The attributes of the CoA, or why there is a new session. */
function plan(name: string, before: ServiceProfile, after: ServiceProfile): readonly string[] | string {
  const found = planChange(replyDialectOf(name), before, after);
  if (found.kind === 'nothing') return 'nothing';
  if (found.kind === 'disconnect') return `disconnect: ${found.because.join(' ')}`;
  return describePacket(asPacket(found.changes)).map(({ name: attribute, value }) => `${attribute} = ${value}`);
}

const faster: ServiceProfile = { ...home, downBps: 50_000_000, upBps: 10_000_000 };

describe.each<[string, readonly string[]]>([
  ['standard', ['WISPr-Bandwidth-Max-Up = 10000000', 'WISPr-Bandwidth-Max-Down = 50000000']],
  ['mikrotik', ['Mikrotik-Rate-Limit = 10M/50M']],
  [
    'huawei',
    [
      'Huawei-Input-Average-Rate = 10000000',
      'Huawei-Input-Peak-Rate = 10000000',
      'Huawei-Output-Average-Rate = 50000000',
      'Huawei-Output-Peak-Rate = 50000000',
    ],
  ],
  ['cisco', ['Cisco-Account-Info = QU;10000000;1875000;3750000;D;50000000;9375000;18750000']],
  ['juniper', ['ERX-CoS-Shaping-Pmt-Type = T02 50000000']],
  ['zte', ['ZTE-Rate-Ctrl-SCR-Up = 10000000', 'ZTE-Rate-Ctrl-SCR-Down = 50000000']],
  ['accelPpp', ['Filter-Id = 50000/10000']],
])('a session on %s', (name, ofFaster) => {
  test('is made faster by CoA, and nothing but the rates is sent', () => {
    expect(plan(name, home, faster)).toEqual(ofFaster);
  });

  test('hears nothing when nothing changes for it', () => {
    expect(plan(name, full, { ...full })).toBe('nothing');
    expect(plan(name, home, { ...home, interimSeconds: 600 })).toBe('nothing');
  });

  test('begins anew for another pool', () => {
    expect(plan(name, home, { ...faster, framedPool: 'pool-b' })).toBe('disconnect: framedPool');
  });
});

test.each<[string, Partial<ServiceProfile>, Partial<ServiceProfile>, readonly string[] | string]>([
  ['mikrotik', {}, { addressList: 'expired' }, 'disconnect: addressList'],
  ['mikrotik', { addressList: 'expired' }, {}, 'disconnect: addressList'],
  ['mikrotik', {}, { addressList: 'lastmile-walled-garden' }, ['Mikrotik-Address-List = lastmile-walled-garden']],
  ['mikrotik', { addressList: 'lastmile-walled-garden' }, {}, 'disconnect: addressList'],
  ['mikrotik', { addressList: 'expired' }, { addressList: 'lastmile-walled-garden' }, 'disconnect: addressList'],
  ['mikrotik', {}, { routerProfile: 'gold' }, ['Mikrotik-Group = gold']],
  ['mikrotik', { routerProfile: 'gold' }, {}, 'disconnect: routerProfile'],
  ['mikrotik', {}, { downBps: undefined, upBps: undefined }, ['Mikrotik-Rate-Limit = 0/0']],
  ['mikrotik', {}, { idleTimeoutSeconds: 600 }, ['Idle-Timeout = 600']],
  ['mikrotik', { idleTimeoutSeconds: 600 }, {}, ['Idle-Timeout = 0']],
  ['mikrotik', {}, { delegatedPool: 'pd6' }, 'disconnect: delegatedPool'],
  ['mikrotik', {}, { accessType: 'hotspot' }, 'disconnect: accessType'],
  ['standard', {}, { addressList: 'expired' }, ['Filter-Id = expired']],
  ['standard', { addressList: 'expired' }, {}, 'disconnect: addressList'],
  ['standard', {}, { routerProfile: 'gold' }, 'nothing'],
  ['huawei', {}, { upBps: undefined }, 'disconnect: upBps'],
  ['huawei', {}, { routerProfile: 'gold' }, 'disconnect: routerProfile'],
  [
    'cisco',
    { routerProfile: 'a/b' },
    { routerProfile: 'c/d' },
    ['Cisco-AVPair = ip:sub-qos-policy-in=c', 'Cisco-AVPair = ip:sub-qos-policy-out=d'],
  ],
  ['cisco', { routerProfile: 'a/b' }, { routerProfile: 'a/b', downBps: 1_000_000 }, 'nothing'],
  ['cisco', { routerProfile: 'a@x' }, { routerProfile: 'a@y' }, 'disconnect: routerProfile'],
  ['cisco', {}, { routerProfile: 'a' }, 'disconnect: routerProfile'],
  [
    'juniper',
    { routerProfile: 'a/b' },
    { routerProfile: 'a/c' },
    ['ERX-Ingress-Policy-Name = a', 'ERX-Egress-Policy-Name = c'],
  ],
  ['juniper', { routerProfile: 'a' }, { routerProfile: 'b' }, 'disconnect: routerProfile'],
  ['zte', {}, { routerProfile: 'a' }, ['ZTE-QOS-Profile-Up = a', 'ZTE-QoS-Profile-Down = a']],
  ['accelPpp', {}, { idleTimeoutSeconds: 600 }, 'nothing'],
])('on %s, from %j to %j', (name, before, after, expected) => {
  expect(plan(name, { ...home, ...before }, { ...home, ...after })).toEqual(expected);
});

test('every dialect comes from any profile to any other, or says why not', () => {
  const profiles = [home, faster, full, { ...full, accessType: 'hotspot' as const }];
  for (const { name } of replyDialects)
    for (const before of profiles)
      for (const after of profiles) expect(plan(name, before, after)).not.toBe('disconnect: ');
});
