import { describe, expect, test } from 'vitest';
import { challengeResponse } from '#server/radius/credential/challengeResponse.ts';
import { md4 } from '#server/radius/credential/md4.ts';
import { mppeKeysV1, mppeKeysV2 } from '#server/radius/credential/mppeKeys.ts';
import { msChapErrorText, msChapErrorValue } from '#server/radius/credential/msChapError.ts';
import { verifyMsChapV1 } from '#server/radius/credential/msChapV1.ts';
import { verifyMsChapV2, type MsChapV2Match } from '#server/radius/credential/msChapV2.ts';
import { hashOfNtHash, ntPasswordHash } from '#server/radius/credential/ntPasswordHash.ts';
import { fromHex, toHex } from '../hex.ts';

describe('the NT hash', () => {
  test.each([
    ['clientPass', '44ebba8d5312b8d611474411f56989ae'],
    ['MyPw', 'fc156af7edcd6c0edde3337d427f4eac'],
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
  ])('of "%s" is that of RFC 2759 §9', (password, hash) => {
    expect(toHex(ntPasswordHash(password))).toBe(hash);
  });

  test('of characters outside of the basic plane is taken over surrogate pairs', () => {
    const octets = fromHex('7000' + '3dd8f0de' + '7700');
    expect(toHex(ntPasswordHash('p\u{1f6f0}w'))).toBe(toHex(md4(octets)));
  });

  test('hashed again is that of RFC 2759 §9.2', () => {
    expect(toHex(hashOfNtHash(ntPasswordHash('clientPass')))).toBe('41c00c584bd2d91c4017a2a12fa59f3f');
  });

  test('of a password beyond all measure is refused', () => {
    expect(() => ntPasswordHash('x'.repeat(1_025))).toThrow(RangeError);
  });
});

describe('MS-CHAPv2', () => {
  const rfc = {
    challenge: fromHex('5b5d7c7d7b3f2f3e3c2c602132262628'),
    response: fromHex(
      `100021402324255e262a28295f2b3a337c7e${'00'.repeat(8)}82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df`,
    ),
    userName: Buffer.from('User'),
    ntHash: ntPasswordHash('clientPass'),
  };
  const match = verifyMsChapV2(rfc) as MsChapV2Match;

  test('of RFC 2759 §9.2 matches, and the server proves itself', () => {
    expect(match.success[0]).toBe(0x10);
    expect(Buffer.from(match.success.subarray(1)).toString()).toBe('S=407A5589115FD0D6209F510FE9C04566932CDA56');
  });

  test('gives the keys of RFC 3079 §3.5.3', () => {
    const { sendKey, recvKey } = mppeKeysV2(match.hashHash, match.ntResponse);
    expect(toHex(sendKey)).toBe('8b7cdc149b993a1ba118cb153f56dccb');
    expect(toHex(recvKey)).toBe('d5f0e9521e3ea9589645e86051c82226');
  });

  test('leaves the domain out, and minds no flag', () => {
    const verdict = verifyMsChapV2({
      challenge: fromHex('16d2833f4239256dd2b2bb26f2ecb2a3'),
      response: fromHex(
        '0001502feeee9495a353cddbd1efc40072820000000000000000e866286bb30d0215ed16cf425b6a29d206667a9853e23ca4',
      ),
      userName: Buffer.from('example\\john'),
      ntHash: ntPasswordHash('secret'),
    }) as MsChapV2Match;
    expect(Buffer.from(verdict.success.subarray(1)).toString()).toBe('S=68649B6763301DD65FC2559F2D172943196EA88A');
  });

  test.each([
    ['another password', { ntHash: ntPasswordHash('clientpass') }, 'mismatch'],
    ['the name in another case', { userName: Buffer.from('user') }, 'mismatch'],
    ['another challenge', { challenge: new Uint8Array(16) }, 'mismatch'],
    ['a short challenge', { challenge: new Uint8Array(8) }, 'malformed'],
    ['a short response', { response: rfc.response.subarray(0, 49) }, 'malformed'],
    ['a name that no attribute holds', { userName: new Uint8Array(254) }, 'malformed'],
    ['half a hash', { ntHash: new Uint8Array(8) }, 'malformed'],
  ])('with %s: refused', (_, changed, verdict) => {
    expect(verifyMsChapV2({ ...rfc, ...changed })).toBe(verdict);
  });

  test('any changed bit of the NT response is a mismatch', () => {
    for (let bit = 0; bit < 192; bit++) {
      const response = Uint8Array.from(rfc.response);
      response[26 + (bit >> 3)]! ^= 1 << (bit & 7);
      expect(verifyMsChapV2({ ...rfc, response })).toBe('mismatch');
    }
  });
});

