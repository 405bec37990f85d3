import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv6Text, parseIpv6 } from '#server/platform/transport/radius/addressText.ts';
import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { eapMessage, writeEapMessage } from '#server/platform/transport/radius/eapMessage.ts';
import { extendedAttributes } from '#server/platform/transport/radius/extendedAttributes.ts';
import {
  interfaceIdAt,
  ipv6PrefixAt,
  writeInterfaceId,
  writeIpv6Prefix,
} from '#server/platform/transport/radius/ipv6Values.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { hideSalted, revealSalted, writeSalted } from '#server/platform/transport/radius/saltedValue.ts';
import { standardAttribute as attribute } from '#server/platform/transport/radius/standardAttribute.ts';
import {
  taggedNumberAt,
  taggedTextAt,
  writeTaggedNumber,
  writeTaggedText,
} from '#server/platform/transport/radius/taggedValues.ts';
import { hideUserPassword, revealUserPassword } from '#server/platform/transport/radius/userPassword.ts';
import { attributeOf, countedAuthenticator, hex, packetOf, packets, testSecret } from './vectors.ts';

const secret = new RadiusSecret(testSecret);
const request = packetFrom(packets.accessRequest);

function packetFrom(bytes: Buffer): RadiusPacket {
  const packet = new RadiusPacket();
  expect(packet.read(bytes)).toBeUndefined();
  return packet;
}

function sent(writer: PacketWriter): RadiusPacket {
  expect(writer.seal(secret)).toBeUndefined();
  return packetFrom(Buffer.from(writer.bytes.subarray(0, writer.length)));
}

const octets = (minLength: number, maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength, maxLength }).map((some) => Buffer.from(some));

