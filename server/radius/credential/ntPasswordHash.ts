import { md4 } from './md4.ts';

/** RFC 2759 §8.3 allows 256 characters; one more pair for each keeps any of them. */
const longest = 1_024;
const scratch = new Uint8Array(longest * 2);

/**
 * RFC 2759 §8.3: MD4 over the password in UTF-16LE. Characters outside of the basic plane are surrogate pairs, as a string
 * has them already. Written to `into` (16 octets). Throws RangeError for more than 1,024 UTF-16 units.
 */
export function ntPasswordHash(password: string, into?: Uint8Array): Uint8Array {
  const units = password.length;
  if (units > longest) throw new RangeError(`a password of ${units} UTF-16 units has no NT hash: at most ${longest}`);
  for (let index = 0; index < units; index++) {
    const unit = password.charCodeAt(index);
    scratch[index * 2] = unit;
    scratch[index * 2 + 1] = unit >>> 8;
  }
  const hash = md4(scratch, units * 2, into);
  scratch.fill(0, 0, units * 2);
  return hash;
}

/** RFC 2759 §8.4 HashNtPasswordHash: MD4 over the NT hash. */
export function hashOfNtHash(ntHash: Uint8Array, into?: Uint8Array): Uint8Array {
  return md4(ntHash, 16, into);
}
