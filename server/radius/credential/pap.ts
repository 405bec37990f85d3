import { sameOctets } from '#server/platform/transport/radius/sameOctets.ts';
import { ntPasswordHash } from './ntPasswordHash.ts';
import type { UserSecret } from './userSecret.ts';

/** Longer than any User-Password (128) and any password in a tunnel that is worth a look. */
const longest = 256;
const known = Buffer.alloc(longest);
const given = Buffer.alloc(longest);

/** Compares a password that came in clear (out of a tunnel, or already unhidden); trailing zeros are padding. */
export function papMatches(offered: Uint8Array, secret: UserSecret): boolean {
  let length = offered.length;
  while (length > 0 && offered[length - 1] === 0) length--;
  if (length > longest) return false;
  if (secret.password === undefined) return matchesNtHash(offered.subarray(0, length), secret.ntHash);
  if (Buffer.byteLength(secret.password) > longest) return false;
  known.fill(0);
  given.fill(0);
  const knownLength = known.write(secret.password, 'utf8');
  given.set(offered.subarray(0, length));
  return sameOctets(given, 0, known, 0, longest) && knownLength === length;
}

function matchesNtHash(offered: Uint8Array, ntHash: Uint8Array): boolean {
  const text = Buffer.from(offered).toString('utf8');
  return sameOctets(ntPasswordHash(text), 0, ntHash, 0, 16);
}