describe('a packet written and read again', () => {
  const anAttribute = fc.record({
    vendor: fc.constantFrom(0, 0, 9, 14_988, 0xff_ffff),
    type: fc.integer({ min: 1, max: 240 }).filter((type) => type !== 26 && type !== 80),
    value: octets(1, 247),
  });

  test('has every value in its place and its seals as OpenSSL calculates them', () => {
    const writer = new PacketWriter();
    fc.assert(
      fc.property(fc.array(anAttribute, { maxLength: 14 }), fc.integer({ min: 0, max: 255 }), (attributes, code) => {
        if (code === 1 || code === 12) return;
        writer.reply(code, request, true);
        for (const { vendor, type, value } of attributes) writer.octets(vendorKey(vendor, type), value);
        const packet = sent(writer);
        const seen = Array.from({ length: packet.attributes.size }, (_, index) => index).filter(
          (index) => packet.attributes.key(index) !== attribute.vendorSpecific,
        );
        expect(seen.slice(1).map((index) => [packet.attributes.key(index), packet.octetsAt(index)])).toEqual(
          attributes.map(({ vendor, type, value }) => [vendorKey(vendor, type), value]),
        );
        expectSeals(packet);
      }),
    );
  });

  function expectSeals({ bytes, length }: RadiusPacket): void {
    const packet = Buffer.from(bytes.subarray(0, length));
    packets.accessRequest.copy(packet, 4, 4, 20);
    const digest = createHash('md5').update(packet).update(testSecret).digest();
    expect(bytes.subarray(4, 20)).toEqual(digest);
    expect(packet[20]).toBe(attribute.messageAuthenticator);
    packet.fill(0, 22, 38);
    expect(bytes.subarray(22, 38)).toEqual(createHmac('md5', testSecret).update(packet).digest());
  }

  test('any text comes back, unless it is longer than an attribute', () => {
    const writer = new PacketWriter();
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.constantFrom(18, vendorKey(9, 1)),
        (text, key) => {
          writer.reply(2, request).text(key, text);
          const most = key === 18 ? 253 : 247;
          if (Buffer.byteLength(text) > most) expect(writer.seal(secret)).toEqual({ reason: 'valueTooLong', key });
          else expect(sent(writer).text(key)).toBe(text === '' ? undefined : text);
        },
      ),
    );
  });

  test('numbers and addresses come back', () => {
    const writer = new PacketWriter();
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.ipV4(), octets(16, 16), (number, ipv4, ipv6) => {
        writer.reply(2, request).u32(5, number).ipv4(8, ipv4).ipv6(168, ipv6Text(ipv6, 0));
        const packet = sent(writer);
        expect(packet.u32(5)).toBe(number);
        expect(packet.ipv4(8)).toBe(ipv4);
        expect(packet.octets(168)).toEqual(ipv6);
        expect(packet.ipv6(168)).toBe(ipv6Text(ipv6, 0));
      }),
    );
  });

  test('an EAP packet of any size comes back in one piece', () => {
    const writer = new PacketWriter();
    fc.assert(
      fc.property(octets(1, 3_000), (message) => {
        writeEapMessage(writer.reply(11, request).text(24, 'state'), message);
        expect(eapMessage(sent(writer))).toEqual(message);
      }),
    );
    expect(eapMessage(packetFrom(packetOf(1, hex('4f02'))))).toHaveLength(0);
    expect(eapMessage(request)).toBeUndefined();
  });

  test('tagged values come back with their tag', () => {
    const writer = new PacketWriter().reply(2, request);
    writeTaggedNumber(writer, attribute.tunnelType, { tag: 1, value: 13 });
    writeTaggedText(writer, attribute.tunnelPrivateGroupId, { tag: 31, value: '660' });
    writeTaggedText(writer, attribute.tunnelPrivateGroupId, { tag: 0, value: '661' });
    const packet = sent(writer.text(attribute.tunnelPrivateGroupId, 'vlan'));
    expect(taggedNumberAt(packet, packet.first(attribute.tunnelType))).toEqual({ tag: 1, value: 13 });
    expect(packet.all(attribute.tunnelPrivateGroupId).map((index) => taggedTextAt(packet, index))).toEqual([
      { tag: 31, value: '660' },
      { tag: 0, value: '661' },
      { tag: 0, value: 'vlan' },
    ]);
    expect(taggedNumberAt(packet, -1)).toBeUndefined();
    writeTaggedText(writer.reply(2, request), attribute.tunnelPrivateGroupId, { tag: 32, value: '660' });
    expect(writer.refusal).toEqual({ reason: 'badValue', key: attribute.tunnelPrivateGroupId });
  });

  test('Proxy-States are copied as they came and in order', () => {
    const proxied = packetFrom(
      packetOf(1, attributeOf(33, 'b'), attributeOf(1, 'bob'), attributeOf(33, ''), attributeOf(33, 'a')),
    );
    const packet = sent(new PacketWriter().reply(2, proxied).copies(proxied, attribute.proxyState));
    expect(packet.all(attribute.proxyState).map((index) => packet.textAt(index))).toEqual(['b', '', 'a']);
  });
});

describe('secrets', () => {
  test('a password comes back with the secret, without the zeros behind it', () => {
    const clear = Buffer.alloc(128);
    fc.assert(
      fc.property(octets(0, 128), (password) => {
        const hidden = hideUserPassword(password, secret, countedAuthenticator)!;
        const bytes = packetOf(1, attributeOf(2, hidden));
        countedAuthenticator.copy(bytes, 4);
        const length = revealUserPassword(packetFrom(bytes), secret, clear);
        expect(Buffer.concat([clear.subarray(0, length), Buffer.alloc(password.length - length)])).toEqual(password);
      }),
    );
    expect(hideUserPassword(Buffer.alloc(129), secret, countedAuthenticator)).toBeUndefined();
  });

  test.each([0, 15, 17, 144, 253])('a User-Password of %i octets is none', (length) => {
    const packet = packetFrom(packetOf(1, attributeOf(2, Buffer.alloc(length))));
    expect(revealUserPassword(packet, secret, Buffer.alloc(128))).toBe(-1);
  });

  test('a salted value comes back, each with a salt of its own', () => {
    const writer = new PacketWriter();
    fc.assert(
      fc.property(octets(0, 230), octets(1, 239), (first, second) => {
        writer.reply(2, request);
        writeSalted(writer, attribute.tunnelPassword, first, secret, 3);
        writeSalted(writer, vendorKey(311, 16), second, secret);
        const packet = sent(writer);
        const tagged = packet.octets(attribute.tunnelPassword)!;
        const key = packet.octets(vendorKey(311, 16))!;
        expect(tagged[0]).toBe(3);
        expect(tagged[1]! & key[0]! & 0x80).toBe(0x80);
        expect(tagged.subarray(1, 3)).not.toEqual(key.subarray(0, 2));
        expect(revealSalted(tagged.subarray(1), secret, packets.accessRequest, 4)).toEqual(first);
        expect(revealSalted(key, secret, packets.accessRequest, 4)).toEqual(second);
      }),
    );
    expect(hideSalted(Buffer.alloc(240), 1, secret, countedAuthenticator)).toBeUndefined();
    expect(revealSalted(Buffer.alloc(17), secret, countedAuthenticator)).toBeUndefined();
    expect(() => new RadiusSecret('')).toThrow(RangeError);
  });
});

