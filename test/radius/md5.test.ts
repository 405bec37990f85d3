import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HmacMd5 } from '#server/platform/transport/radius/hmacMd5.ts';
import { MD5_BYTES, Md5 } from '#server/platform/transport/radius/md5.ts';

const bytes = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength }).map((some) => Buffer.from(some));

describe('MD5', () => {
  test.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ])('of RFC 1321 §A.5: %j', (text, digest) => {
    const target = Buffer.alloc(MD5_BYTES);
    new Md5().start().update(Buffer.from(text)).finish(target);
    expect(target.toString('hex')).toBe(digest);
  });

  test('equals OpenSSL however the message is cut, with an instance used again', () => {
    const md5 = new Md5();
    fc.assert(
      fc.property(fc.array(bytes(200), { maxLength: 6 }), (pieces) => {
        const target = Buffer.alloc(MD5_BYTES + 2);
        md5.start();
        for (const piece of pieces) md5.update(Buffer.concat([Buffer.of(9), piece, Buffer.of(9)]), 1, piece.length + 1);
        md5.finish(target, 1);
        expect(target.subarray(1, 17)).toEqual(createHash('md5').update(Buffer.concat(pieces)).digest());
      }),
    );
  });

  test('of every length over three blocks equals OpenSSL', () => {
    const md5 = new Md5();
    const target = Buffer.alloc(MD5_BYTES);
    for (let length = 0; length <= 200; length += 1) {
      const message = Buffer.alloc(length, length);
      md5.start().update(message).finish(target);
      expect(target).toEqual(createHash('md5').update(message).digest());
    }
  });

  test('goes on from a midstate', () => {
    const message = Buffer.alloc(150, 'ab');
    const md5 = new Md5();
    const midstate = md5.start().update(message, 0, 128).midstate();
    const target = Buffer.alloc(MD5_BYTES);
    md5.startFrom(midstate, 128).update(message, 128).finish(target);
    expect(target).toEqual(createHash('md5').update(message).digest());
    expect(() => md5.start().update(message, 0, 70).midstate()).toThrow(RangeError);
  });
});

test('HMAC-MD5 equals OpenSSL for any secret, also longer than a block', () => {
  fc.assert(
    fc.property(bytes(150), bytes(300), fc.nat(300), (secret, message, cut) => {
      const hmac = new HmacMd5(secret);
      const target = Buffer.alloc(MD5_BYTES);
      const at = Math.min(cut, message.length);
      for (let twice = 0; twice < 2; twice += 1) {
        hmac.start().update(message, 0, at).update(message, at);
        hmac.finish(target);
        expect(target).toEqual(createHmac('md5', secret).update(message).digest());
      }
    }),
  );
});