describe('MS-CHAPv1', () => {
  // bob / bob, as FreeRADIUS tests it.
  const bob = {
    challenge: fromHex('b9634adc358b2ab3'),
    response: fromHex(`b901${'00'.repeat(24)}7a42408782f745ef90a86fd21b0d9294132750f4af66a419`),
    ntHash: ntPasswordHash('bob'),
  };

  test.each([
    ['as it is', {}, 'matched'],
    ['another password', { ntHash: ntPasswordHash('Bob') }, 'mismatch'],
    ['only the LM response', { response: fromHex(`b900${'00'.repeat(48)}`) }, 'lmOnly'],
    ['a challenge of v2', { challenge: new Uint8Array(16) }, 'malformed'],
    ['a short response', { response: bob.response.subarray(1) }, 'malformed'],
  ])('with %s: %s', (_, changed, verdict) => {
    expect(verifyMsChapV1({ ...bob, ...changed })).toBe(verdict);
  });

  test('gives the MPPE keys in clear, without the LM part when only the hash is known', () => {
    const hashHash = '9a936faf344359a0f1e3c9b5585b9f1f';
    expect(toHex(mppeKeysV1(bob.ntHash, 'bob'))).toBe(`4318b176c3d8e3de${hashHash}${'00'.repeat(8)}`);
    expect(toHex(mppeKeysV1(bob.ntHash, undefined))).toBe(`${'00'.repeat(8)}${hashHash}${'00'.repeat(8)}`);
  });

  test('has the LM hash of RFC 3079, and none for what LM cannot hold', () => {
    const lmPart = (password: string): string => toHex(mppeKeysV1(ntPasswordHash(password), password)).slice(0, 16);
    expect(lmPart('clientPass')).toBe('76a152936096d783');
    expect(lmPart('fifteen letters')).toBe('00'.repeat(8));
    expect(lmPart('naïve')).toBe('00'.repeat(8));
  });

  test('answers the challenge of RFC 2433 §B.2 as printed there', () => {
    const into = new Uint8Array(24);
    challengeResponse(fromHex('102db5df085d3041'), ntPasswordHash('MyPw'), into);
    expect(toHex(into)).toBe('4e9d3c8f9cfd385d5bf4d3246791956ca4c351ab409a3d61');
  });
});

describe('the error text', () => {
  const challenge = fromHex('00112233445566778899aabbccddeeff');

  test.each([
    ['authentication', 'E=691 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=No'],
    ['passwordExpired', 'E=648 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=No'],
    ['restrictedHours', 'E=646 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=No'],
    ['accountDisabled', 'E=647 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=No'],
    ['noDialIn', 'E=649 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=No'],
    ['changingPassword', 'E=709 R=0 C=00112233445566778899AABBCCDDEEFF V=3 M=No'],
  ] as const)('says %s', (failure, text) => {
    expect(msChapErrorText({ failure, challenge, message: 'No' })).toBe(text);
  });

  test('of v1 has no message', () => {
    const error = {
      failure: 'authentication',
      challenge: challenge.subarray(0, 8),
      mayRetry: true,
      message: 'No',
    } as const;
    expect(msChapErrorText(error)).toBe('E=691 R=1 C=0011223344556677 V=2');
  });

  test('fits its attribute, whatever the message', () => {
    const value = msChapErrorValue(7, { failure: 'authentication', challenge, message: `a\r\n${'b'.repeat(400)}` });
    expect(value).toHaveLength(247);
    expect(value[0]).toBe(7);
    expect(Buffer.from(value).toString()).toContain('M=a bbb');
  });
});
