import { createHash } from 'node:crypto';

/**
 * A key hidden with a salt (RFC 2548 §2.4.2): salt, then blocks. Undefined when it can't be one: another secret gives a
 * length that doesn't fit. `authenticator` is the request's.
 */
export function openSalted(value: Buffer, authenticator: Buffer, secret: string): Buffer | undefined {
  if (value.length < 18 || (value.length - 2) % 16 !== 0 || (value[0]! & 0x80) === 0) return undefined;
  const hidden = value.subarray(2);
  const open = Buffer.alloc(hidden.length);
  let before: Buffer = Buffer.concat([authenticator, value.subarray(0, 2)]);
  for (let at = 0; at < hidden.length; at += 16) {
    const mask = createHash('md5').update(secret).update(before).digest();
    before = hidden.subarray(at, at + 16);
    for (let octet = 0; octet < 16; octet += 1) open[at + octet] = before[octet]! ^ mask[octet]!;
  }
  const length = open[0]!;
  return length < open.length ? open.subarray(1, 1 + length) : undefined;
}
