import type { Clock } from '#actors/system/clock.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { LagMeter } from './lagMeter.ts';
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
  /** The position of the tenant's last committed event. */
  readonly head: (tenant: TenantId) => Promise<number>;
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
  /** Ends it after the call under way, so it must not be awaited inside `onEvents`; idempotent. */
  stop(): Promise<void>;
}

/** One consumer of one tenant's log. It never holds up others: it has its own loop, memory bound and back-off. */
export class TenantFollower implements Follower {
  readonly #options: FollowOptions;
  readonly #parts: FollowerParts;
  readonly #pending: PendingBatches;
  #position: number;
  #head: number;
  readonly #lag = new LagMeter();
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
    return this.#lag.ms(this.#parts.clock.now());
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
    if (head > this.#head) {
      this.#head = head;
      this.#lag.heard(head, this.#parts.clock.now());
    }
    if (this.#head > this.#position) this.#wake?.();
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
    const records = await this.#read();
    if (records === undefined) return;
    if (records.length === 0) return await this.#lookForMissing();
    for (const run of denseRuns(records)) {
      if (this.#stopped) return;
      if (run[0]!.position > this.#position + 1) this.#passOver(run[0]!.position - 1);
      await this.#hand(run, undefined);
    }
  }

  async #read(): Promise<EventRecord[] | undefined> {
    return await this.#untilDone(
      () => this.#parts.read(this.tenant, this.#position, this.#parts.mostPerRead),
      this.#parts.readFailed,
    );
  }

  /**
   * Nothing was read below the head we heard of. A notification can be wrong, so the log itself is asked how far it
   * reaches; positions up to there that a later read still does not show are gone.
   */
  async #lookForMissing(): Promise<void> {
    const head = await this.#untilDone(() => this.#parts.head(this.tenant), this.#parts.readFailed);
    if (head === undefined) return;
    if (head > this.#position) {
      const records = await this.#read();
      if (records === undefined || records.length > 0) return;
      this.#passOver(head);
    }
    this.#head = this.#position;
    this.#lag.handled(Number.POSITIVE_INFINITY);
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
        if (attempts % this.#parts.reportAfter === 0)
          this.#options.onFailure?.(error, { position: records[0]!.position, attempts });
      },
    );
    if (done) this.#advance(records.at(-1)!.position);
  }

  #advance(position: number): void {
    this.#position = position;
    if (position > this.#head) this.#head = position;
    this.#lag.handled(position);
  }

  /** Tries with growing pauses until it works; undefined when stopped before. */
  async #untilDone<T>(
    work: () => Promise<T>,
    failed: (error: unknown, attempts: number) => void,
  ): Promise<T | undefined> {
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

/** Splits records at holes in their positions. */
function denseRuns(records: readonly EventRecord[]): EventRecord[][] {
  const runs: EventRecord[][] = [];
  for (const record of records) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)!.position === record.position - 1) run.push(record);
    else runs.push([record]);
  }
  return runs;
}
