import type { Clock } from '#actors/system/clock.ts';

/** Allows `burst` at once and `perSecond` on average. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(clock: Clock, limits: { readonly perSecond: number; readonly burst: number }) {
    this.#clock = clock;
    this.#perSecond = limits.perSecond;
    this.#burst = limits.burst;
    this.#tokens = limits.burst;
    this.#at = clock.now();
  }

  take(): boolean {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
