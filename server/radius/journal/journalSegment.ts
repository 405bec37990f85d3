import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MAX_PAYLOAD_BYTES,
  RECORD_HEADER_BYTES,
  SEGMENT_HEADER_BYTES,
  type SegmentIdentity,
  checksumSeed,
  readSegmentHeader,
  recordBytes,
  recordKind,
  segmentName,
} from './segmentFormat.ts';
import { soundRecord } from './segmentWalk.ts';

/** A segment whose file is open. */
export interface JournalSegment extends SegmentIdentity {
  readonly file: FileHandle;
  /** Its size when it was opened. */
  readonly bytes: number;
  /** Checksums of its records begin with it. */
  readonly seed: number;
}

/** Undefined: there is no such segment, or its header can't be read. */
export async function openSegment(
  directory: string,
  ordinal: number,
  flags: 'r' | 'r+',
): Promise<JournalSegment | undefined> {
  const file = await open(join(directory, segmentName(ordinal)), flags).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  const identity = readSegmentHeader(await readOctets(file, 0, SEGMENT_HEADER_BYTES));
  const { size } = await file.stat();
  if (identity?.ordinal === ordinal) return { ...identity, file, bytes: size, seed: checksumSeed(identity) };
  await file.close();
  return undefined;
}

/** Fewer than asked for at the end of the file. `into`: at least as long, written over; else octets of its own. */
export async function readOctets(file: FileHandle, from: number, bytes: number, into?: Buffer): Promise<Buffer> {
  const octets = into ?? Buffer.allocUnsafeSlow(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(octets, done, bytes - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return octets.subarray(0, done);
}

/** True: its first record is sound. Asked for again and again of one that waits to be used: reads no more than it says. */
export async function isBegun({ file, seed }: JournalSegment): Promise<boolean> {
  const header = await readOctets(file, SEGMENT_HEADER_BYTES, RECORD_HEADER_BYTES);
  if (header.length < RECORD_HEADER_BYTES || header[20] === recordKind.unused) return false;
  const bytes = header.readUInt32BE(4);
  if (bytes > MAX_PAYLOAD_BYTES) return false;
  const octets = await readOctets(file, SEGMENT_HEADER_BYTES, recordBytes(bytes));
  return soundRecord(octets, 0, octets.length, seed) > 0;
}
