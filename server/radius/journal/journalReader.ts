import type { JournalPlace } from '../control/controlMessage.ts';
import { JournalDamage } from './journalDamage.ts';
import { JournalGone } from './journalGone.ts';
import { type JournalSegment, isBegun, openSegment, readOctets } from './journalSegment.ts';
import { listSegments } from './listSegments.ts';
import {
  MAX_PAYLOAD_BYTES,
  RECORD_HEADER_BYTES,
  SEGMENT_HEADER_BYTES,
  recordBytes,
  recordKind,
} from './segmentFormat.ts';
import { soundBehind, soundRecord } from './segmentWalk.ts';

export interface JournalRecord {
  /** Rises by one from record to record; a gap is a loss. */
  readonly sequence: number;
  /** A view of octets that nobody writes to again. */
  readonly payload: Buffer;
}

export interface JournalBatch {
  readonly records: readonly JournalRecord[];
  /** Behind the last of them: where to go on when they are stored. */
  readonly place: JournalPlace;
}

const LEAST_CHUNK_BYTES = 65_536;
const MOST_CHUNK_BYTES = 1_048_576;

/**
 * Follows a journal that another process writes, from a place on. It hands out what is whole; a torn end is the end so
 * far. What it hands out may not be durable yet: should the machine lose power, a record can be known here alone, which
 * is a record more and never one less.
 */
export class JournalReader implements AsyncDisposable {
  readonly #directory: string;
  readonly #journal: string;
  #ordinal: number;
  #offset: number;
  #segment: JournalSegment | undefined;
  #chunkBytes = LEAST_CHUNK_BYTES;
  /** The last reading found nothing here. */
  #stuck = false;
  /** Nobody has a view of it: readings that find nothing share it, or the garbage of an idle minute is a gigabyte. */
  #spare: Buffer | undefined;
  /** Change of the file that was searched for damage last. */
  #searchedMs = 0;

  /**
   * Without a place from the oldest record that is there. Undefined: there is no journal yet. Throws JournalGone when
   * the place is not there any more.
   */
  static async open(directory: string, from?: JournalPlace): Promise<JournalReader | undefined> {
    const ordinals = await listSegments(directory);
    const journal = await journalOf(directory, ordinals);
    if (journal === undefined) return undefined;
    const oldest = { journal, segment: ordinals[0]!, offset: SEGMENT_HEADER_BYTES };
    if (from !== undefined && from.journal !== journal) throw new JournalGone('replaced', from, oldest);
    // One beyond the newest is made as soon as there is space for it.
    const there = from === undefined || ordinals.includes(from.segment) || from.segment === ordinals.at(-1)! + 1;
    if (!there) {
      const next = ordinals.find((ordinal) => ordinal > from.segment) ?? ordinals[0]!;
      throw new JournalGone('pruned', from, { ...oldest, segment: next });
    }
    return new JournalReader(directory, from ?? oldest);
  }

  private constructor(directory: string, { journal, segment, offset }: JournalPlace) {
    this.#directory = directory;
    this.#journal = journal;
    this.#ordinal = segment;
    this.#offset = offset;
  }

