import type { AlarmSourceFact } from '#actors/alarmSource/alarmSourceFacts.ts';
import type { Clock } from '#actors/system/clock.ts';

type Heard = Extract<AlarmSourceFact, { type: 'source.heard' }>;

const EVERY_MS = 100;

/** Counts what a source says and tells it ten times a second at most: a storm must not become a storm of facts. */
export class HeardTally {
  readonly #clock: Clock;
  readonly #tell: (heard: Heard) => void;
  #counts = { messages: 0, raised: 0, cleared: 0, refused: 0 };
  #lastRefusal: string | undefined;
  #at = 0;
  #timer: unknown;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, tell: (heard: Heard) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  count(what: 'messages' | 'raised' | 'cleared', howMany = 1): void {
    this.#counts[what] += howMany;
    this.#soon();
  }

  refuse(why: string, howMany = 1): void {
    this.#counts.refused += howMany;
    this.#lastRefusal = why.slice(0, 300);
    this.#soon();
  }

  /** Tells what is counted now; before a fact that must come after it. */
  flush(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = this.#counts;
    if (Object.values(counts).every((count) => count === 0)) return;
    const lastRefusal = this.#lastRefusal;
    this.#counts = { messages: 0, raised: 0, cleared: 0, refused: 0 };
    this.#lastRefusal = undefined;
    this.#toldAt = this.#clock.now();
    this.#tell({
      type: 'source.heard',
      at: this.#at,
      ...counts,
      ...(lastRefusal === undefined ? {} : { lastRefusal }),
    });
  }

  #soon(): void {
    this.#at = this.#clock.now();
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#toldAt + EVERY_MS - this.#at);
    this.#timer = this.#clock.setTimeout(() => this.flush(), waitMs);
  }
}
