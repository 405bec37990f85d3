const BLOCK_OCTETS = 64;
const ROUND_SHIFTS = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
] as const;
const ROUND_CONSTANTS = [0, 0x5a82_7999, 0x6ed9_eba1] as const;
const ROUND_ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
] as const;

const mixes = [
  (x: number, y: number, z: number): number => (x & y) | (~x & z),
  (x: number, y: number, z: number): number => (x & y) | (x & z) | (y & z),
  (x: number, y: number, z: number): number => x ^ y ^ z,
] as const;

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** RFC 1320; Node's OpenSSL has it switched off. */
export function md4(message: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil((message.length + 9) / BLOCK_OCTETS) * BLOCK_OCTETS);
  message.copy(padded);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  const state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
  for (let at = 0; at < padded.length; at += BLOCK_OCTETS) takeBlock(state, padded, at);
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeInt32LE(word | 0, index * 4);
  return digest;
}

function takeBlock(state: number[], block: Buffer, from: number): void {
  let [a, b, c, d] = state as [number, number, number, number];
  for (const [round, order] of ROUND_ORDERS.entries()) {
    for (const [step, index] of order.entries()) {
      const sum = a + mixes[round]!(b, c, d) + block.readInt32LE(from + index * 4) + ROUND_CONSTANTS[round]!;
      [a, d, c, b] = [d, c, b, rotate(sum | 0, ROUND_SHIFTS[round]![step % 4]!)];
    }
  }
  for (const [index, word] of [a, b, c, d].entries()) state[index] = (state[index]! + word) | 0;
}
