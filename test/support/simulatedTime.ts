import type { Clock } from '#actors/system/clock.ts';

interface Timer {
  readonly id: number;
  readonly at: number;
  readonly fn: () => void;
}

/**
 * A clock that stands still until told to go on. Timers run in order of time, and everything they lead to in promises
 * has happened before the next one runs, so that a test sees one possible history and always the same.
 */
export class SimulatedTime implements Clock {
  #now: number;
  #nextId = 1;
  #timers: Timer[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(fn: () => void, timeoutMs: number): unknown {
    const timer = { id: this.#nextId++, at: this.#now + Math.max(0, timeoutMs), fn };
    const after = this.#timers.findIndex(({ at }) => at > timer.at);
    if (after < 0) this.#timers.push(timer);
    else this.#timers.splice(after, 0, timer);
    return timer.id;
  }

  clearTimeout(id: unknown): void {
    const at = this.#timers.findIndex((timer) => timer.id === id);
    if (at >= 0) this.#timers.splice(at, 1);
  }

  /** When each waiting timer is due, relative to now. */
  waitingMs(): readonly number[] {
    return this.#timers.map(({ at }) => at - this.#now);
  }

  /** Lets promises do what they can without time passing. */
  async settle(): Promise<void> {
    // A macrotask comes after all microtasks, including those that microtasks queue.
    await new Promise<void>((resolve) => void setImmediate(resolve));
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.settle();
    while (this.#timers.length > 0 && this.#timers[0]!.at <= until) await this.#runFirst();
    this.#now = until;
  }

  /** Goes on until the promise is settled; throws when nothing within `mostMs` of simulated time settles it. */
  async until<T>(promise: Promise<T>, mostMs = 3_600_000): Promise<T> {
    let open = true;
    void promise.then(
      () => (open = false),
      () => (open = false),
    );
    const limit = this.#now + mostMs;
    await this.settle();
    while (open) {
      if (this.#timers.length === 0 || this.#timers[0]!.at > limit) throw new Error(`still open after ${mostMs} simulated ms`);
      await this.#runFirst();
    }
    return await promise;
  }

  async #runFirst(): Promise<void> {
    const timer = this.#timers.shift()!;
    this.#now = Math.max(this.#now, timer.at);
    timer.fn();
    await this.settle();
  }
}
