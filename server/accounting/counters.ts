/** One direction of one report. */
export interface CounterReading {
  /** Acct-Session-Time. */
  readonly seconds: number;
  /** With the gigawords, when the report had them; undefined: it said nothing, or nothing one could believe. */
  readonly octets: number | undefined;
  /** False: the counter may have wrapped at 2³² without a word (radius.md §1.8). */
  readonly wide: boolean;
}

const WRAP = 2 ** 32;
/** Acct-*-Gigawords from here on are no counter of a line: 4 PiB. */
const MOST_GIGAWORDS = 2 ** 20;
/** A lower counter is a wrap only when the line could have carried the rest: 10 Gbit/s. */
const MOST_OCTETS_PER_SECOND = 1.25e9;

export function readingOf(seconds: number, octets: number | undefined, gigawords: number | undefined): CounterReading {
  const believed = octets !== undefined && (gigawords ?? 0) < MOST_GIGAWORDS;
  return {
    seconds,
    octets: believed ? (gigawords ?? 0) * WRAP + octets : undefined,
    wide: gigawords !== undefined,
  };
}

/** What a session has carried after one more report, given what it had carried after `seconds`; never less. */
export function grownTo(total: number, seconds: number, reading: CounterReading): number {
  if (reading.octets === undefined) return total;
  if (reading.wide) return Math.max(total, reading.octets);
  const wrapped = Math.floor(total / WRAP) * WRAP + reading.octets;
  if (wrapped >= total) return wrapped;
  const growth = wrapped + WRAP - total;
  return growth <= (reading.seconds - seconds) * MOST_OCTETS_PER_SECOND ? wrapped + WRAP : total;
}

/** The same for all reports of a session, in whatever order they came. */
export function totalOf(readings: readonly CounterReading[]): number {
  let total = 0;
  let seconds = 0;
  for (const reading of readings.toSorted((a, b) => a.seconds - b.seconds || (a.octets ?? 0) - (b.octets ?? 0))) {
    total = grownTo(total, seconds, reading);
    seconds = reading.seconds;
  }
  return total;
}
