import { desEncrypt } from './des.ts';

const key = new Uint8Array(21);

/**
 * RFC 2759 §8.5 ChallengeResponse: the 8-octet challenge under three DES keys cut out of the hash padded to 21 octets.
 * Written to `into` (24 octets).
 */
export function challengeResponse(challenge: Uint8Array, ntHash: Uint8Array, into: Uint8Array): Uint8Array {
  for (let index = 0; index < 16; index++) key[index] = ntHash[index]!;
  desEncrypt(key, 0, challenge, into, 0);
  desEncrypt(key, 7, challenge, into, 8);
  desEncrypt(key, 14, challenge, into, 16);
  return into;
}