describe('addresses', () => {
  test.each([
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['00000000000000000000000000000000', '::'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['fe800000000000000000000000000000', 'fe80::'],
  ])('%s is written %s (RFC 5952)', (bytes, text) => {
    expect(ipv6Text(hex(bytes), 0)).toBe(text);
    expect(parseIpv6(text)?.toString('hex')).toBe(bytes);
  });

  test.each(['', '1', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', '::1.2.3', 'g::', '1.2.3.4'])(
    '%j is no IPv6 address',
    (text) => expect(parseIpv6(text)).toBeUndefined(),
  );

  test('what ends like an IPv4 address is read', () =>
    expect(parseIpv6('::ffff:192.0.2.1')?.toString('hex')).toBe('00000000000000000000ffffc0000201'));

  test.each([
    ['0000', '::/0'],
    ['003820010db8000100', '2001:db8:1::/56'],
    ['004020010db80001000200000000000000ff', '2001:db8:1:2::/64'],
    ['003a20010db8000100ff', '2001:db8:1:c0::/58'],
    ['008020010db8000000000000000000000001', '2001:db8::1/128'],
  ])('the prefix %s is %s', (value, text) => {
    const packet = packetFrom(packetOf(4, attributeOf(97, hex(value))));
    expect(ipv6PrefixAt(packet, packet.first(97))).toBe(text);
    const writer = new PacketWriter().reply(2, request);
    writeIpv6Prefix(writer, 97, text);
    const again = sent(writer);
    expect(ipv6PrefixAt(again, again.first(97))).toBe(text);
  });

  test.each(['00', '004020010db8', '008120010db8000000000000000000000001'])('the prefix %s is none', (value) => {
    const packet = packetFrom(packetOf(4, attributeOf(97, hex(value))));
    expect(ipv6PrefixAt(packet, packet.first(97))).toBeUndefined();
  });

  test.each(['2001:db8::1/64', '2001:db8::/129', '2001:db8::', '/64'])('%j is not written as a prefix', (text) => {
    const writer = new PacketWriter().reply(2, request);
    writeIpv6Prefix(writer, 97, text);
    expect(writer.seal(secret)).toEqual({ reason: 'badValue', key: 97 });
  });

  test('an interface id', () => {
    const writer = new PacketWriter().reply(2, request);
    writeInterfaceId(writer, 96, '0:1:a:ffff');
    const packet = sent(writer);
    expect(packet.octets(96)?.toString('hex')).toBe('00000001000affff');
    expect(interfaceIdAt(packet, packet.first(96))).toBe('0:1:a:ffff');
  });
});

describe('reading', () => {
  test('a value of an odd size is not there, and the packet is', () => {
    const packet = packetFrom(packetOf(1, hex('0404abcd'), attributeOf(1, 'bob')));
    expect(packet.ipv4(attribute.nasIpAddress)).toBeUndefined();
    expect(packet.octets(attribute.nasIpAddress)).toEqual(hex('abcd'));
    expect(packet.text(attribute.userName)).toBe('bob');
  });

  test('an empty value is not there, except where it says something', () => {
    const packet = packetFrom(packetOf(1, hex('0102'), hex('5902')));
    expect(packet.has(attribute.userName)).toBe(false);
    expect(packet.octets(attribute.chargeableUserIdentity)).toHaveLength(0);
  });

  test('several attributes of a vendor in one, and opaque when their lengths do not add up', () => {
    const vendor = hex('00003a8c');
    const two = attributeOf(26, Buffer.concat([vendor, attributeOf(8, '1M'), attributeOf(3, 'gold')]));
    const over = attributeOf(26, Buffer.concat([vendor, attributeOf(19, 'list'), hex('0809')]));
    const packet = packetFrom(packetOf(1, two, over, attributeOf(1, 'bob')));
    expect(packet.text(vendorKey(14_988, 8))).toBe('1M');
    expect(packet.text(vendorKey(14_988, 3))).toBe('gold');
    expect(packet.has(vendorKey(14_988, 19))).toBe(false);
    expect(packet.octetsAt(packet.all(attribute.vendorSpecific)[1]!)).toEqual(over.subarray(2));
    expect(packet.text(attribute.userName)).toBe('bob');
  });

  test('extended attributes, the long ones from their fragments', () => {
    const broken = [hex('f5051a8041'), attributeOf(1, 'bob'), hex('f603aa')];
    const whole = [hex('f10701000000ff'), hex('f5051a8041'), hex('f5051a0042'), hex('f6040100')];
    expect(extendedAttributes(packetFrom(packetOf(1, ...broken, ...whole)))).toEqual([
      { type: 241, extendedType: 1, value: hex('000000ff') },
      { type: 245, extendedType: 26, value: hex('4142') },
      { type: 246, extendedType: 1, value: hex('') },
    ]);
  });

  test('padding behind the packet is no part of it', () => {
    const packet = packetFrom(Buffer.concat([packets.accessRequest, Buffer.alloc(9, 1)]));
    expect(packet.length).toBe(packets.accessRequest.length);
    expect(packet.text(attribute.acctSessionId)).toBe('81000001');
  });

  test.each([
    ['datagramTooShort', Buffer.alloc(19)],
    ['lengthTooSmall', hex('01000013'.padEnd(40, '0'))],
    ['lengthTooLarge', Buffer.concat([hex('01001001'), Buffer.alloc(4_093)])],
    ['truncated', hex('01000015'.padEnd(40, '0'))],
    ['attributeTooShort', packetOf(1, hex('0100'))],
    ['attributeTooShort', packetOf(1, hex('0101'))],
    ['attributeOverrun', packetOf(1, hex('010441'))],
    ['attributeOverrun', packetOf(1, hex('01'))],
    ['tooManyAttributes', packetOf(1, ...Array.from({ length: 201 }, () => hex('010341')))],
  ])('%s', (why, bytes) => {
    const packet = new RadiusPacket();
    expect(packet.read(bytes)).toBe(why);
    expect([packet.length, packet.attributes.size]).toEqual([0, 0]);
  });

  test('4096 octets are a packet, and the most that is written', () => {
    const many = Array.from({ length: 16 }, () => attributeOf(18, 'x'.repeat(252)));
    expect(packetFrom(packetOf(2, ...many, attributeOf(18, 'x'.repeat(10)))).length).toBe(4_096);
    const writer = new PacketWriter().reply(2, request, false);
    for (let count = 0; count < 16; count += 1) writer.text(18, 'x'.repeat(252));
    expect(sent(writer.text(18, 'x'.repeat(10))).length).toBe(4_096);
    expect(writer.text(18, 'x').seal(secret)).toEqual({ reason: 'packetFull', key: 18 });
    expect(writer.reply(2, request).prepared(Buffer.alloc(4_090, 1)).refusal?.reason).toBe('packetFull');
  });
});
