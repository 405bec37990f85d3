import { describe, expect, test } from 'vitest';
import { chapMatches } from '#server/radius/credential/chap.ts';
import { ntPasswordHash } from '#server/radius/credential/ntPasswordHash.ts';
import { papMatches } from '#server/radius/credential/pap.ts';
import { fromHex } from '../hex.ts';

describe('CHAP', () => {
  const password = Buffer.from('arctangent');
  const chapPassword = fromHex('16e97557c316185895f293ff6344077275');
  // RFC 2865 §7.2: no CHAP-Challenge, so the request authenticator is the challenge.
  const challenge = fromHex('2aee86f08d0d55969ca5978e0d3367a2');

  test('of RFC 2865 §7.2 matches with the request authenticator', () => {
    expect(chapMatches({ chapPassword, challenge, password })).toBe(true);
  });

  test('of a hotspot login matches with a challenge of its own', () => {
    const check = {
      chapPassword: fromHex('f9e5627b636f982d6233d0cf5931d404c2'),
      challenge: fromHex('ef0dd80b119c65a5c3ab62a65b7dfdce'),
    };
    expect(chapMatches({ ...check, password: Buffer.from('secret') })).toBe(true);
    expect(chapMatches({ ...check, password: Buffer.from('Secret') })).toBe(false);
  });

  test.each([
    ['another password', { password: Buffer.from('arctangents') }],
    ['another challenge', { challenge: fromHex('2aee86f08d0d55969ca5978e0d3367a3') }],
    ['no challenge', { challenge: new Uint8Array(0) }],
    ['a short response', { chapPassword: chapPassword.subarray(0, 16) }],
    ['nothing', { chapPassword: new Uint8Array(0) }],
    ['another identifier', { chapPassword: fromHex('17e97557c316185895f293ff6344077275') }],
  ])('does not match with %s', (_, changed) => {
    expect(chapMatches({ chapPassword, challenge, password, ...changed })).toBe(false);
  });
});

describe('a password in clear', () => {
  test.each([
    ['hello', true],
    ['hello\0\0\0\0', true],
    ['hell', false],
    ['hello ', false],
    ['Hello', false],
    ['', false],
    ['h'.repeat(300), false],
  ])('%j against "hello": %s, known in clear or as hash', (offered, matches) => {
    expect(papMatches(Buffer.from(offered), { password: 'hello' })).toBe(matches);
    expect(papMatches(Buffer.from(offered), { ntHash: ntPasswordHash('hello') })).toBe(matches);
  });

  test('in any script', () => {
    expect(papMatches(Buffer.from('নেট🛰️'), { password: 'নেট🛰️' })).toBe(true);
    expect(papMatches(Buffer.from('নেট🛰️'), { ntHash: ntPasswordHash('নেট🛰️') })).toBe(true);
  });
});
