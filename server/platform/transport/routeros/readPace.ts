import type { Clock } from '#actors/system/clock.ts';

/** How fast a peer is read: a token bucket of one second's bytes. */
export class ReadPace {
  readonly #perSecond: number;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#tokens = perSecond;
    this.#at = clock.now();
  }

  /** Counts what was read; answers how long to leave the socket alone. */
  take(bytes: number): number {
    const now = this.#clock.now();
    const refill = ((now - this.#at) * this.#perSecond) / 1_000;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + refill) - bytes;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens * 1_000) / this.#perSecond);
  }
}
