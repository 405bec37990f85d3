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
  /** In order of time; those called off are skipped. */
  #timers: Timer[] = [];
  readonly #waiting = new Set<unknown>();

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(fn: () => void, timeoutMs: number): unknown {
    const timer = { id: this.#nextId++, at: this.#now + Math.max(0, timeoutMs), fn };
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timers[middle]!.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    this.#waiting.add(timer.id);
    return timer.id;
  }

  clearTimeout(id: unknown): void {
    if (!this.#waiting.delete(id)) return;
    while (this.#timers.length > 0 && !this.#waiting.has(this.#timers[0]!.id)) this.#timers.shift();
    if (this.#timers.length > 2 * this.#waiting.size + 64)
      this.#timers = this.#timers.filter((timer) => this.#waiting.has(timer.id));
  }

  /** When each waiting timer is due, relative to now. */
  waitingMs(): readonly number[] {
    return this.#timers.filter(({ id }) => this.#waiting.has(id)).map(({ at }) => at - this.#now);
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
      if (this.#timers.length === 0 || this.#timers[0]!.at > limit)
        throw new Error(`still open after ${mostMs} simulated ms`);
      await this.#runFirst();
    }
    return await promise;
  }

  async #runFirst(): Promise<void> {
    const timer = this.#timers.shift()!;
    if (!this.#waiting.delete(timer.id)) return;
    this.#now = Math.max(this.#now, timer.at);
    timer.fn();
    await this.settle();
  }
}
