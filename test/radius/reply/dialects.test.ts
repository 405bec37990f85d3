import { describe, expect, test } from 'vitest';
import { encodeReply, unsaidOf } from '#server/radius/reply/encodeReply.ts';
import { replyTemplate } from '#server/radius/reply/replyTemplate.ts';
import type { ServiceProfile } from '#server/radius/reply/serviceProfile.ts';
import { replyDialectOf, replyDialects } from '#server/radius/reply/vendors/all.ts';
import { toHex } from '../hex.ts';
import { full, home } from './profiles.ts';

const framedPpp = '060600000002' + '070600000001';
const every300 = '55060000012c';
const idle900 = '1c0600000384';
const poolA = '5808706f6f6c2d61';
const wan6 = '640677616e36';
const pd6 = 'ab0570643' + '6';
const customers = '0b0b637573746f6d657273';
const ascii = (text: string): string => toHex(Buffer.from(text));
/** RFC 2865 §5.26, one attribute each. */
const vendor = (number: string, type: string, value: string): string => {
  const size = value.length / 2;
  const octet = (length: number): string => length.toString(16).padStart(2, '0');
  return `1a${octet(size + 8)}${number}${type}${octet(size + 2)}${value}`;
};

const written: Readonly<Record<string, readonly [home: readonly string[], full: readonly string[]]>> = {
  standard: [
    [framedPpp, '1a0c0000372a0706004c4b40', '1a0c0000372a080601312d00', every300],
    [
      ...[framedPpp, poolA, wan6, pd6, customers],
      ...['1a0c0000372a0706004c4b40', '1a0c0000372a080601312d00', idle900, every300],
    ],
  ],
  mikrotik: [
    [framedPpp, '1a0e00003a8c0808354d2f32304d', every300],
    [
      ...[framedPpp, poolA, wan6, '1a0b00003a8c1605706436'],
      vendor('00003a8c', '03', ascii('gold-up/gold-down@isp')),
      vendor('00003a8c', '08', ascii('5M/20M 8M/40M 4M/15M 8/16 3 512k/2M')),
      vendor('00003a8c', '13', ascii('customers')),
      ...[idle900, every300],
    ],
  ],
  huawei: [
    [
      framedPpp,
      ...['1a0c000007db0206004c4b40', '1a0c000007db0306004c4b40', '1a0c000007db050601312d00'],
      ...['1a0c000007db060601312d00', every300],
    ],
    [
      ...[framedPpp, poolA, wan6, pd6, customers],
      ...['1a0c000007db0206004c4b40', '1a0c000007db0306007a1200', '1a0c000007db050601312d00'],
      '1a0c000007db060602625a00',
      vendor('000007db', '1f', ascii('gold-up/gold-down')),
      vendor('000007db', '8a', ascii('isp')),
      ...[idle900, every300],
    ],
  ],
  cisco: [
    [framedPpp, vendor('00000009', 'fa', ascii('QU;5000000;937500;1875000;D;20000000;3750000;7500000')), every300],
    [
      ...[framedPpp, vendor('00000009', '01', ascii('ip:addr-pool=pool-a')), wan6, pd6, customers],
      vendor('00000009', '01', ascii('ip:vrf-id=isp')),
      vendor('00000009', '01', ascii('ip:sub-qos-policy-in=gold-up')),
      vendor('00000009', '01', ascii('ip:sub-qos-policy-out=gold-down')),
      ...[idle900, every300],
    ],
  ],
  juniper: [
    [framedPpp, vendor('0000130a', '6c', ascii('T02 20000000')), every300],
    [
      framedPpp,
      vendor('0000130a', '02', ascii('pool-a')),
      vendor('0000130a', 'a1', ascii('pd6')),
      ...[wan6, customers],
      vendor('0000130a', '6c', ascii('T02 20000000')),
      vendor('0000130a', '6c', ascii('T03 2000000')),
      vendor('0000130a', '0a', ascii('gold-up')),
      vendor('0000130a', '0b', ascii('gold-down')),
      vendor('0000130a', '01', ascii('isp')),
      ...[idle900, every300],
    ],
  ],
  zte: [
    [framedPpp, '1a0c00000f3e5906004c4b40', '1a0c00000f3e530601312d00', every300],
    [
      ...[framedPpp, poolA, wan6, pd6, customers],
      ...['1a0c00000f3e5906004c4b40', '1a0c00000f3e530601312d00'],
      vendor('00000f3e', '5e', ascii('gold-up')),
      vendor('00000f3e', '52', ascii('gold-down')),
      vendor('00000f3e', '04', ascii('isp')),
      ...[idle900, every300],
    ],
  ],
  accelPpp: [
    [framedPpp, '0b0c32303030302f35303030', every300],
    [
      ...[framedPpp, poolA, wan6, pd6, '0b0c32303030302f35303030'],
      ...[vendor('0000dabf', '01', ascii('isp')), idle900, every300],
    ],
  ],
};

