import type { LabClock } from './labClock.ts';

interface Due {
  readonly at: number;
  /** Undefined: called off. */
  run: (() => void) | undefined;
}

/** Called off by whoever holds it. */
export interface Appointment {
  run: (() => void) | undefined;
}

/** Very many appointments on one timer: a heap by time. Each is at most some milliseconds late, never early. */
export class DueTimes {
  readonly #clock: LabClock;
  #heap: Due[] = [];
  #timer: unknown;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(clock: LabClock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#heap.length;
  }

  at(at: number, run: () => void): Appointment {
    const due: Due = { at, run };
    this.#push(due);
    this.#arm();
    return due;
  }

  clear(): void {
    this.#heap = [];
    this.#clock.clearTimeout(this.#timer);
    this.#timerAt = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (!first || first.at >= this.#timerAt) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timerAt = first.at;
    // A timer may be early by the fraction of a millisecond that it can't count.
    const waitMs = Math.max(0, Math.ceil(first.at - this.#clock.now()));
    this.#timer = this.#clock.setTimeout(() => this.#runDue(), waitMs);
  }

  #runDue(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    while (this.#heap[0] && this.#heap[0].at <= now) this.#pop().run?.();
    this.#arm();
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.at <= due.at) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): Due {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child += 1;
      if (heap[child]!.at >= last.at) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
