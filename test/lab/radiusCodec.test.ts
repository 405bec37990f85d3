import { describe, expect, test } from 'vitest';
import { ipv6PrefixText } from '#lab/nas/radius/ipv6Prefix.ts';
import {
  NO_AUTHENTICATOR,
  isAuthentic,
  messageAuthenticity,
  signMessage,
} from '#lab/nas/radius/messageAuthenticator.ts';
import { isServerProven, msChapV1Response, msChapV2Response, ntPasswordHash } from '#lab/nas/radius/msChap.ts';
import { decodePacket, encodePacket, numberOf, octetsOf, textOf, vendorIds } from '#lab/nas/radius/radiusCodec.ts';
import { openSalted } from '#lab/nas/radius/saltedValue.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('MS-CHAP', () => {
  const exchange = {
    username: 'User',
    password: 'clientPass',
    authenticatorChallenge: hex('5B5D7C7D7B3F2F3E3C2C602132262628'),
    peerChallenge: hex('21402324255E262A28295F2B3A337C7E'),
  };

  test('proves a password as RFC 2759 §9.2 has it', () => {
    expect(ntPasswordHash('clientPass')).toEqual(hex('44EBBA8D5312B8D611474411F56989AE'));
    const response = '82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF';
    expect(msChapV2Response(exchange).subarray(25)).toEqual(hex(response));
  });

  test('believes a server only that knows the password', () => {
    expect(isServerProven(exchange, 'S=407A5589115FD0D6209F510FE9C04566932CDA56')).toBe(true);
    expect(isServerProven(exchange, 'S=407A5589115FD0D6209F510FE9C04566932CDA57')).toBe(false);
    expect(isServerProven(exchange, 'no')).toBe(false);
  });

  test('leaves the domain out of what is hashed', () => {
    const john = {
      username: 'example\\john',
      password: 'secret',
      authenticatorChallenge: hex('16d2833f4239256dd2b2bb26f2ecb2a3'),
      peerChallenge: hex('502feeee9495a353cddbd1efc4007282'),
    };
    expect(msChapV2Response(john).subarray(25)).toEqual(hex('e866286bb30d0215ed16cf425b6a29d206667a9853e23ca4'));
  });

  test('version 1 is as FreeRADIUS has it for bob', () => {
    const response = msChapV1Response(hex('b9634adc358b2ab3'), 'bob');
    expect(response.subarray(25)).toEqual(hex('7a42408782f745ef90a86fd21b0d9294132750f4af66a419'));
  });
});

describe('packets', () => {
  const request = hex(
    '012a004d000102030405060708090a0b0c0d0e0f501241ad7bbdddabcf9264eee4352ad1e0060105626f620212fe8b65a61bfd7a1a10460724001' +
      '4828b0406c00002012c0a3831303030303031',
  );
  const accept = hex(
    '022a0057c42e2c35a8fa688108b5684a86a3deda50120ad54e421ff5aa6c06e2eaa2724747c506060000000207060000000108060a0000051b060' +
      '0000e1055060000012c1a0f00003a8c080931304d2f32304d19046331',
  );

  test('an answer is believed by both its signatures, and read', () => {
    const authenticator = request.subarray(4, 20);
    expect(messageAuthenticity(request, authenticator, 'testing123')).toBe('good');
    expect(isAuthentic(accept, authenticator, 'testing123')).toBe(true);
    expect(messageAuthenticity(accept, authenticator, 'testing123')).toBe('good');
    expect(isAuthentic(accept, authenticator, 'testing124')).toBe(false);
    const packet = decodePacket(accept)!;
    expect(textOf(packet, 'Mikrotik-Rate-Limit')).toBe('10M/20M');
    expect([textOf(packet, 'Framed-IP-Address'), numberOf(packet, 'Session-Timeout')]).toEqual(['10.0.0.5', 3600]);
    expect(octetsOf(packet, 'Class')).toEqual([Buffer.from('c1')]);
  });

  test('accounting is signed as in the vector, gigawords and all', () => {
    const packet = encodePacket({
      code: 'Accounting-Request',
      identifier: 7,
      secret: 'testing123',
      attributes: [
        ['Acct-Status-Type', 'Interim-Update'],
        ['Acct-Session-Id', '81000001'],
        ['User-Name', 'bob'],
        ['NAS-IP-Address', '192.0.2.1'],
        ['Acct-Session-Time', 600],
        ['Acct-Input-Octets', 5],
        ['Acct-Input-Gigawords', 1],
        ['Acct-Output-Octets', 7],
        ['Acct-Output-Gigawords', 2],
      ],
    });
    expect(packet.toString('hex')).toBe(
      '0407004da394b507a315a0fb76166a03874f34aa2806000000032c0a38313030303030310105626f620406c00002012e06000002582a06000000' +
        '053406000000012b0600000007350600000002',
    );
    expect(isAuthentic(packet, NO_AUTHENTICATOR, 'testing123')).toBe(true);
  });

  test('what is longer than an attribute can be is cut', () => {
    const long = 'ü'.repeat(300);
    const packet = encodePacket({
      code: 'Accounting-Request',
      identifier: 1,
      secret: 'x',
      attributes: [
        ['User-Name', long],
        ['Vendor-Specific', vendorIds.wispr, [['WISPr-Location-Name', long]]],
      ],
    });
    expect(packet).toHaveLength(20 + 255 + 255);
    expect(decodePacket(packet)).toBeDefined();
  });

  test('a request is signed in the place that was left for it', () => {
    const authenticator = hex('000102030405060708090a0b0c0d0e0f');
    const packet = encodePacket({
      code: 'Access-Request',
      identifier: 1,
      secret: 'x',
      authenticator,
      attributes: [
        ['User-Name', 'bob'],
        ['Message-Authenticator', NO_AUTHENTICATOR],
      ],
    });
    expect(messageAuthenticity(packet, authenticator, 'x')).toBe('bad');
    signMessage(packet, authenticator, 'x');
    expect(messageAuthenticity(packet, authenticator, 'x')).toBe('good');
  });

  test.for(['', '01', '020000', '022a0014', 'ff'.repeat(40), `022a0016${'00'.repeat(16)}0101`])(
    'what is none is refused: %s',
    (bytes) => {
      expect(decodePacket(hex(bytes))).toBeUndefined();
    },
  );
});

describe('values the package leaves as octets', () => {
  test('keys come out of their salt with the right secret only', () => {
    const authenticator = hex('000102030405060708090a0b0c0d0e0f');
    const value = hex('8001222f78911e81bc02d486a8a0a785432f23e948690cf7b68255e9483cdb57bb05');
    expect(openSalted(value, authenticator, 'testing123')).toEqual(hex('8B7CDC149B993A1BA118CB153F56DCCB'));
    expect(openSalted(value, authenticator, 'other')?.length ?? 0).not.toBe(16);
    expect(openSalted(value.subarray(0, 20), authenticator, 'testing123')).toBeUndefined();
  });

  test.for([
    ['003820010db8000100', '2001:db8:1::/56'],
    ['0000', '::/0'],
    ['008020010db8000000000000000000000001', '2001:db8::1/128'],
    ['003020010db80001ff', undefined],
    ['00', undefined],
    ['0081', undefined],
  ] as const)('prefix %s is %s', ([octets, text]) => {
    expect(ipv6PrefixText(hex(octets))).toBe(text);
  });
});
