import { createCipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { md4 } from './md4.ts';

const SIGNING = Buffer.from('Magic server to client signing constant');
const PADDING = Buffer.from('Pad to make it do more than one iteration');

export const ntPasswordHash = (password: string): Buffer => md4(Buffer.from(password, 'utf16le'));

/** Seven octets become eight, a bit of parity behind each seven; DES ignores it. */
function desKey(hash: Buffer): Buffer {
  const bits = BigInt(`0x${hash.toString('hex')}`);
  const octets = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(7 * (7 - index))) & 0x7fn) << 1);
  return Buffer.from(octets);
}

/** Plain DES is switched off in Node's OpenSSL; three times the same key is the same. */
function des(hash: Buffer, block: Buffer): Buffer {
  const key = desKey(hash);
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([key, key, key]), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** RFC 2759 §8.5 */
export function challengeResponse(challenge: Buffer, hash: Buffer): Buffer {
  const padded = Buffer.concat([hash, Buffer.alloc(5)]);
  return Buffer.concat([0, 7, 14].map((from) => des(padded.subarray(from, from + 7), challenge)));
}

const sha1 = (...parts: readonly Buffer[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest();

export interface MsChapV2Exchange {
  readonly username: string;
  readonly password: string;
  readonly authenticatorChallenge: Buffer;
  readonly peerChallenge: Buffer;
}

function challengeHash({ username, authenticatorChallenge, peerChallenge }: MsChapV2Exchange): Buffer {
  // Without a domain: what stands before the backslash is not hashed.
  const name = username.slice(username.lastIndexOf('\\') + 1);
  return sha1(peerChallenge, authenticatorChallenge, Buffer.from(name)).subarray(0, 8);
}

/** MS-CHAP2-Response (RFC 2548 §2.3.2) without its identifier. */
export function msChapV2Response(exchange: MsChapV2Exchange): Buffer {
  const answer = challengeResponse(challengeHash(exchange), ntPasswordHash(exchange.password));
  return Buffer.concat([Buffer.of(0), exchange.peerChallenge, Buffer.alloc(8), answer]);
}

/** Does the server know the password as well? `said`: `S=` and forty digits, of MS-CHAP2-Success. */
export function isServerProven(exchange: MsChapV2Exchange, said: string): boolean {
  const hash = ntPasswordHash(exchange.password);
  const hashed = challengeHash(exchange);
  const expected = sha1(sha1(md4(hash), challengeResponse(hashed, hash), SIGNING), hashed, PADDING);
  const given = /^S=([\dA-F]{40})/.exec(said)?.[1];
  return given !== undefined && timingSafeEqual(expected, Buffer.from(given, 'hex'));
}

/** MS-CHAP-Response (RFC 2548 §2.1.3) without its identifier; the weak LAN Manager part is left empty. */
export function msChapV1Response(challenge: Buffer, password: string): Buffer {
  return Buffer.concat([Buffer.of(1), Buffer.alloc(24), challengeResponse(challenge, ntPasswordHash(password))]);
}
