import type { TenantId } from '#shared/values/ids.ts';
import type { Clock } from './clock.ts';
import type { CommittedBatch } from './committedBatch.ts';
import { LogOrder } from './logOrder.ts';
import {
  CommitRejected,
  CommitUnknown,
  type ActorObserver,
  type CommitOutcome,
  type CommitUnit,
  type DomainStore,
} from './ports.ts';

interface Ready {
  readonly unit: CommitUnit;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly store: DomainStore;
  readonly clock: Clock;
  readonly observer: ActorObserver;
  /** Called in log order for every committed transaction, before anyone is answered. */
  readonly onCommitted: (batch: CommittedBatch) => void;
  readonly mostUnits?: number;
}

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;
const LANES = 2;
/** Fewer wait for the transaction under way: small transactions cost more together than they gain apart. */
const WORTH_A_SECOND_LANE = 24;

/**
 * Commands of one tenant that are ready together share one transaction; whatever becomes ready meanwhile is the next
 * batch. When much is ready a second transaction overlaps the first, so that one is decided and sent while the database
 * works on the other; they meet at the tenant's log head, which is the last thing either takes.
 */
export class GroupCommit {
  readonly #tenant: TenantId;
  readonly #options: GroupCommitOptions;
  readonly #mostUnits: number;
  readonly #order: LogOrder;
  #ready: Ready[] = [];
  #lanes = 0;

  constructor(tenant: TenantId, options: GroupCommitOptions) {
    this.#tenant = tenant;
    this.#options = options;
    this.#mostUnits = options.mostUnits ?? 200;
    this.#order = new LogOrder((batch) => this.#handOn(batch));
  }

  get waiting(): number {
    return this.#ready.length;
  }

  /** Rejects with StorageUnavailable, StorageFull, or CommitRejected when this very unit can't be stored. */
  submit(unit: CommitUnit): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      this.#ready.push({ unit, resolve, reject });
      const wanted = this.#lanes === 0 || this.#ready.length >= WORTH_A_SECOND_LANE;
      if (wanted && this.#lanes < LANES) {
        this.#lanes += 1;
        void Promise.resolve().then(() => this.#run());
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#ready.length > 0) {
      const batch = this.#ready.slice(0, this.#mostUnits);
      this.#ready = this.#ready.slice(this.#mostUnits);
      await this.#commit(batch);
      if (this.#lanes > 1 && this.#ready.length < WORTH_A_SECOND_LANE) break;
    }
    this.#lanes -= 1;
  }

  async #commit(batch: readonly Ready[]): Promise<void> {
    const startedAt = this.#options.clock.now();
    const ticket = this.#order.begin();
    try {
      const { outcomes, batch: committed } = await this.#commitUntilKnown(batch.map((ready) => ready.unit));
      this.#options.observer.batchCommitted(batch.length, this.#options.clock.now() - startedAt);
      await this.#order.end(ticket, committed);
      batch.forEach((ready, index) => {
        const outcome = outcomes[index];
        if (outcome) ready.resolve(outcome);
        else ready.reject(new CommitRejected('the store gave no outcome for a unit'));
      });
    } catch (error) {
      void this.#order.end(ticket, undefined);
      if (error instanceof CommitRejected && batch.length > 1) return this.#commitHalves(batch);
      for (const ready of batch) ready.reject(error);
    }
  }

  /** What is committed is committed: a follower that throws is its own trouble, not that of the commands. */
  #handOn(committed: CommittedBatch): void {
    try {
      this.#options.onCommitted(committed);
    } catch (error) {
      this.#options.observer.crashed('root/followers', error);
    }
  }

  /** One unit the database refuses must not hurt the others: halve until it stands alone. */
  async #commitHalves(batch: readonly Ready[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    await this.#commit(batch.slice(0, middle));
    await this.#commit(batch.slice(middle));
  }

  /**
   * When the connection broke during COMMIT the same units are committed again: keys found stored tell that the first
   * attempt had succeeded, and inserting them waits for a transaction that may still be under way. Nobody is answered before.
   */
  async #commitUntilKnown(units: readonly CommitUnit[]): ReturnType<DomainStore['commit']> {
    let unknown = false;
    for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
      try {
        return await this.#options.store.commit(this.#tenant, units);
      } catch (error) {
        unknown ||= error instanceof CommitUnknown;
        if (!unknown || error instanceof CommitRejected) throw error;
        this.#options.observer.storageTrouble(error);
        await new Promise<void>((resolve) => void this.#options.clock.setTimeout(resolve, delayMs));
      }
    }
  }
}
