import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import type { JournalDisk } from './journalDisk.ts';
import type { JournalSegment } from './journalSegment.ts';
import {
  SEGMENT_HEADER_BYTES,
  type SegmentIdentity,
  checksumSeed,
  segmentName,
  writeSegmentHeader,
} from './segmentFormat.ts';

export interface MakeSegmentOptions {
  readonly directory: string;
  readonly identity: SegmentIdentity;
  readonly segmentBytes: number;
  readonly disk: JournalDisk;
  /** Somebody waits for it: the disk is not shared with anything else. */
  readonly isUrgent: () => boolean;
  /** Ends it; the promise rejects with its reason. */
  readonly signal: AbortSignal;
}

/** Little enough that what the journal itself writes meanwhile does not wait behind it. */
const CHUNK_BYTES = 262_144;
/** Of the time of the disk that is taken when nobody waits: a third. */
const RESTS_PER_CHUNK = 2;

/** A segment of zeros under its name only when all of it is on the disk. Nothing is left of a failure. */
export async function makeSegment(options: MakeSegmentOptions): Promise<JournalSegment> {
  const { directory, identity } = options;
  const name = join(directory, segmentName(identity.ordinal));
  const temporary = `${name}.reserving`;
  const file = await open(temporary, 'w+', 0o600);
  try {
    await fill(file, options);
    await file.sync();
    await rename(temporary, name);
    await syncFolder(directory);
    return { ...identity, file, bytes: options.segmentBytes, seed: checksumSeed(identity) };
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
}

async function fill(file: FileHandle, options: MakeSegmentOptions): Promise<void> {
  const { identity, segmentBytes, disk, signal, isUrgent } = options;
  const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, segmentBytes));
  writeSegmentHeader(chunk, identity);
  for (let at = 0; at < segmentBytes; at += chunk.length) {
    signal.throwIfAborted();
    const began = performance.now();
    await writeAll(disk, file.fd, chunk.subarray(0, Math.min(chunk.length, segmentBytes - at)), at);
    // Piecemeal, so that no sync has much to wait for.
    await file.datasync();
    if (at === 0) chunk.fill(0, 0, SEGMENT_HEADER_BYTES);
    if (isUrgent()) continue;
    await rest(RESTS_PER_CHUNK * (performance.now() - began), undefined, { signal });
  }
}

async function writeAll(disk: JournalDisk, fd: number, octets: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < octets.length;) {
    done += await new Promise<number>((resolve, reject) => {
      const from = { buffer: octets, offset: done, length: octets.length - done };
      disk.write(fd, from, position + done, (error, written) => (error ? reject(error) : resolve(written)));
    });
  }
}

/** A name is sure to be there after a crash when its folder was synced. */
async function syncFolder(directory: string): Promise<void> {
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
