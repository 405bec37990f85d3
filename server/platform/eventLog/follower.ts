import type { Clock } from '#actors/system/clock.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { PendingBatches } from './pendingBatches.ts';

export interface FollowOptions {
  readonly tenant: TenantId;
  /** For figures and log lines. */
  readonly name: string;
  /** The last position already handled; 0 begins at the first event. */
  readonly from: number;
  /**
   * Gets every event once, in order, upcast, one call at a time; `batch` is there when they came straight from the
   * committer in this process. A throw means "not handled": the same records come again after a back-off.
   */
  onEvents(records: readonly EventRecord[], batch: CommittedBatch | undefined): Promise<void> | void;
  /** Told when the same records failed several times; they are tried on, slowly, until `stop`. */
  onFailure?(error: unknown, failure: { readonly position: number; readonly attempts: number }): void;
  /** Told of positions that the log does not have any more (retention); they are passed over. */
  onMissing?(missing: { readonly from: number; readonly to: number }): void;
}

/** What a follower is made of; injected by the event log. */
export interface FollowerParts {
  readonly clock: Clock;
  readonly read: (tenant: TenantId, after: number, most: number) => Promise<EventRecord[]>;
  readonly upcast: (record: EventRecord) => EventRecord;
  readonly readFailed: (error: unknown, attempts: number) => void;
  readonly mostPerRead: number;
  readonly mostPending: number;
  readonly reportAfter: number;
}

export interface Follower {
  readonly name: string;
  readonly tenant: TenantId;
  /** The last position handled. */
  readonly position: number;
  /** Events known to exist that are not handled yet. */
  readonly behind: number;
  /** How long it has been behind, 0 when it is not. */
  readonly lagMs: number;
  /** Ends it after the call under way; idempotent. */
  stop(): Promise<void>;
}

/** One consumer of one tenant's log. It never holds up others: it has its own loop, memory bound and back-off. */
export class TenantFollower implements Follower {
  readonly #options: FollowOptions;
  readonly #parts: FollowerParts;
  readonly #pending: PendingBatches;
  #position: number;
  #head: number;
  #behindSince: number | undefined;
  #wake: (() => void) | undefined;
  #stopped = false;
  #loop: Promise<void> | undefined;

  constructor(options: FollowOptions, parts: FollowerParts) {
    this.#options = options;
    this.#parts = parts;
    this.#pending = new PendingBatches(parts.mostPending);
    this.#position = options.from;
    this.#head = options.from;
  }

  get name(): string {
    return this.#options.name;
  }
  get tenant(): TenantId {
    return this.#options.tenant;
  }
  get position(): number {
    return this.#position;
  }
  get behind(): number {
    return Math.max(0, this.#head - this.#position);
  }
  get lagMs(): number {
    return this.#behindSince === undefined ? 0 : Math.max(0, this.#parts.clock.now() - this.#behindSince);
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pending.clear();
    this.#wake?.();
    await this.#loop;
  }

  /** A batch committed in this process. */
  offer(batch: CommittedBatch): void {
    if (this.#stopped || batch.events.length === 0) return;
    this.#pending.add(batch);
    this.heard(batch.events.at(-1)!.position);
  }

  /** The log is known to reach this position. */
  heard(head: number): void {
    if (head > this.#head) this.#head = head;
    if (this.#head <= this.#position) return;
    this.#behindSince ??= this.#parts.clock.now();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const next = this.#pending.takeAfter(this.#position);
      if (next !== undefined) await this.#hand(next.records, next.batch);
      else if (this.#head > this.#position) await this.#readOn();
      else await this.#sleep();
    }
  }

  async #readOn(): Promise<void> {
    const records = await this.#untilDone(
      () => this.#parts.read(this.tenant, this.#position, this.#parts.mostPerRead),
      (error, attempts) => this.#parts.readFailed(error, attempts),
    );
    if (records === undefined) return;
    // The log is dense, so what a read does not show below the head it has heard of is not there any more.
    if (records.length === 0) return this.#passOver(this.#head);
    let from = 0;
    while (from < records.length && !this.#stopped) {
      const start = records[from]!.position;
      if (start > this.#position + 1) this.#passOver(start - 1);
      let to = from + 1;
      while (to < records.length && records[to]!.position === records[to - 1]!.position + 1) to++;
      await this.#hand(records.slice(from, to), undefined);
      from = to;
    }
  }

  #passOver(to: number): void {
    this.#options.onMissing?.({ from: this.#position + 1, to });
    this.#advance(to);
  }

  async #hand(records: readonly EventRecord[], batch: CommittedBatch | undefined): Promise<void> {
    const upcast = batch === undefined ? records.map(this.#parts.upcast) : records;
    const done = await this.#untilDone(
      async () => {
        await this.#options.onEvents(upcast, batch);
        return true;
      },
      (error, attempts) => {
        if (attempts % this.#parts.reportAfter === 0) this.#options.onFailure?.(error, { position: records[0]!.position, attempts });
      },
    );
    if (done) this.#advance(records.at(-1)!.position);
  }

  #advance(position: number): void {
    this.#position = position;
    if (position > this.#head) this.#head = position;
    if (this.#head === position) this.#behindSince = undefined;
  }

  /** Tries with growing pauses until it works; undefined when stopped before. */
  async #untilDone<T>(work: () => Promise<T>, failed: (error: unknown, attempts: number) => void): Promise<T | undefined> {
    for (let attempts = 1; !this.#stopped; attempts++) {
      try {
        return await work();
      } catch (error) {
        failed(error, attempts);
        if (!this.#stopped) await this.#pause(Math.min(50 * 2 ** Math.min(attempts, 10), 5000));
      }
    }
    return undefined;
  }

  /** News about the log must not cut a back-off short, so only `stop` ends it early. */
  async #pause(ms: number): Promise<void> {
    await new Promise<void>((done) => {
      const timer = this.#parts.clock.setTimeout(done, ms);
      this.#wake = () => {
        if (!this.#stopped) return;
        this.#parts.clock.clearTimeout(timer);
        done();
      };
    });
    this.#wake = undefined;
  }

  async #sleep(): Promise<void> {
    await new Promise<void>((done) => (this.#wake = done));
    this.#wake = undefined;
  }
}
