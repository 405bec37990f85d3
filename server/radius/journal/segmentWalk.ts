import { crc32 } from 'node:zlib';
import { MAX_PAYLOAD_BYTES, RECORD_HEADER_BYTES, recordBytes, recordKind } from './segmentFormat.ts';

/**
 * Octets of the record at `at`: 0 when what stands there is no whole, sound record. `limit` is where the known octets
 * end.
 */
export function soundRecord(octets: Buffer, at: number, limit: number, seed: number): number {
  if (at + RECORD_HEADER_BYTES > limit) return 0;
  const kind = octets[at + 20];
  if (kind !== recordKind.entry && kind !== recordKind.end) return 0;
  const bytes = octets.readUInt32BE(at + 4);
  if (bytes > MAX_PAYLOAD_BYTES || at + recordBytes(bytes) > limit) return 0;
  const sum = crc32(octets.subarray(at + 4, at + RECORD_HEADER_BYTES + bytes), seed);
  return sum === octets.readUInt32BE(at) ? recordBytes(bytes) : 0;
}

/**
 * Where the next sound record behind `at` begins, -1 when there is none; `base` is the file offset of `octets[0]`. With
 * `ofLaterGroup` it is one that proves that `at` was on the disk once: a group is only written when the one before it
 * is durable, so behind a record of a later group lies damage, and not the torn end.
 */
export function soundBehind(octets: Buffer, base: number, at: number, seed: number, ofLaterGroup: boolean): number {
  for (let next = at + 8; next + RECORD_HEADER_BYTES <= octets.length; next += 8) {
    const kind = octets[next + 20];
    if (kind !== recordKind.entry && kind !== recordKind.end) continue;
    const groupAt = octets.readUInt32BE(next + 16);
    if (groupAt > base + next || (ofLaterGroup && groupAt <= base + at)) continue;
    if (soundRecord(octets, next, octets.length, seed) > 0) return next;
  }
  return -1;
}
