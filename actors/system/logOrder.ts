import type { CommittedBatch } from './committedBatch.ts';

interface Finished {
  readonly batch: CommittedBatch;
  /** Called once the batch has been handed on. */
  readonly done: () => void;
  /** Transactions that were under way when this one finished, and may have lower positions. */
  readonly before: Set<number>;
}

/**
 * Puts batches of transactions that overlap back into the order of the log. The database gives positions under a lock
 * held until commit, so whoever has lower positions has committed before; only its answer may arrive later. A batch
 * that continues the last one goes on at once, another waits for those that were under way beside it, and for no others.
 */
export class LogOrder {
  readonly #handOn: (batch: CommittedBatch) => void;
  readonly #underWay = new Set<number>();
  #finished: Finished[] = [];
  #nextPosition: number | undefined;
  #lastTicket = 0;

  constructor(handOn: (batch: CommittedBatch) => void) {
    this.#handOn = handOn;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** A transaction begins; hand the ticket back with what became of it. */
  begin(): number {
    this.#lastTicket += 1;
    this.#underWay.add(this.#lastTicket);
    return this.#lastTicket;
  }

  /** The transaction has ended; `batch` is what it committed, undefined when it failed. Resolves after the hand-on. */
  end(ticket: number, batch: CommittedBatch | undefined): Promise<void> {
    this.#underWay.delete(ticket);
    for (const waiting of this.#finished) waiting.before.delete(ticket);
    const handed =
      batch && batch.events.length > 0
        ? new Promise<void>((done) => this.#finished.push({ batch, done, before: new Set(this.#underWay) }))
        : Promise.resolve();
    this.#finished.sort((a, b) => firstOf(a) - firstOf(b));
    this.#release();
    return handed;
  }

  #release(): void {
    for (;;) {
      const [first] = this.#finished;
      if (!first) return;
      const continues = firstOf(first) === this.#nextPosition;
      if (!continues && first.before.size > 0) return;
      this.#finished.shift();
      this.#nextPosition = firstOf(first) + first.batch.events.length;
      this.#handOn(first.batch);
      first.done();
    }
  }
}

function firstOf({ batch }: Finished): number {
  return batch.events[0]?.position ?? 0;
}
