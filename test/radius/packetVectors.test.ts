import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import {
  verifyRequestAuthenticator,
  verifyResponseAuthenticator,
} from '#server/platform/transport/radius/authenticator.ts';
import { ipv6PrefixAt, writeIpv6Prefix } from '#server/platform/transport/radius/ipv6Values.ts';
import {
  verifyMessageAuthenticator,
  verifyResponseMessageAuthenticator,
} from '#server/platform/transport/radius/messageAuthenticator.ts';
import { microsoftAttribute } from '#server/platform/transport/radius/microsoftAttribute.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { hideSalted, revealSalted } from '#server/platform/transport/radius/saltedValue.ts';
import { standardAttribute as attribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { hideUserPassword, revealUserPassword } from '#server/platform/transport/radius/userPassword.ts';
import { countedAuthenticator, hex, packetOf, packets, rfc2865, rfcSecret, testSecret } from './vectors.ts';

const RATE_LIMIT = vendorKey(14_988, 8);
const rfc = new RadiusSecret(rfcSecret);
const testing = new RadiusSecret(testSecret);

function packetFrom(bytes: Buffer): RadiusPacket {
  const packet = new RadiusPacket();
  expect(packet.read(bytes)).toBeUndefined();
  return packet;
}

function passwordOf(bytes: Buffer, secret: RadiusSecret): string {
  const clear = Buffer.alloc(128);
  const length = revealUserPassword(packetFrom(bytes), secret, clear);
  return clear.toString('utf8', 0, length);
}

function written(writer: PacketWriter, secret: RadiusSecret): string {
  expect(writer.seal(secret)).toBeUndefined();
  return writer.bytes.toString('hex', 0, writer.length);
}

describe('RFC 2865 §7', () => {
  test('the request with a password is read', () => {
    const packet = packetFrom(rfc2865.papRequest);
    expect(packet.text(attribute.userName)).toBe('nemo');
    expect(passwordOf(rfc2865.papRequest, rfc)).toBe('arctangent');
    expect(packet.ipv4(attribute.nasIpAddress)).toBe('192.168.1.16');
    expect(packet.u32(attribute.nasPort)).toBe(3);
    expect(passwordOf(rfc2865.cardRequest, rfc)).toBe('challenge');
  });

  test('the CHAP-Password is the digest of its ident, the password and the authenticator', () => {
    const chap = packetFrom(rfc2865.chapRequest).octets(attribute.chapPassword)!;
    const digest = createHash('md5').update(chap.subarray(0, 1)).update('arctangent');
    expect(chap.subarray(1)).toEqual(digest.update(rfc2865.chapRequest.subarray(4, 20)).digest());
  });

  test.each([
    ['7.1', rfc2865.papRequest, rfc2865.papAccept],
    ['7.2', rfc2865.chapRequest, rfc2865.chapAccept],
    ['7.3', rfc2865.cardRequest, rfc2865.cardChallenge],
    ['7.3, at the end', rfc2865.cardAnswer, rfc2865.cardReject],
  ])('the response of %s is verified, and only with its request and secret', (_, request, response) => {
    const packet = packetFrom(response);
    expect(verifyResponseAuthenticator(packet, request, 4, rfc)).toBe(true);
    expect(verifyResponseAuthenticator(packet, request, 4, testing)).toBe(false);
    expect(verifyResponseAuthenticator(packet, request, 3, rfc)).toBe(false);
    expect(verifyResponseAuthenticator(packet, request.subarray(0, 19), 4, rfc)).toBe(false);
  });

  test('the responses are written octet by octet', () => {
    const writer = new PacketWriter();
    writer.reply(2, packetFrom(rfc2865.papRequest), false).u32(6, 1).u32(15, 0).ipv4(14, '192.168.1.3');
    expect(written(writer, rfc)).toBe(rfc2865.papAccept.toString('hex'));
    writer.reply(2, packetFrom(rfc2865.chapRequest), false).u32(6, 2).u32(7, 1).ipv4(8, '255.255.255.254');
    expect(written(writer.u32(10, 2).u32(13, 1).u32(12, 1500), rfc)).toBe(rfc2865.chapAccept.toString('hex'));
    writer.reply(11, packetFrom(rfc2865.cardRequest), false);
    writer.text(18, 'Challenge 32769430.  Enter response at prompt.').text(24, '32769430');
    expect(written(writer, rfc)).toBe(rfc2865.cardChallenge.toString('hex'));
  });

  test('the misprinted request of 7.3 is refused', () => {
    const packet = new RadiusPacket();
    expect(packet.read(rfc2865.cardAnswer)).toBe('attributeOverrun');
    expect(packet.attributes.size).toBe(0);
    const mended = Buffer.from(rfc2865.cardAnswer);
    mended[mended.length - 9] = 10;
    expect(passwordOf(mended, rfc)).toBe('99101462');
  });
});

describe('with a Message-Authenticator', () => {
  test.each([
    ['an Access-Request', packets.accessRequest],
    ['a Status-Server', packets.statusServer],
    ['a CoA-Request', packets.coaRequest],
    ['a Disconnect-Request', packets.disconnectRequest],
  ])('%s is verified, and no longer after any bit of it changed', (_, bytes) => {
    expect(verifyMessageAuthenticator(packetFrom(bytes), testing)).toBe('valid');
    expect(verifyMessageAuthenticator(packetFrom(bytes), rfc)).toBe('invalid');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >>> 3]! ^= 1 << (bit & 7);
      const packet = new RadiusPacket();
      // The authenticator of a CoA-Request is not covered: it is calculated over the rest afterwards.
      if (packet.read(changed) !== undefined || (bytes[0]! > 12 && bit >= 32 && bit < 160)) continue;
      expect(verifyMessageAuthenticator(packet, testing)).not.toBe('valid');
    }
  });

  test('an Access-Accept is verified and written octet by octet', () => {
    const request = packetFrom(packets.accessRequest);
    expect(passwordOf(packets.accessRequest, testing)).toBe('hello');
    const packet = packetFrom(packets.accessAccept);
    expect(verifyResponseMessageAuthenticator(packet, packets.accessRequest, 4, testing)).toBe('valid');
    expect(verifyResponseAuthenticator(packet, packets.accessRequest, 4, testing)).toBe(true);
    expect(packet.text(RATE_LIMIT)).toBe('10M/20M');
    const writer = new PacketWriter().reply(2, request).u32(6, 2).u32(7, 1).ipv4(8, '10.0.0.5').u32(27, 3600);
    writer.u32(85, 300).text(RATE_LIMIT, '10M/20M').text(25, 'c1');
    expect(written(writer, testing)).toBe(packets.accessAccept.toString('hex'));
    const kept = Buffer.from(writer.bytes.subarray(38, writer.length));
    expect(written(writer.reply(2, request).prepared(kept), testing)).toBe(packets.accessAccept.toString('hex'));
  });

  test('a CoA-Request and its acknowledgement are written octet by octet', () => {
    const writer = new PacketWriter().request(43, 9, undefined).text(1, 'bob').text(44, '81000001');
    writer.ipv4(8, '10.0.0.5').u32(55, 1_700_000_000).text(RATE_LIMIT, '2M/2M');
    expect(written(writer, testing)).toBe(packets.coaRequest.toString('hex'));
    writer.reply(44, packetFrom(packets.coaRequest));
    expect(written(writer, testing)).toBe(packets.coaAck.toString('hex'));
    const ack = packetFrom(packets.coaAck);
    expect(verifyResponseMessageAuthenticator(ack, packets.coaRequest, 4, testing)).toBe('valid');
    expect(verifyResponseAuthenticator(ack, packets.coaRequest, 4, testing)).toBe(true);
  });

  test('requests with one drawn by lot are written octet by octet', () => {
    const writer = new PacketWriter().request(12, 1, countedAuthenticator);
    expect(written(writer, testing)).toBe(packets.statusServer.toString('hex'));
    writer.request(1, 42, countedAuthenticator).text(1, 'bob');
    writer.octets(2, hideUserPassword(Buffer.from('hello'), testing, countedAuthenticator)!);
    writer.ipv4(4, '192.0.2.1').text(44, '81000001');
    expect(written(writer, testing)).toBe(packets.accessRequest.toString('hex'));
    expect(() => writer.request(1, 42, undefined)).toThrow(RangeError);
    expect(() => writer.request(43, 42, countedAuthenticator)).toThrow(RangeError);
  });
});

