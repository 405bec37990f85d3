import type { SeededRandom } from '../../../seededRandom.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import type { SubscriberLine } from './subscriberLine.ts';

export interface Span {
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface RedialTimes {
  /** After the router's start, and when equipment is new. */
  readonly first: Span;
  /** After a session has ended. */
  readonly again: Span;
  /** After the first refusal; each further one doubles it, up to `mostMs`. */
  readonly refused: Span;
  /** How long those who come and go stay, in the mean, and how long they are away at the quietest time. */
  readonly meanStayMs: number;
  readonly meanAwayMs: number;
}

export const usualRedial: RedialTimes = {
  first: { leastMs: 500, mostMs: 20_000 },
  again: { leastMs: 4000, mostMs: 25_000 },
  refused: { leastMs: 5000, mostMs: 60_000 },
  meanStayMs: 3 * 3_600_000,
  meanAwayMs: 40 * 60_000,
};

const SOON: Span = { leastMs: 200, mostMs: 4000 };

/** When equipment dials (again). */
export class Redial {
  times: RedialTimes = usualRedial;
  readonly #random: SeededRandom;
  readonly #dayShare: () => number;

  /** `dayShare`: how busy this time of the day is, 0 to 1. */
  constructor(random: SeededRandom, dayShare: () => number) {
    this.#random = random;
    this.#dayShare = dayShare;
  }

  firstMs(): number {
    return this.#within(this.times.first);
  }

  soonMs(): number {
    return this.#within(SOON);
  }

  /** Undefined: until something ends it. */
  staysMs({ behaviour }: SubscriberLine): number | undefined {
    return behaviour === 'wanders' ? this.#about(this.times.meanStayMs) : undefined;
  }

  /** Undefined: not by itself. */
  afterEndMs({ behaviour }: SubscriberLine, cause: TerminateCause | undefined): number | undefined {
    if (behaviour === 'manual') return undefined;
    const leftByChoice = behaviour === 'wanders' && cause === 'User-Request';
    if (leftByChoice) return this.#about(this.times.meanAwayMs) / Math.max(0.2, this.#dayShare());
    return this.#within(this.times.again);
  }

  afterFailureMs(failures: number): number {
    const { leastMs, mostMs } = this.times.refused;
    const ms = Math.min(mostMs, leastMs * 2 ** Math.min(20, failures - 1));
    return ms * (0.75 + this.#random.next() * 0.5);
  }

  #within({ leastMs, mostMs }: Span): number {
    return leastMs + this.#random.next() * (mostMs - leastMs);
  }

  #about(meanMs: number): number {
    return -Math.log(1 - this.#random.next()) * meanMs;
  }
}
