import type { Clock } from '#actors/system/clock.ts';

const WINDOW_MS = 60_000;
/** Fewer questions than this say nothing about a share. */
const FEWEST = 5;
const MOST_KEPT = 2_000;

/** Of what was asked in the last minute, the share that was not answered in time. */
export class LossMeter {
  readonly #clock: Clock;
  #asked: { readonly at: number; readonly lost: boolean }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  count(lost: boolean): void {
    this.#asked.push({ at: this.#clock.now(), lost });
    if (this.#asked.length > MOST_KEPT) this.#asked = this.#asked.slice(-MOST_KEPT / 2);
  }

  percent(): number {
    const since = this.#clock.now() - WINDOW_MS;
    this.#asked = this.#asked.filter(({ at }) => at > since);
    if (this.#asked.length < FEWEST) return 0;
    return (100 * this.#asked.filter(({ lost }) => lost).length) / this.#asked.length;
  }
}
