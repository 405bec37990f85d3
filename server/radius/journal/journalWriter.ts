import type { Clock } from '#actors/system/clock.ts';
import type { JournalPlace } from '../control/controlMessage.ts';
import { GroupCommit } from './groupCommit.ts';
import { JournalBatch } from './journalBatch.ts';
import { type JournalDisk, nodeJournalDisk } from './journalDisk.ts';
import type { JournalSegment } from './journalSegment.ts';
import { pruneSegments } from './pruneSegments.ts';
import { type RecoveredJournal, recoverJournal } from './recoverJournal.ts';
import {
  MAX_PAYLOAD_BYTES,
  RECORD_HEADER_BYTES,
  SEGMENT_HEADER_BYTES,
  recordBytes,
  recordKind,
  sealRecord,
} from './segmentFormat.ts';
import { SegmentReserve } from './segmentReserve.ts';

export interface JournalWriterOptions {
  /** The journal's own folder; one process at a time, which is for the caller to see to. */
  readonly directory: string;
  readonly clock: Clock;
  /** Everything up to this sequence number is on the disk, and everything before this place. */
  readonly onDurable: (sequence: number, place: JournalPlace) => void;
  /** The disk is full or broken; said once until it works again, which the writer tries by itself. */
  readonly onTrouble: (error: Error) => void;
  /**
   * What was writable has failed for seconds, not for want of space: it may be this part of the disk. Said again with
   * each attempt until it works.
   */
  readonly onStuck?: (error: Error) => void;
  readonly segmentBytes?: number;
  /** Segments kept ready beyond the one that is written to. */
  readonly reservedSegments?: number;
  /** What may wait while the disk is at work. */
  readonly batchBytes?: number;
  readonly keepFreeBytes?: number;
  readonly disk?: JournalDisk;
}

/**
 * Why nothing can be appended now. full: no reserved space is left · busy: the disk does not keep up · failing:
 * the last write failed. Whatever is behind the record is not answered; its sender asks again.
 */
export type JournalRefusal = 'full' | 'busy' | 'failing';

export interface JournalWriterStats {
  /** What can be written without another segment being made. */
  readonly freeBytes: number;
  readonly writtenBytes: number;
  /** Nothing can be appended for want of space. */
  readonly full: boolean;
  /** No space for another segment: it will be full when `freeBytes` are used. */
  readonly short: boolean;
}

const MIB = 1_048_576;
/** With less room than for the longest packet (RFC 2865 §3) and what goes with it a segment counts as full. */
const LEAST_ROOM_BYTES = 4_352;
const DEFAULT_SEGMENT_BYTES = 64 * MIB;

/**
 * Appends records to the journal, in groups: while one group is written and synced the next one gathers, and with an
 * idle disk a group is what one turn of the event loop brought. Appending makes no garbage: `begin` answers where in
 * `buffer` the payload is to be written, `commit` ends it; both in the same turn.
 *
 *     const at = writer.begin(most);
 *     if (at === -1) … writer.refusal says why
 *     const sequence = writer.commit(encode(writer.buffer, at));
 */
export class JournalWriter {
  /** Octets of all records on their way to the disk. */
  readonly buffer: Buffer;
  readonly journal: string;
  readonly #options: JournalWriterOptions;
  readonly #batchBytes: number;
  readonly #mostBytes: number;
  readonly #reserve: SegmentReserve;
  readonly #commit: GroupCommit;
  #filling: JournalBatch;
  #idle: JournalBatch;
  #segment: JournalSegment | undefined;
  /** Where the next record goes in the segment. */
  #offset = SEGMENT_HEADER_BYTES;
  #sequence: number;
  #begunBytes = -1;
  #refusal: JournalRefusal | undefined;
  #scheduled = false;
  #writtenBytes = 0;
  /** The last segment with a durable record: it keeps the sequence. */
  #begunSegment: number;
  readonly #seal = { bytes: 0, sequence: 0, groupAt: 0, kind: recordKind.entry as number };

  static async open(options: JournalWriterOptions): Promise<JournalWriter> {
    const recovered = await recoverJournal(options.directory);
    const { segmentBytes = DEFAULT_SEGMENT_BYTES, reservedSegments = 2, keepFreeBytes = 512 * MIB } = options;
    const reserve = new SegmentReserve(
      {
        ...options,
        journal: recovered.journal,
        segmentBytes,
        count: reservedSegments,
        keepFreeBytes,
        disk: options.disk ?? nodeJournalDisk,
      },
      recovered.blank,
      recovered.nextOrdinal,
    );
    await reserve.makeOne();
    reserve.replenish();
    return new JournalWriter(options, recovered, reserve);
  }

  private constructor(options: JournalWriterOptions, recovered: RecoveredJournal, reserve: SegmentReserve) {
    const { batchBytes = 4 * MIB, segmentBytes = DEFAULT_SEGMENT_BYTES } = options;
    const { disk = nodeJournalDisk, clock, onTrouble, onStuck = () => undefined } = options;
    this.#options = options;
    this.#batchBytes = batchBytes;
    const room = Math.min(batchBytes, segmentBytes - SEGMENT_HEADER_BYTES) - 2 * recordBytes(0) - 8;
    this.#mostBytes = Math.min(MAX_PAYLOAD_BYTES, room);
    this.#reserve = reserve;
    this.#sequence = recovered.nextSequence - 1;
    this.#begunSegment = recovered.begunOrdinal;
    this.journal = recovered.journal;
    this.buffer = Buffer.alloc(2 * batchBytes);
    this.#filling = new JournalBatch(0);
    this.#idle = new JournalBatch(batchBytes);
    const onDurable = (batch: JournalBatch): void => this.#durable(batch);
    this.#commit = new GroupCommit({ buffer: this.buffer, disk, clock, onTrouble, onStuck, onDurable });
  }