describe('accounting', () => {
  test('an interim record is verified and read beyond 32 bits', () => {
    const packet = packetFrom(packets.interim);
    expect(verifyRequestAuthenticator(packet, testing)).toBe(true);
    expect(verifyRequestAuthenticator(packet, rfc)).toBe(false);
    expect(verifyMessageAuthenticator(packet, testing)).toBe('absent');
    const total = (octets: number, gigawords: number): number => packet.u32(gigawords)! * 2 ** 32 + packet.u32(octets)!;
    expect(total(attribute.acctInputOctets, attribute.acctInputGigawords)).toBe(4_294_967_301);
    expect(total(attribute.acctOutputOctets, attribute.acctOutputGigawords)).toBe(8_589_934_599);
  });

  test('and answered octet by octet', () => {
    const writer = new PacketWriter().reply(5, packetFrom(packets.interim));
    expect(written(writer, testing)).toBe(packets.interimResponse.toString('hex'));
    expect(writer.reply(5, packetFrom(packets.statusServer)).length).toBe(38);
  });

  test.each([
    ['Disconnect-Request', packets.disconnectRequest],
    ['CoA-Request', packets.plainCoaRequest],
  ])('a %s of another implementation is verified', (_, bytes) => {
    expect(verifyRequestAuthenticator(packetFrom(bytes), testing)).toBe(true);
  });
});