const octets = (name: string, profile: ServiceProfile): string => toHex(encodeReply(replyDialectOf(name), profile));

test('every dialect has its octets here', () => {
  expect(replyDialects.map(({ name }) => name)).toEqual(Object.keys(written));
});

describe.each(Object.entries(written))('%s is told', (name, [ofHome, ofFull]) => {
  test('of a home line', () => {
    expect(octets(name, home)).toBe(ofHome.join(''));
  });

  test('all that a package can say', () => {
    expect(octets(name, full)).toBe(ofFull.join(''));
  });

  test('no pool for a hotspot, whose hosts have an address when they log in', () => {
    const pools = { framedPool: 'pool-a', ipv6Pool: 'wan6', delegatedPool: 'pd6' };
    const hotspot: ServiceProfile = { ...home, accessType: 'hotspot' };
    expect(octets(name, { ...hotspot, ...pools })).toBe(octets(name, hotspot));
  });

  test('nothing about rates that are not ours', () => {
    const unlimited: ServiceProfile = { accessType: 'ipoe', interimSeconds: 0 };
    expect(octets(name, unlimited)).toBe('');
  });
});

test.each([
  ['standard', ['burst', 'priority', 'limitAt', 'routerProfile']],
  ['mikrotik', []],
  ['huawei', ['priority', 'limitAt']],
  ['cisco', ['downBps', 'upBps', 'burst', 'priority', 'limitAt']],
  ['juniper', ['upBps', 'burst', 'priority']],
  ['zte', ['burst', 'priority', 'limitAt']],
  ['accelPpp', ['burst', 'priority', 'limitAt', 'addressList']],
])('%s has no words for %j', (name, unsaid) => {
  expect(unsaidOf(replyDialectOf(name), full)).toEqual(unsaid);
});

test('what every router does anyway is not missed', () => {
  expect(unsaidOf(replyDialectOf('standard'), { ...home, priority: 8, interimSeconds: 0 })).toEqual([]);
});

test('four octets hold up to 4.29 Gbit/s, and no more is wrapped around', () => {
  const fast: ServiceProfile = { ...home, downBps: 10_000_000_000, upBps: 10_000_000_000 };
  expect(octets('huawei', fast)).toContain('1a0c000007db0506ffffffff');
  expect(octets('standard', fast)).toContain('1a0c0000372a0806ffffffff');
  expect(octets('mikrotik', fast)).toContain(ascii('10000M/10000M'));
});

test('a template holds them all, and a router of no known kind gets the standard', () => {
  const { id, attributes, interimSeconds } = replyTemplate(7, home);
  expect([id, Object.keys(attributes), interimSeconds]).toEqual([7, Object.keys(written), 300]);
  expect(toHex(attributes['mikrotik']!)).toBe(octets('mikrotik', home));
  expect(replyDialectOf('toaster').name).toBe('standard');
});

test('a name that no attribute holds is refused, with the attribute', () => {
  expect(() => octets('mikrotik', { ...home, routerProfile: 'x'.repeat(248) })).toThrow('valueTooLong');
});
