import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';

/** Records that are next in line; the batch is there when they are all of it. */
export interface Contiguous {
  readonly records: readonly EventRecord[];
  readonly batch: CommittedBatch | undefined;
}

/**
 * Committed batches waiting for one follower, ordered by position and bounded in events. When there are too many, all are
 * let go: they are in the log.
 */
export class PendingBatches {
  readonly #mostEvents: number;
  #batches: CommittedBatch[] = [];
  #events = 0;

  constructor(mostEvents: number) {
    this.#mostEvents = mostEvents;
  }

  get events(): number {
    return this.#events;
  }

  add(batch: CommittedBatch): void {
    if (batch.events.length === 0) return;
    if (this.#events + batch.events.length > this.#mostEvents) this.clear();
    if (batch.events.length > this.#mostEvents) return;
    let index = this.#batches.length;
    while (index > 0 && first(this.#batches[index - 1]!) > first(batch)) index--;
    this.#batches.splice(index, 0, batch);
    this.#events += batch.events.length;
  }

  clear(): void {
    this.#batches = [];
    this.#events = 0;
  }

  /** Takes what directly follows `position`; lets go what is at or before it. Undefined: there is a gap, or nothing. */
  takeAfter(position: number): Contiguous | undefined {
    for (let batch = this.#batches[0]; batch !== undefined; batch = this.#batches[0]) {
      if (first(batch) > position + 1) return undefined;
      this.#batches.shift();
      this.#events -= batch.events.length;
      if (first(batch) === position + 1) return { records: batch.events, batch };
      const rest = batch.events.filter((record) => record.position > position);
      if (rest.length > 0) return { records: rest, batch: undefined };
    }
    return undefined;
  }
}

function first(batch: CommittedBatch): number {
  return batch.events[0]!.position;
}
