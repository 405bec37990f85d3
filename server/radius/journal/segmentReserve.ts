import type { Clock } from '#actors/system/clock.ts';
import type { JournalDisk } from './journalDisk.ts';
import type { JournalSegment } from './journalSegment.ts';
import { JournalSpaceShort } from './journalSpaceShort.ts';
import { makeSegment } from './makeSegment.ts';

export interface SegmentReserveOptions {
  readonly directory: string;
  readonly journal: string;
  readonly segmentBytes: number;
  /** Segments that wait ready, beyond the one that is written to. */
  readonly count: number;
  /** Of the disk, left to others: the database can't take over anything when it has no space. */
  readonly keepFreeBytes: number;
  readonly disk: JournalDisk;
  readonly clock: Clock;
  /** Why no segment can be made; said once until one could. */
  readonly onTrouble: (error: Error) => void;
}

const RETRY_MS = 1_000;

/**
 * Segments made ahead of need: writing to them changes no metadata, so fdatasync is one write, and a full disk is found
 * here first, while there is still room.
 */
export class SegmentReserve {
  readonly #options: SegmentReserveOptions;
  readonly #ready: JournalSegment[];
  readonly #ending = new AbortController();
  #next: number;
  #making: Promise<void> | undefined;
  #retry: unknown;
  #short = false;

  /** `found` are there from before, `next` is the ordinal of the first one to make. */
  constructor(options: SegmentReserveOptions, found: readonly JournalSegment[], next: number) {
    this.#options = options;
    this.#ready = [...found];
    this.#next = next;
  }

  get readyBytes(): number {
    return this.#ready.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** True: there was no space for another one; what is ready is all there is. */
  get short(): boolean {
    return this.#short;
  }

  /** Undefined: none is ready. */
  take(): JournalSegment | undefined {
    const taken = this.#ready.shift();
    this.replenish();
    return taken;
  }

  /** In the background; goes on trying by itself. */
  replenish(): void {
    if (this.#making !== undefined || this.#retry !== undefined || this.#ending.signal.aborted) return;
    this.#making = this.#makeMissing().finally(() => (this.#making = undefined));
  }

  /** True: at least one is ready. */
  async makeOne(): Promise<boolean> {
    return this.#ready.length > 0 || (await this.#make());
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#options.clock.clearTimeout(this.#retry);
    await this.#making;
    await Promise.all(this.#ready.splice(0).map(({ file }) => file.close()));
  }

  async #makeMissing(): Promise<void> {
    while (this.#ready.length < this.#options.count && !this.#ending.signal.aborted) {
      if (await this.#make()) continue;
      this.#retry = this.#options.clock.setTimeout(() => {
        this.#retry = undefined;
        this.replenish();
      }, RETRY_MS);
      return;
    }
  }

  async #make(): Promise<boolean> {
    const { directory, journal, segmentBytes, disk } = this.#options;
    const { signal } = this.#ending;
    const isUrgent = (): boolean => this.#ready.length === 0 || signal.aborted;
    try {
      await this.#requireSpace();
      const identity = { journal, ordinal: this.#next };
      this.#ready.push(await makeSegment({ directory, identity, segmentBytes, disk, isUrgent, signal }));
      this.#next += 1;
      this.#short = false;
      return true;
    } catch (error) {
      if (!this.#short && !signal.aborted) this.#options.onTrouble(error as Error);
      this.#short = true;
      return false;
    }
  }

  async #requireSpace(): Promise<void> {
    const { directory, segmentBytes, keepFreeBytes, disk } = this.#options;
    const free = await disk.freeBytes(directory);
    if (free !== undefined && free < keepFreeBytes + segmentBytes) throw new JournalSpaceShort(directory, free);
  }
}
