/** The tables of DES (FIPS 46-3) as the standard prints them, and those that `des.ts` looks things up in. */

const permutedChoice1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55,
  47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const permutedChoice2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const permutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
/** A box per line: four rows of sixteen hexadecimal digits. */
const substitutions = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
];

/** How far both halves of the key turn left before each round. */
export const keyTurns: readonly number[] = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/**
 * The two 28-bit halves of the key, by half octet: entry `(nibble * 16 + value) * 2` is its share of C, the next of D. The
 * key is 56 bits without parity, which is how MS-CHAP cuts it out of a hash (RFC 2759 §8.6).
 */
export const keyHalves: Int32Array = makeKeyHalves();

/** Where a 6-bit group of a round key lies in the two words that `roundKeys` gives. */
const groupShifts = [0, 16, 24, 8, 16, 0, 8, 24];

/** Round key bits, by 7-bit slice of C (the first four) and D (the last four): entry `slice * 128 + value`. */
export const roundKeys: Int32Array = makeRoundKeys();

/** Substitution and permutation in one: entry `box * 64 + group`. */
export const boxes: Int32Array = makeBoxes();

function makeKeyHalves(): Int32Array {
  const table = new Int32Array(14 * 16 * 2);
  permutedChoice1.forEach((position, place) => {
    const octet = (position - 1) >> 3;
    const bit = octet * 7 + ((position - 1) & 7);
    const mask = 8 >> (bit & 3);
    for (let value = 0; value < 16; value++)
      if (value & mask) table[((bit >> 2) * 16 + value) * 2 + (place < 28 ? 0 : 1)]! |= 1 << (27 - (place % 28));
  });
  return table;
}

function makeRoundKeys(): Int32Array {
  const table = new Int32Array(8 * 128);
  permutedChoice2.forEach((position, place) => {
    const slice = Math.floor((position - 1) / 7);
    const mask = 64 >> ((position - 1) % 7);
    const bit = 1 << (groupShifts[Math.floor(place / 6)]! + 5 - (place % 6));
    for (let value = 0; value < 128; value++) if (value & mask) table[slice * 128 + value]! |= bit;
  });
  return table;
}

function makeBoxes(): Int32Array {
  const table = new Int32Array(8 * 64);
  for (let at = 0; at < table.length; at++) {
    const box = at >> 6;
    const row = ((at >> 4) & 2) | (at & 1);
    const four = Number.parseInt(substitutions[box]!.charAt(row * 16 + ((at >> 1) & 15)), 16);
    permutation.forEach((source, place) => {
      const bit = source - 1 - box * 4;
      if (bit >= 0 && bit < 4 && four & (8 >> bit)) table[at]! |= 1 << (31 - place);
    });
  }
  return table;
}