  /** Of the record that was committed last. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Why `begin` answered -1. */
  get refusal(): JournalRefusal | undefined {
    return this.#refusal;
  }

  /** Where in `buffer` a payload of at most so many octets may be written now; -1: nowhere. */
  begin(mostBytes: number): number {
    if (mostBytes > this.#mostBytes) throw new RangeError(`a record of ${mostBytes} octets is too long`);
    this.#refusal = this.#commit.trouble;
    const needed = recordBytes(mostBytes);
    if (this.#refusal === undefined && needed + RECORD_HEADER_BYTES > this.#roomBytes()) this.#beginSegment();
    // A segment that was reserved with smaller ones in mind is left behind with the next group.
    if (needed + RECORD_HEADER_BYTES > this.#roomBytes()) this.#refusal ??= 'busy';
    if (this.#filling.used + needed + RECORD_HEADER_BYTES > this.#batchBytes) this.#refusal ??= 'busy';
    if (this.#refusal !== undefined) return -1;
    this.#begunBytes = mostBytes;
    return this.#filling.base + this.#filling.used + RECORD_HEADER_BYTES;
  }

  /** Ends what `begin` began, with the octets that were written. Answers the record's sequence number. */
  commit(bytes: number): number {
    if (bytes > this.#begunBytes) throw new RangeError(`${bytes} octets were written, ${this.#begunBytes} begun`);
    this.#begunBytes = -1;
    this.#sequence += 1;
    this.#put(bytes, recordKind.entry);
    this.#filling.lastSequence = this.#sequence;
    return this.#sequence;
  }

  /** For what is not on the hot path. The sequence number; -1: see `refusal`. */
  append(payload: Uint8Array): number {
    const at = this.begin(payload.length);
    if (at === -1) return -1;
    this.buffer.set(payload, at);
    return this.commit(payload.length);
  }

  stats(): JournalWriterStats {
    const room = this.#roomBytes();
    const reserved = this.#reserve.readyBytes;
    return {
      freeBytes: room + reserved,
      writtenBytes: this.#writtenBytes,
      full: this.#commit.trouble === 'full' || (this.#reserve.short && reserved === 0 && room < LEAST_ROOM_BYTES),
      short: this.#reserve.short,
    };
  }

  /** Segments before this place are not needed any more. The last one that was written to stays. */
  async prune(place: JournalPlace): Promise<void> {
    if (place.journal !== this.journal) return;
    await pruneSegments(this.#options.directory, Math.min(place.segment, this.#begunSegment));
  }

  /** Waits until everything that was committed is durable, unless the disk fails. */
  async close(): Promise<void> {
    this.#flush();
    await this.#commit.close();
    await this.#reserve.close();
    await this.#segment?.file.close();
  }

  #roomBytes(): number {
    return this.#segment === undefined ? 0 : this.#segment.bytes - this.#offset;
  }

  /** Ends the segment with a mark, and goes on in a reserved one. */
  #beginSegment(): void {
    const batch = this.#filling;
    if (batch.endedSegment !== undefined || batch.used + RECORD_HEADER_BYTES > this.#batchBytes) {
      this.#refusal = 'busy';
      return;
    }
    const next = this.#reserve.take();
    if (next === undefined) {
      this.#refusal = this.#reserve.short ? 'full' : 'busy';
      return;
    }
    if (this.#segment !== undefined) {
      this.#put(0, recordKind.end);
      batch.endedSegment = this.#segment;
      batch.endedAt = batch.groupAt;
    }
    this.#segment = next;
    this.#offset = SEGMENT_HEADER_BYTES;
    this.#beginGroup(batch);
  }

  #beginGroup(batch: JournalBatch): void {
    batch.segment = this.#segment;
    batch.groupAt = this.#offset;
    batch.groupFrom = batch.used;
  }

  #put(bytes: number, kind: number): void {
    const batch = this.#filling;
    const seal = this.#seal;
    seal.bytes = bytes;
    seal.sequence = kind === recordKind.end ? this.#sequence + 1 : this.#sequence;
    seal.groupAt = batch.groupAt;
    seal.kind = kind;
    sealRecord(this.buffer, batch.base + batch.used, this.#segment!.seed, seal);
    batch.used += recordBytes(bytes);
    this.#offset += recordBytes(bytes);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Behind everything that this turn of the event loop reads from the sockets.
    setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    this.#scheduled = false;
    const batch = this.#filling;
    if (this.#commit.busy || batch.used === 0) return;
    const next = this.#idle;
    this.#idle = batch;
    this.#filling = next;
    next.used = 0;
    next.endedSegment = undefined;
    this.#beginGroup(next);
    this.#commit.start(batch);
  };

  #durable(batch: JournalBatch): void {
    const { segment, lastSequence } = batch;
    const offset = batch.groupAt + batch.used - batch.groupFrom;
    this.#writtenBytes += batch.used;
    this.#begunSegment = segment!.ordinal;
    // The disk is at work again while those who waited are answered.
    this.#flush();
    this.#options.onDurable(lastSequence, { journal: this.journal, segment: segment!.ordinal, offset });
  }
}