  get place(): JournalPlace {
    return { journal: this.#journal, segment: this.#ordinal, offset: this.#offset };
  }

  /**
   * What follows, as far as it is whole; at most about a megabyte at a time, no record at the end so far. Throws
   * JournalDamage where something durable can't be read: a reader opened at its `next` goes on behind it.
   */
  async read(): Promise<JournalBatch> {
    for (;;) {
      this.#segment ??= await this.#openSegment();
      if (this.#segment === undefined) return { records: [], place: this.place };
      const octets = await this.#nextOctets(this.#segment);
      const records = await this.#take(this.#segment, octets);
      if (records.length > 0) {
        this.#spare = undefined;
        return { records, place: this.place };
      }
      if (this.#segment !== undefined && (await this.#isEnd(this.#segment, octets)))
        return { records, place: this.place };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#segment?.file.close();
    this.#segment = undefined;
  }

  async #nextOctets({ file }: JournalSegment): Promise<Buffer> {
    if (this.#spare?.length !== this.#chunkBytes) this.#spare = Buffer.allocUnsafeSlow(this.#chunkBytes);
    return await readOctets(file, this.#offset, this.#chunkBytes, this.#spare);
  }

  /** The sound records from the place on; goes on behind them, and to the next segment at an end mark. */
  async #take({ seed }: JournalSegment, octets: Buffer): Promise<JournalRecord[]> {
    const records: JournalRecord[] = [];
    let at = 0;
    let bytes = soundRecord(octets, at, octets.length, seed);
    for (; bytes > 0 && octets[at + 20] === recordKind.entry; bytes = soundRecord(octets, at, octets.length, seed)) {
      const payload = at + RECORD_HEADER_BYTES;
      const end = payload + octets.readUInt32BE(at + 4);
      records.push({ sequence: octets.readDoubleBE(at + 8), payload: octets.subarray(payload, end) });
      at += bytes;
    }
    this.#offset += at;
    if (at > 0) this.#stuck = false;
    this.#adaptChunk(at);
    if (bytes > 0) await this.#goTo(this.#ordinal + 1);
    return records;
  }

  /** Much is read at once when there is much, and little at the end. */
  #adaptChunk(taken: number): void {
    if (taken > this.#chunkBytes / 2) this.#chunkBytes = Math.min(MOST_CHUNK_BYTES, this.#chunkBytes * 2);
    else if (taken < this.#chunkBytes / 8) this.#chunkBytes = Math.max(LEAST_CHUNK_BYTES, this.#chunkBytes / 2);
  }

  async #goTo(ordinal: number): Promise<void> {
    await this.#segment?.file.close();
    this.#segment = undefined;
    this.#ordinal = ordinal;
    this.#offset = SEGMENT_HEADER_BYTES;
    this.#stuck = false;
  }

  /** What stands at the place is no sound record: true when that is the end so far; else reading goes on. */
  async #isEnd(segment: JournalSegment, octets: Buffer): Promise<boolean> {
    if (octets.length < RECORD_HEADER_BYTES) {
      // A crash of the machine took what had been read here, and the writer went on in the next one.
      await this.#goTo(this.#ordinal + 1);
      return false;
    }
    const needed = recordBytes(octets.readUInt32BE(4));
    if (needed > octets.length && needed <= recordBytes(MAX_PAYLOAD_BYTES) && octets.length === this.#chunkBytes) {
      this.#chunkBytes = needed;
      return false;
    }
    const wasStuck = this.#stuck;
    this.#stuck = true;
    return !wasStuck || (await this.#isTornEnd(segment, octets));
  }

  /** Nothing new twice: that is the end, or damage, which is proven by something that can only stand behind it. */
  async #isTornEnd(segment: JournalSegment, octets: Buffer): Promise<boolean> {
    const base = this.#offset;
    const near = soundBehind(octets, base, 0, segment.seed, true) !== -1;
    const isBlank = octets.subarray(0, RECORD_HEADER_BYTES).every((octet) => octet === 0);
    const isPassed = near || (await this.#isNextBegun());
    if (!isPassed && isBlank) return true;
    const { mtimeMs, size } = await segment.file.stat();
    if (!isPassed && mtimeMs === this.#searchedMs) return true;
    this.#searchedMs = mtimeMs;
    let rest = await readOctets(segment.file, base, size - base);
    if (!isPassed) {
      if (soundBehind(rest, base, 0, segment.seed, true) === -1) return true;
      rest = await readOctets(segment.file, base, size - base);
    }
    // What proves that it was durable was seen before this reading: it can't be half written any more.
    if (soundRecord(rest, 0, rest.length, segment.seed) > 0) return false;
    const next = soundBehind(rest, base, 0, segment.seed, false);
    const behind = { journal: this.#journal, segment: this.#ordinal, offset: base + next };
    throw new JournalDamage(this.place, next === -1 ? this.#nextSegment() : behind);
  }

  #nextSegment(): JournalPlace {
    return { journal: this.#journal, segment: this.#ordinal + 1, offset: SEGMENT_HEADER_BYTES };
  }

  async #isNextBegun(): Promise<boolean> {
    const next = await openSegment(this.#directory, this.#ordinal + 1, 'r');
    if (next === undefined) return false;
    try {
      return await isBegun(next);
    } finally {
      await next.file.close();
    }
  }

  /** Undefined: not there yet. */
  async #openSegment(): Promise<JournalSegment | undefined> {
    const segment = await openSegment(this.#directory, this.#ordinal, 'r');
    if (segment?.journal === this.#journal) return segment;
    await segment?.file.close();
    const ordinals = await listSegments(this.#directory);
    if (ordinals.includes(this.#ordinal)) throw new JournalDamage(this.place, this.#nextSegment());
    const oldest = ordinals.find((ordinal) => ordinal > this.#ordinal);
    if (oldest === undefined) return undefined;
    throw new JournalGone('pruned', this.place, { ...this.#nextSegment(), segment: oldest });
  }
}

async function journalOf(directory: string, ordinals: readonly number[]): Promise<string | undefined> {
  for (const ordinal of ordinals.toReversed()) {
    const segment = await openSegment(directory, ordinal, 'r');
    await segment?.file.close();
    if (segment !== undefined) return segment.journal;
  }
  return undefined;
}
