import { expect, test } from 'vitest';
import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { microsoftAttribute } from '#server/platform/transport/radius/microsoftAttribute.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { describePacket } from '#server/radius/describePacket.ts';
import { allDictionaries } from '#server/radius/dictionaries/all.ts';
import { attributeNamed, attributeOfKey } from '#server/radius/dictionaries/attributeLookup.ts';
import { attributeOf, hex, packetOf, packets, testSecret } from './vectors.ts';

function described(bytes: Buffer): readonly string[] {
  const packet = new RadiusPacket();
  expect(packet.read(bytes)).toBeUndefined();
  return describePacket(packet).map(({ name, value }) => `${name} = ${value}`);
}

test('an Access-Accept in words', () =>
  expect(described(packets.accessAccept)).toEqual([
    'Message-Authenticator = 16 octets, not shown',
    'Service-Type = Framed-User',
    'Framed-Protocol = PPP',
    'Framed-IP-Address = 10.0.0.5',
    'Session-Timeout = 3600',
    'Acct-Interim-Interval = 300',
    'Mikrotik-Rate-Limit = 10M/20M',
    'Class = 0x6331',
  ]));

/** As a router at an ISP sent it (the addresses and names are others). */
test('the request of a PPPoE subscriber in words, without the password', () => {
  const writer = new PacketWriter().request(1, 12, Buffer.alloc(16, 7)).u32(6, 2).u32(7, 1).u32(5, 15_728_767);
  writer.u32(61, 15).text(1, 'SFL003').text(31, '14:09:DC:BB:03:6E').text(30, 'ERP').text(87, 'Vlan 660');
  writer.text(44, '8100007f').octets(2, Buffer.alloc(16, 1)).text(32, 'erpsystems').ipv4(4, '10.200.0.5');
  expect(writer.seal(new RadiusSecret(testSecret))).toBeUndefined();
  expect(described(writer.bytes.subarray(0, writer.length)).slice(1)).toEqual([
    'Service-Type = Framed-User',
    'Framed-Protocol = PPP',
    'NAS-Port = 15728767',
    'NAS-Port-Type = Ethernet',
    'User-Name = SFL003',
    'Calling-Station-Id = 14:09:DC:BB:03:6E',
    'Called-Station-Id = ERP',
    'NAS-Port-Id = Vlan 660',
    'Acct-Session-Id = 8100007f',
    'User-Password = 16 octets, not shown',
    'NAS-Identifier = erpsystems',
    'NAS-IP-Address = 10.200.0.5',
  ]);
});

test('what is unknown, of another size or would forge a line', () =>
  expect(
    described(
      packetOf(
        4,
        hex('0404abcd'),
        attributeOf(1, 'a\nb'),
        attributeOf(200, 'x'),
        attributeOf(26, hex('00ffffff0503aa')),
        attributeOf(26, hex('00003a8c63046869')),
        attributeOf(26, hex('00003a8c08ff')),
        hex('40060100000d'),
        hex('37066553f100'),
        hex('7b0b003820010db8000100'),
      ),
    ),
  ).toEqual([
    'NAS-IP-Address = 0xabcd',
    'User-Name = a\uFFFDb',
    'Attr-200 = 1 octets, not shown',
    'Vendor-16777215-Attr-5 = 1 octets, not shown',
    'Mikrotik-Attr-99 = 2 octets, not shown',
    'Vendor-Specific = 6 octets, not shown',
    'Tunnel-Type = VLAN',
    'Event-Timestamp = 2023-11-14T22:13:20.000Z',
    'Delegated-IPv6-Prefix = 2001:db8:1::/56',
  ]));

test('every name is there once, every number once for each vendor, and names of values belong to an attribute', () => {
  const names = allDictionaries.flatMap(({ attributes }) => attributes.map(([, name]) => name.toLowerCase()));
  expect(new Set(names).size).toBe(names.length);
  for (const { attributes, values } of allDictionaries) {
    expect(new Set(attributes.map(([type]) => type)).size).toBe(attributes.length);
    const own = attributes.map(([, name]) => name);
    for (const name of Object.keys(values)) expect(own).toContain(name);
  }
});

test('attributes the product uses itself have the number of the dictionary', () => {
  const plain = (name: string): string => name.replaceAll('-', '').toLowerCase();
  for (const own of [standardAttribute, microsoftAttribute])
    for (const [name, key] of Object.entries(own)) expect(plain(attributeOfKey(key)!.name)).toBe(plain(name));
  expect(attributeNamed('mikrotik-rate-limit')?.key).toBe(vendorKey(14_988, 8));
  expect(attributeNamed('No-Such-Thing')).toBeUndefined();
});
