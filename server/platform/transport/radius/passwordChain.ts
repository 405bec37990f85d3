import { MD5_BYTES, Md5 } from './md5.ts';
import { AUTHENTICATOR_BYTES } from './radiusLayout.ts';
import type { RadiusSecret } from './radiusSecret.ts';

/** What the first pad of a chain is made from: the request's authenticator, and the salt where there is one. */
export interface ChainStart {
  readonly authenticator: Uint8Array;
  readonly authenticatorAt: number;
  /** Two octets; -1 is none. */
  readonly salt: number;
}

const md5 = new Md5();
const pad = Buffer.alloc(MD5_BYTES);
const saltOctets = Buffer.alloc(2);

/**
 * Hides whole blocks of 16 octets in place: b1 = MD5(S | authenticator | salt), c1 = p1 ⊕ b1, b2 = MD5(S | c1) and so
 * on (RFC 2865 §5.2, 2868 §3.5, 2548 §2.4.2).
 */
export function hideChain(bytes: Uint8Array, from: number, to: number, secret: RadiusSecret, start: ChainStart): void {
  for (let at = from; at < to; at += MD5_BYTES) {
    if (at === from) firstPad(secret, start);
    else nextPad(secret, bytes, at - MD5_BYTES);
    for (let index = 0; index < MD5_BYTES; index += 1) bytes[at + index] = bytes[at + index]! ^ pad[index]!;
  }
}

/** The way back, from whole blocks of `bytes` to the beginning of `target`. */
export function revealChain(
  bytes: Uint8Array,
  from: number,
  to: number,
  secret: RadiusSecret,
  start: ChainStart,
  target: Uint8Array,
): void {
  for (let at = from; at < to; at += MD5_BYTES) {
    if (at === from) firstPad(secret, start);
    else nextPad(secret, bytes, at - MD5_BYTES);
    for (let index = 0; index < MD5_BYTES; index += 1) target[at - from + index] = bytes[at + index]! ^ pad[index]!;
  }
}

function firstPad(secret: RadiusSecret, start: ChainStart): void {
  md5
    .start()
    .update(secret.bytes)
    .update(start.authenticator, start.authenticatorAt, start.authenticatorAt + AUTHENTICATOR_BYTES);
  if (start.salt >= 0) {
    saltOctets[0] = start.salt >>> 8;
    saltOctets[1] = start.salt;
    md5.update(saltOctets);
  }
  md5.finish(pad);
}

function nextPad(secret: RadiusSecret, hidden: Uint8Array, at: number): void {
  md5
    .start()
    .update(secret.bytes)
    .update(hidden, at, at + MD5_BYTES)
    .finish(pad);
}
