import { crc32 } from 'node:zlib';

/**
 * A segment is a file `0000000001.journal` of a size that is known before its first record: a header and records, one
 * behind the other, zeros behind the last. All numbers are big endian.
 *
 * Header: magic 8 · format version u32 · ordinal u32 · journal id 16 · checksum u32 of what stands before it · zeros.
 *
 * Record: checksum u32 of all that follows · octets of payload u32 · sequence f64 · offset at which its group begins
 * u32 · kind u8 · 3 zeros · payload, padded with zeros to 8.
 */
export const SEGMENT_HEADER_BYTES = 64;
export const RECORD_HEADER_BYTES = 24;
/** Longer than 400 collapsed rejects of names that are all escapes in JSON; a longer length is no length. */
export const MAX_PAYLOAD_BYTES = 1_048_576;

/** unused: nothing was written here · entry: a record · end: no record follows, the next segment goes on. */
export const recordKind = { unused: 0, entry: 1, end: 2 } as const;

const MAGIC = Buffer.from('LMRADJNL', 'latin1');
const VERSION = 1;
const CHECKED_HEADER_BYTES = 32;

export interface SegmentIdentity {
  /** A UUID. */
  readonly journal: string;
  readonly ordinal: number;
}

export function segmentName(ordinal: number): string {
  return `${String(ordinal).padStart(10, '0')}.journal`;
}

/** The ordinal in a file's name; undefined: another file. */
export function ordinalOf(name: string): number | undefined {
  const found = /^(\d{10})\.journal$/.exec(name);
  return found === null ? undefined : Number(found[1]);
}

export function writeSegmentHeader(into: Buffer, identity: SegmentIdentity): void {
  into.fill(0, 0, SEGMENT_HEADER_BYTES);
  MAGIC.copy(into, 0);
  into.writeUInt32BE(VERSION, 8);
  into.writeUInt32BE(identity.ordinal, 12);
  into.write(identity.journal.replaceAll('-', ''), 16, 'hex');
  into.writeUInt32BE(crc32(into.subarray(0, CHECKED_HEADER_BYTES)), CHECKED_HEADER_BYTES);
}

/** Undefined: not the header of a segment that this release can read. */
export function readSegmentHeader(from: Buffer): SegmentIdentity | undefined {
  if (from.length < SEGMENT_HEADER_BYTES || !from.subarray(0, 8).equals(MAGIC)) return undefined;
  if (crc32(from.subarray(0, CHECKED_HEADER_BYTES)) !== from.readUInt32BE(CHECKED_HEADER_BYTES)) return undefined;
  if (from.readUInt32BE(8) !== VERSION) return undefined;
  const hex = from.toString('hex', 16, 32);
  const journal = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { journal, ordinal: from.readUInt32BE(12) };
}

/** Checksums begin with this, so that a record of another segment is none of this one. */
export function checksumSeed({ journal, ordinal }: SegmentIdentity): number {
  return crc32(`${journal}/${ordinal}`);
}

/** Octets of a record in the file. */
export function recordBytes(payloadBytes: number): number {
  return RECORD_HEADER_BYTES + ((payloadBytes + 7) & ~7);
}

/** Writes the header in front of a payload that stands at `at + RECORD_HEADER_BYTES` already, and the padding. */
export function sealRecord(
  into: Buffer,
  at: number,
  seed: number,
  record: { readonly bytes: number; readonly sequence: number; readonly groupAt: number; readonly kind: number },
): void {
  into.writeUInt32BE(record.bytes, at + 4);
  into.writeDoubleBE(record.sequence, at + 8);
  into.writeUInt32BE(record.groupAt, at + 16);
  into.writeUInt32BE(record.kind * 0x1_00_00_00, at + 20);
  const end = at + RECORD_HEADER_BYTES + record.bytes;
  for (let pad = end; pad < at + recordBytes(record.bytes); pad += 1) into[pad] = 0;
  into.writeUInt32BE(crc32(into.subarray(at + 4, end), seed), at);
}
