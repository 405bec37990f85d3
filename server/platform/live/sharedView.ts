import type { Clock } from '#actors/system/clock.ts';
import type { Frame, Snapshot } from '#shared/wire/downstream.ts';
import type { ViewPosition } from '#shared/wire/upstream.ts';
import { FrameRing } from './frameRing.ts';
import type { LiveLimits } from './liveLimits.ts';
import { diffContent, sentContent, type SentContent } from './viewDiff.ts';
import type { OpenView } from './viewSource.ts';

export interface SharedViewOptions {
  /** Unique among all shared views of all processes. */
  readonly epoch: string;
  readonly clock: Clock;
  readonly limits: Pick<LiveLimits, 'frameIntervalMs' | 'ringMs' | 'ringBytes'>;
  /** Sends to everybody in the view's room. `waitedMs`: since the first change the frame carries. */
  broadcast(frame: Frame, waitedMs: number): void;
  /** Reading failed; the view says nothing more. */
  failed(error: unknown): void;
}

/**
 * What all subscribers with the same request and audience look at. It remembers what was sent; a snapshot is exactly
 * that, so whoever gets the snapshot and then every later frame misses nothing and sees nothing twice.
 */
export class SharedView {
  readonly epoch: string;
  readonly #options: SharedViewOptions;
  readonly #source: OpenView;
  readonly #ring: FrameRing;
  #sent: SentContent;
  #n = 0;
  #subscribers = 0;
  #changedAt: number | undefined;
  #steppedAt = -Infinity;
  #timer: unknown;
  #closed = false;

  /** Throws what `read` throws. */
  constructor(source: OpenView, options: SharedViewOptions) {
    this.epoch = options.epoch;
    this.#options = options;
    this.#source = source;
    this.#ring = new FrameRing(options.limits);
    this.#sent = sentContent(source.read());
  }

  get subscribers(): number {
    return this.#subscribers;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The content may differ from what was sent. Without subscribers nothing is computed until one comes. */
  changed(): void {
    if (this.#closed) return;
    this.#changedAt ??= this.#options.clock.now();
    if (this.#subscribers > 0) this.#schedule();
  }

  /** Brings the view up to date first when it had no subscribers: one frame holds everything since. */
  addSubscriber(): void {
    this.#subscribers += 1;
    if (this.#subscribers === 1) this.#step();
  }

  removeSubscriber(): void {
    this.#subscribers -= 1;
  }

  snapshot(): Snapshot {
    const { rows, order, total } = this.#sent;
    const at = this.#options.clock.now();
    return { epoch: this.epoch, n: this.#n, rows: [...rows.values()], order: [...order], total, at };
  }

  /** Frames since a position, or undefined when only a snapshot can help (or is shorter). */
  missedSince(position: ViewPosition): readonly Frame[] | undefined {
    if (position.epoch !== this.epoch) return undefined;
    const frames = this.#ring.after(position.n, this.#n);
    const changes = frames?.reduce((sum, frame) => sum + frame.changes.length, 0) ?? 0;
    return changes > 2 * this.#sent.rows.size + 20 ? undefined : frames;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.clock.clearTimeout(this.#timer);
    this.#source.close();
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const { clock, limits } = this.#options;
    const waitMs = Math.max(0, this.#steppedAt + limits.frameIntervalMs - clock.now());
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      this.#step();
    }, waitMs);
  }

  #step(): void {
    if (this.#closed || this.#changedAt === undefined) return;
    try {
      this.#frame(this.#changedAt);
    } catch (error) {
      this.#options.failed(error);
    }
  }

  #frame(changedAt: number): void {
    this.#changedAt = undefined;
    // Reads are paced even when they find nothing: a storm outside this window must not cost more than ten a second.
    this.#steppedAt = this.#options.clock.now();
    const diff = diffContent(this.#sent, this.#source.read(), (id) => this.#source.exists(id));
    if (!diff) return;
    const at = this.#options.clock.now();
    this.#sent = diff.next;
    this.#n += 1;
    const frame: Frame = {
      epoch: this.epoch,
      n: this.#n,
      changes: [...diff.changes],
      ...(diff.order && { order: [...diff.order] }),
      total: diff.next.total,
      at,
    };
    this.#ring.add(frame);
    this.#options.broadcast(frame, at - changedAt);
  }
}
