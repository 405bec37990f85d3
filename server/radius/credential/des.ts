import { boxes, keyHalves, keyTurns, roundKeys } from './desTables.ts';

/**
 * One block of DES (FIPS 46-3) under a 56-bit key without parity, for MS-CHAP and the LM hash only. OpenSSL 3 refuses
 * single DES, and a key that is used once makes its triple form with equal keys far slower than tables.
 * Reads 7 octets of `key` at `keyAt` and 8 of `input` from its start; writes 8 of `into` at `intoAt`.
 */
export function desEncrypt(key: Uint8Array, keyAt: number, input: Uint8Array, into: Uint8Array, intoAt: number): void {
  let left = (input[0]! << 24) | (input[1]! << 16) | (input[2]! << 8) | input[3]!;
  let right = (input[4]! << 24) | (input[5]! << 16) | (input[6]! << 8) | input[7]!;
  // The initial permutation, as five exchanges of bits between the two words.
  let swap = ((left >>> 4) ^ right) & 0x0f0f0f0f;
  right ^= swap;
  left ^= swap << 4;
  swap = ((left >>> 16) ^ right) & 0x0000ffff;
  right ^= swap;
  left ^= swap << 16;
  swap = ((right >>> 2) ^ left) & 0x33333333;
  left ^= swap;
  right ^= swap << 2;
  swap = ((right >>> 8) ^ left) & 0x00ff00ff;
  left ^= swap;
  right ^= swap << 8;
  swap = ((left >>> 1) ^ right) & 0x55555555;
  right ^= swap;
  left ^= swap << 1;

  let c = 0;
  let d = 0;
  for (let octet = 0; octet < 7; octet++) {
    const value = key[keyAt + octet]!;
    const high = octet * 64 + (value >> 4) * 2;
    const low = octet * 64 + 32 + (value & 15) * 2;
    c |= keyHalves[high]! | keyHalves[low]!;
    d |= keyHalves[high + 1]! | keyHalves[low + 1]!;
  }
  for (let round = 0; round < 16; round++) {
    const by = keyTurns[round]!;
    c = ((c << by) | (c >>> (28 - by))) & 0x0fffffff;
    d = ((d << by) | (d >>> (28 - by))) & 0x0fffffff;
    const fromC =
      roundKeys[c >>> 21]! |
      roundKeys[128 + ((c >>> 14) & 127)]! |
      roundKeys[256 + ((c >>> 7) & 127)]! |
      roundKeys[384 + (c & 127)]!;
    const fromD =
      roundKeys[512 + (d >>> 21)]! |
      roundKeys[640 + ((d >>> 14) & 127)]! |
      roundKeys[768 + ((d >>> 7) & 127)]! |
      roundKeys[896 + (d & 127)]!;
    // The eight overlapping groups of the expansion are the even ones of one turned word and the odd ones of another.
    const even = ((right << 5) | (right >>> 27)) ^ ((fromC & 0x3f00003f) | (fromD & 0x003f3f00));
    const odd =
      ((right << 1) | (right >>> 31)) ^ (((fromC << 8) & 0x3f3f0000) | (((fromD << 8) | (fromD >>> 24)) & 0x00003f3f));
    const next =
      left ^
      boxes[even & 63]! ^
      boxes[64 + ((odd >>> 24) & 63)]! ^
      boxes[128 + ((even >>> 24) & 63)]! ^
      boxes[192 + ((odd >>> 16) & 63)]! ^
      boxes[256 + ((even >>> 16) & 63)]! ^
      boxes[320 + ((odd >>> 8) & 63)]! ^
      boxes[384 + ((even >>> 8) & 63)]! ^
      boxes[448 + (odd & 63)]!;
    left = right;
    right = next;
  }
  // The last exchange of halves, and the final permutation: the exchanges above the other way round.
  swap = left;
  left = right;
  right = swap;
  swap = ((left >>> 1) ^ right) & 0x55555555;
  right ^= swap;
  left ^= swap << 1;
  swap = ((right >>> 8) ^ left) & 0x00ff00ff;
  left ^= swap;
  right ^= swap << 8;
  swap = ((right >>> 2) ^ left) & 0x33333333;
  left ^= swap;
  right ^= swap << 2;
  swap = ((left >>> 16) ^ right) & 0x0000ffff;
  right ^= swap;
  left ^= swap << 16;
  swap = ((left >>> 4) ^ right) & 0x0f0f0f0f;
  right ^= swap;
  left ^= swap << 4;

  for (let index = 0; index < 4; index++) {
    into[intoAt + index] = left >>> (24 - index * 8);
    into[intoAt + 4 + index] = right >>> (24 - index * 8);
  }
}
