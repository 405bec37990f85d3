/**
 * MD4 (RFC 1320) for the NT hash only: OpenSSL 3 keeps it in its legacy provider, which Node does not load, and for one
 * block the call alone would cost more than the digest. Rounds are unrolled by four and work on words kept here, so that
 * a digest allocates nothing but its result.
 */
const block = new Int32Array(16);
const state = new Int32Array(4);

const initial = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476] as const;

/** The digest of the first `length` octets of `input`, written to `into` (16 octets) and returned. */
export function md4(
  input: Uint8Array,
  length: number = input.length,
  into: Uint8Array = new Uint8Array(16),
): Uint8Array {
  state.set(initial);
  let offset = 0;
  for (; offset + 64 <= length; offset += 64) {
    for (let index = 0; index < 16; index++) block[index] = littleEndian(input, offset + index * 4);
    compress();
  }
  compressRest(input, offset, length);
  for (let index = 0; index < 16; index++) into[index] = state[index >> 2]! >>> ((index & 3) * 8);
  return into;
}

function littleEndian(input: Uint8Array, at: number): number {
  return input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16) | (input[at + 3]! << 24);
}

/** RFC 1320 §3.1-3.2: a one bit, zeros, and the length in bits as 64-bit little endian. */
function compressRest(input: Uint8Array, from: number, length: number): void {
  const left = length - from;
  block.fill(0);
  for (let index = 0; index < left; index++) block[index >> 2]! |= input[from + index]! << ((index & 3) * 8);
  block[left >> 2]! |= 0x80 << ((left & 3) * 8);
  if (left >= 56) {
    compress();
    block.fill(0);
  }
  block[14] = length << 3;
  block[15] = length >>> 29;
  compress();
}

function compress(): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let at = 0; at < 16; at += 4) {
    a = turn(a + ((b & c) | (~b & d)) + block[at]!, 3);
    d = turn(d + ((a & b) | (~a & c)) + block[at + 1]!, 7);
    c = turn(c + ((d & a) | (~d & b)) + block[at + 2]!, 11);
    b = turn(b + ((c & d) | (~c & a)) + block[at + 3]!, 19);
  }
  for (let at = 0; at < 4; at++) {
    a = turn(a + ((b & c) | (b & d) | (c & d)) + block[at]! + 0x5a827999, 3);
    d = turn(d + ((a & b) | (a & c) | (b & c)) + block[at + 4]! + 0x5a827999, 5);
    c = turn(c + ((d & a) | (d & b) | (a & b)) + block[at + 8]! + 0x5a827999, 9);
    b = turn(b + ((c & d) | (c & a) | (d & a)) + block[at + 12]! + 0x5a827999, 13);
  }
  // The third round takes its words in the order 0 8 4 12, 2 10 6 14, 1 9 5 13, 3 11 7 15.
  for (let quarter = 0; quarter < 4; quarter++) {
    const at = ((quarter & 1) << 1) | (quarter >> 1);
    a = turn(a + (b ^ c ^ d) + block[at]! + 0x6ed9eba1, 3);
    d = turn(d + (a ^ b ^ c) + block[at + 8]! + 0x6ed9eba1, 9);
    c = turn(c + (d ^ a ^ b) + block[at + 4]! + 0x6ed9eba1, 11);
    b = turn(b + (c ^ d ^ a) + block[at + 12]! + 0x6ed9eba1, 15);
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}

function turn(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
