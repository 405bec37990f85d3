import type { Clock } from '#actors/system/clock.ts';

/** At the same time, and within a second, for one router. A router that is slower is waited for by itself. */
const MOST_IN_FLIGHT = 64;
const MOST_PER_SECOND = 1_000;

interface Lane {
  inFlight: number;
  /** Of the present second. */
  since: number;
  sent: number;
  timer: unknown;
  readonly waiting: (() => void)[];
}

/** How many requests go to each router, so that a mass expiry does not drown it. */
export class NasPace {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many wait, over all routers. */
  get waiting(): number {
    let sum = 0;
    for (const { waiting } of this.#lanes.values()) sum += waiting.length;
    return sum;
  }

  async run<T>(nasId: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#lane(nasId);
    await new Promise<void>((resolve) => {
      lane.waiting.push(resolve);
      this.#pump(lane);
    });
    try {
      return await work();
    } finally {
      lane.inFlight -= 1;
      this.#pump(lane);
      if (lane.inFlight === 0 && lane.waiting.length === 0 && lane.timer === undefined) this.#lanes.delete(nasId);
    }
  }

  #lane(nasId: string): Lane {
    const known = this.#lanes.get(nasId);
    if (known) return known;
    const lane: Lane = { inFlight: 0, since: 0, sent: 0, timer: undefined, waiting: [] };
    this.#lanes.set(nasId, lane);
    return lane;
  }

  #pump(lane: Lane): void {
    const now = this.#clock.now();
    if (now - lane.since >= 1_000) {
      lane.since = now;
      lane.sent = 0;
    }
    while (lane.waiting.length > 0 && lane.inFlight < MOST_IN_FLIGHT && lane.sent < MOST_PER_SECOND) {
      lane.inFlight += 1;
      lane.sent += 1;
      lane.waiting.shift()!();
    }
    if (lane.waiting.length > 0 && lane.sent >= MOST_PER_SECOND) this.#pumpLater(lane, lane.since + 1_000 - now);
  }

  #pumpLater(lane: Lane, waitMs: number): void {
    lane.timer ??= this.#clock.setTimeout(() => {
      lane.timer = undefined;
      this.#pump(lane);
    }, waitMs);
  }
}
