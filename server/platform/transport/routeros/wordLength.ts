import { RouterosError } from './routerosError.ts';

/** The length prefix of a word: 1–5 octets, big endian, the number of leading ones says how many. */
export function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x4000) return Buffer.of(0x80 | (length >>> 8), length & 0xff);
  if (length < 0x20_0000) return Buffer.of(0xc0 | (length >>> 16), (length >>> 8) & 0xff, length & 0xff);
  if (length < 0x1000_0000)
    return Buffer.of(0xe0 | (length >>> 24), (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
  return Buffer.of(0xf0, (length >>> 24) & 0xff, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
}

export interface DecodedLength {
  readonly length: number;
  /** How many octets the prefix takes. */
  readonly size: number;
}

/**
 * The prefix at `at`, or undefined while it is not whole. Throws RouterosError for the reserved control octets
 * 0xF8–0xFF, after which nothing on the connection can be understood.
 */
export function decodeLength(bytes: Buffer, at: number, end: number): DecodedLength | undefined {
  const first = bytes[at];
  if (first === undefined || at >= end) return undefined;
  if (first >= 0xf8) throw new RouterosError('protocol', `octet 0x${first.toString(16)} begins no word`);
  const size = first < 0x80 ? 1 : first < 0xc0 ? 2 : first < 0xe0 ? 3 : first < 0xf0 ? 4 : 5;
  if (at + size > end) return undefined;
  // The ones that tell the size are no part of the number.
  let length = size === 5 ? 0 : first & (0xff >>> size);
  for (let index = 1; index < size; index += 1) length = length * 0x100 + bytes[at + index]!;
  return { length, size };
}