describe('values', () => {
  test('a hidden password', () => {
    const hidden = hideUserPassword(Buffer.from('bob'), testing, countedAuthenticator);
    expect(hidden?.toString('hex')).toBe('f4816bca74fd7a1a104607240014828b');
  });

  test.each([
    [
      0x8001,
      '8b7cdc149b993a1ba118cb153f56dccb',
      '8001222f78911e81bc02d486a8a0a785432f23e948690cf7b68255e9483cdb57bb05',
    ],
    [
      0x8002,
      'd5f0e9521e3ea9589645e86051c82226',
      '8002079eced7be05a21b6a76b65390a2fa26897891980ea648fb09e7e96fef919a30',
    ],
  ])('a salted key, salt %i', (salt, key, salted) => {
    expect(hideSalted(hex(key), salt, testing, countedAuthenticator)?.toString('hex')).toBe(salted);
    expect(revealSalted(hex(salted), testing, countedAuthenticator)?.toString('hex')).toBe(key);
  });

  test('a Tunnel-Password whose padding is not zero', () => {
    const packet = packetFrom(packetOf(2, hex('4515009973051de6c557307dacd5daa599f4e26e7e')));
    const value = packet.octets(attribute.tunnelPassword)!;
    expect(revealSalted(value.subarray(1), testing, countedAuthenticator)?.toString()).toBe('foo');
  });

  test('a rate limit, an answer to MS-CHAPv2 and a delegated prefix', () => {
    const vsa = hex('1a0f00003a8c080931304d2f32304d');
    const msChap = hex(
      '1a3a000001371934100021402324255e262a28295f2b3a337c7e000000000000000082309ecd8d708b5ea08faa3981cd83544233114a3d85d6df',
    );
    const success = hex(
      '1a33000001371a2d10533d34303741353538393131354644304436323039463531304645394330343536363933324344413536',
    );
    const prefix = hex('7b0b003820010db8000100');
    const packet = packetFrom(packetOf(2, vsa, msChap, success, prefix));
    expect(packet.text(RATE_LIMIT)).toBe('10M/20M');
    expect(packet.octets(microsoftAttribute.msChap2Response)?.subarray(26).toString('hex')).toBe(
      '82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df',
    );
    expect(packet.text(microsoftAttribute.msChap2Success)).toBe('\x10S=407A5589115FD0D6209F510FE9C04566932CDA56');
    expect(ipv6PrefixAt(packet, packet.first(attribute.delegatedIpv6Prefix))).toBe('2001:db8:1::/56');
    const writer = new PacketWriter().reply(2, packet, false).text(RATE_LIMIT, '10M/20M');
    for (const key of [microsoftAttribute.msChap2Response, microsoftAttribute.msChap2Success])
      writer.copies(packet, key);
    writeIpv6Prefix(writer, attribute.delegatedIpv6Prefix, '2001:db8:1::/56');
    expect(writer.bytes.subarray(20, writer.length)).toEqual(Buffer.concat([vsa, msChap, success, prefix]));
  });
});
