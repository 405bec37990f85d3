import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FoundEnd, findEnd } from './findEnd.ts';
import { type JournalSegment, isBegun, openSegment, readOctets } from './journalSegment.ts';
import { listSegments } from './listSegments.ts';
import { RECORD_HEADER_BYTES, recordKind, sealRecord } from './segmentFormat.ts';

export interface RecoveredJournal {
  readonly journal: string;
  /** Nothing was ever written to these; open. */
  readonly blank: readonly JournalSegment[];
  readonly nextOrdinal: number;
  readonly nextSequence: number;
  /** The last one with a record; 0: there is none. */
  readonly begunOrdinal: number;
}

/**
 * What an earlier process left. What it wrote last is closed by an end mark behind the last sound record, what is torn
 * behind that is cut off, and writing begins in a segment that was never written to: so no octet that may have been
 * acknowledged is ever overwritten, and no place that a reader was at comes to mean something else.
 */
export async function recoverJournal(directory: string): Promise<RecoveredJournal> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) if (name.endsWith('.reserving')) await rm(join(directory, name));
  const ordinals = await listSegments(directory);
  const nextOrdinal = (ordinals.at(-1) ?? 0) + 1;
  const { journal, blank, begun } = await openFromLastBegun(directory, ordinals);
  // A next one is begun when all before it is durable: only the first of these can have been torn at its beginning.
  const suspects = blank.length > 0 ? [...begun, blank[0]!] : begun;
  let nextSequence = 1;
  for (const segment of suspects) {
    const found = await closeEnd(segment);
    nextSequence = Math.max(nextSequence, found.nextSequence);
    if (!found.blank) await segment.file.close();
    if (!found.blank && segment === blank[0]) blank.shift();
  }
  const begunOrdinal = begun[0]?.ordinal ?? 0;
  return { journal: journal ?? randomUUID(), blank, nextOrdinal, nextSequence, begunOrdinal };
}

interface Opened {
  readonly journal: string | undefined;
  readonly blank: JournalSegment[];
  /** The last one with a sound first record, if there is one. */
  readonly begun: readonly JournalSegment[];
}

async function openFromLastBegun(directory: string, ordinals: readonly number[]): Promise<Opened> {
  const blank: JournalSegment[] = [];
  for (const ordinal of ordinals.toReversed()) {
    const segment = await openSegment(directory, ordinal, 'r+');
    if (segment === undefined) continue;
    if (await isBegun(segment)) return { journal: segment.journal, blank, begun: [segment] };
    blank.unshift(segment);
  }
  return { journal: blank[0]?.journal, blank, begun: [] };
}

/** Marks the end where there is no mark, and cuts off what stands behind it. A blank segment is left alone. */
async function closeEnd({ file, bytes, seed }: JournalSegment): Promise<FoundEnd> {
  const found = findEnd(await readOctets(file, 0, bytes), seed);
  const end = found.at + RECORD_HEADER_BYTES;
  if (found.blank) return found;
  if (!found.marked) {
    const mark = Buffer.alloc(RECORD_HEADER_BYTES);
    sealRecord(mark, 0, seed, {
      bytes: 0,
      sequence: found.nextSequence,
      groupAt: found.at,
      kind: recordKind.end,
    });
    await file.write(mark, 0, mark.length, found.at);
    await file.datasync();
  }
  if (bytes > end) {
    await file.truncate(end);
    await file.sync();
  }
  return found;
}
