/** FNV-1a over a range, continued from `start`, with the last mixing step of MurmurHash3 left to `mixed`. */
export function octetHash(bytes: Uint8Array, from: number, to: number, start: number = 0x811c9dc5): number {
  let hash = start;
  for (let index = from; index < to; index += 1) hash = Math.imul(hash ^ bytes[index]!, 0x01000193);
  return hash;
}

/** Spreads a hash over all of its 32 bits: an index takes the low ones. */
export function mixed(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
