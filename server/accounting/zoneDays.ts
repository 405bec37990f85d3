const DAY_MS = 86_400_000;

/** One calendar day of a zone. */
export interface ZoneDay {
  /** `2026-11-21` */
  readonly day: string;
  readonly from: number;
  /** Exclusive; a day of a change of clocks has 23 or 25 hours. */
  readonly until: number;
}

/** Days of zones; the one that was asked for last is remembered, because the next report is of the same day. */
export class ZoneDays {
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #last = new Map<string, ZoneDay>();

  at(zone: string, at: number): ZoneDay {
    const last = this.#last.get(zone);
    if (last !== undefined && at >= last.from && at < last.until) return last;
    const found = this.#find(zone, at);
    this.#last.set(zone, found);
    return found;
  }

  #find(zone: string, at: number): ZoneDay {
    const day = this.#dayOf(zone, at);
    return { day, from: this.#edge(zone, at - DAY_MS * 1.1, at, day), until: this.#edgeAfter(zone, at, day) };
  }

  /** The first millisecond of the day, by bisection: zones shift at any hour, and some skip a day. */
  #edge(zone: string, before: number, within: number, day: string): number {
    let low = Math.floor(before);
    let high = within;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#dayOf(zone, middle) === day) high = middle;
      else low = middle;
    }
    return high;
  }

  #edgeAfter(zone: string, at: number, day: string): number {
    let low = at;
    let high = Math.ceil(at + DAY_MS * 1.1);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#dayOf(zone, middle) === day) low = middle;
      else high = middle;
    }
    return high;
  }

  #dayOf(zone: string, at: number): string {
    let format = this.#formats.get(zone);
    if (format === undefined)
      this.#formats.set(
        zone,
        (format = new Intl.DateTimeFormat('en-CA', {
          timeZone: zone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
        })),
      );
    return format.format(at);
  }
}
