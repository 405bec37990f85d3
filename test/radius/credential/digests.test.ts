import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { desEncrypt } from '#server/radius/credential/des.ts';
import { md4 } from '#server/radius/credential/md4.ts';
import { sha1 } from '#server/radius/credential/sha1.ts';
import { fromHex, toHex } from '../hex.ts';

describe('MD4', () => {
  test.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('gives what RFC 1320 §A.5 prints for "%s"', (text, digest) => {
    expect(toHex(md4(Buffer.from(text, 'latin1')))).toBe(digest);
  });

  test('reads no further than it is told and writes where it is told', () => {
    const into = new Uint8Array(16);
    expect(md4(Buffer.from('abcdef'), 3, into)).toBe(into);
    expect(toHex(into)).toBe('a448017aaf21d8525fc10ae87aa6729d');
  });
});

test('SHA-1 gives what FIPS 180-4 prints, of as much as it is told', () => {
  const abc = 'a9993e364706816aba3e25717850c26c9cd0d89d';
  expect(toHex(sha1(Buffer.from('abc')))).toBe(abc);
  expect(toHex(sha1(Buffer.from('abcdef'), 3))).toBe(abc);
});

describe('DES', () => {
  /** Spreads 56 bits over 8 octets; the parity bit is ignored by the cipher. */
  const spread = (key: Uint8Array): Buffer => {
    const bits = [...key].map((octet) => octet.toString(2).padStart(8, '0')).join('');
    return Buffer.from(Array.from({ length: 8 }, (_, at) => Number.parseInt(`${bits.slice(at * 7, at * 7 + 7)}0`, 2)));
  };
  const oracle = (key: Uint8Array, block: Uint8Array): string => {
    const wide = spread(key);
    const cipher = createCipheriv('des-ede3', Buffer.concat([wide, wide, wide]), null).setAutoPadding(false);
    return cipher.update(block).toString('hex');
  };
  const octets = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

  test('agrees with the triple form under three equal keys', () => {
    fc.assert(
      fc.property(octets(7), octets(8), (key, block) => {
        const into = new Uint8Array(10);
        desEncrypt(key, 0, block, into, 1);
        expect(toHex(into)).toBe(`00${oracle(key, block)}00`);
      }),
      { numRuns: 500 },
    );
  });

  test('agrees for every single bit of key and of block', () => {
    const into = new Uint8Array(8);
    for (let bit = 0; bit < 64; bit++) {
      const key = new Uint8Array(7);
      if (bit < 56) key[bit >> 3] = 128 >> (bit & 7);
      const block = new Uint8Array(8);
      block[bit >> 3] = 128 >> (bit & 7);
      desEncrypt(key, 0, block, into, 0);
      expect(toHex(into)).toBe(oracle(key, block));
    }
  });

  test('gives the value of the standard check', () => {
    // 133457799BBCDFF1 without its parity bits.
    const into = new Uint8Array(8);
    desEncrypt(fromHex('12695bc9b7b7f8'), 0, fromHex('0123456789abcdef'), into, 0);
    expect(toHex(into)).toBe('85e813540f0ab405');
  });
});
