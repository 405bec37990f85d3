import type { Clock } from '#actors/system/clock.ts';
import type { JournalBatch } from './journalBatch.ts';
import type { JournalDisk } from './journalDisk.ts';
import type { JournalSegment } from './journalSegment.ts';

export interface GroupCommitOptions {
  /** What batches are parts of. */
  readonly buffer: Buffer;
  readonly disk: JournalDisk;
  readonly clock: Clock;
  readonly onDurable: (batch: JournalBatch) => void;
  readonly onTrouble: (error: Error) => void;
  /** See JournalWriterOptions. */
  readonly onStuck: (error: Error) => void;
}

const RETRY_MS = 1_000;
const STUCK_MS = 10_000;

/**
 * Brings one batch at a time to the disk: write, fdatasync. What failed is written again as a whole, because after a
 * failed sync nobody knows which pages were kept; until then nothing of it is durable.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #batch: JournalBatch | undefined;
  #trouble: 'full' | 'failing' | undefined;
  #retry: unknown;
  /** Since when it fails, and not for want of space. */
  #failingSince: number | undefined;
  #worked = false;
  #closing: (() => void) | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#batch !== undefined;
  }

  /** Why the last attempt failed; undefined: it didn't. */
  get trouble(): 'full' | 'failing' | undefined {
    return this.#trouble;
  }

  start(batch: JournalBatch): void {
    this.#batch = batch;
    this.#writeBatch(batch);
  }

  /** Waits for what is being written; gives up what fails. */
  async close(): Promise<void> {
    if (this.#batch === undefined || this.#retry !== undefined) {
      this.#options.clock.clearTimeout(this.#retry);
      return;
    }
    await new Promise<void>((resolve) => (this.#closing = resolve));
  }

  #writeBatch(batch: JournalBatch): void {
    const { endedSegment, segment } = batch;
    const last = (): void => {
      this.#writeGroup(segment!, batch.base + batch.groupFrom, batch.base + batch.used, batch.groupAt, () =>
        this.#done(batch),
      );
    };
    if (endedSegment === undefined) last();
    else this.#writeGroup(endedSegment, batch.base, batch.base + batch.groupFrom, batch.endedAt, last);
  }

  /** Octets `from` to `to` of the buffer at `position` of the file. */
  #writeGroup(segment: JournalSegment, from: number, to: number, position: number, then: () => void): void {
    const { buffer, disk } = this.#options;
    const { fd } = segment.file;
    disk.write(fd, { buffer, offset: from, length: to - from }, position, (error, written) => {
      if (error) this.#failed(error);
      else if (written < to - from) this.#writeGroup(segment, from + written, to, position + written, then);
      else disk.fdatasync(fd, (failure) => (failure ? this.#failed(failure) : then()));
    });
  }

  #done(batch: JournalBatch): void {
    this.#trouble = undefined;
    this.#failingSince = undefined;
    this.#worked = true;
    this.#batch = undefined;
    // Nothing is written to it any more; a file that can't be closed costs a descriptor until the end.
    void batch.endedSegment?.file.close().catch(() => undefined);
    this.#options.onDurable(batch);
    if (!this.busy) this.#closing?.();
  }

  #failed(error: NodeJS.ErrnoException): void {
    const trouble = error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'full' : 'failing';
    if (this.#trouble !== trouble) this.#options.onTrouble(error);
    this.#trouble = trouble;
    if (this.#closing !== undefined) return this.#closing();
    this.#lookIfStuck(error);
    this.#retry = this.#options.clock.setTimeout(() => {
      this.#retry = undefined;
      this.#writeBatch(this.#batch!);
    }, RETRY_MS);
  }

  /** Nothing but another segment may help then; where nothing worked before, nothing can be hoped of that. */
  #lookIfStuck(error: Error): void {
    const now = this.#options.clock.now();
    if (this.#trouble === 'full' || !this.#worked) this.#failingSince = undefined;
    else this.#failingSince ??= now;
    if (this.#failingSince !== undefined && now - this.#failingSince >= STUCK_MS) this.#options.onStuck(error);
  }
}
