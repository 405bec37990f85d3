import type { ZoneDays } from './zoneDays.ts';

/** What a session grew by between two reports. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  readonly octetsIn: number;
  readonly octetsOut: number;
  readonly seconds: number;
}

export interface UsageShare extends Omit<Growth, 'from' | 'to'> {
  /** Day in the zone, or the beginning of the hour. */
  readonly at: string | number;
}

const HOUR_MS = 3_600_000;
/** A session first heard of after longer than this has its older usage in the first of so many days or hours. */
const MOST_DAYS = 400;
const MOST_HOURS = 24 * 45;

/**
 * Usage between two reports by days of a zone. Nothing is known of when in between it was used, so it is spread evenly
 * over the time; what rounding leaves goes to the last day. The shares add up to the growth.
 */
export function dayShares(days: ZoneDays, zone: string, growth: Growth): readonly UsageShare[] {
  const last = days.at(zone, growth.to);
  if (growth.from >= last.from) return [{ ...amounts(growth), at: last.day }];
  const edges: { at: string; from: number }[] = [];
  let at = growth.to;
  while (at > growth.from && edges.length < MOST_DAYS) {
    const { day, from } = days.at(zone, at);
    edges.unshift({ at: day, from });
    at = from - 1;
  }
  return spread(growth, edges);
}

/** The same by hours. */
export function hourShares(growth: Growth): readonly UsageShare[] {
  const last = Math.floor(growth.to / HOUR_MS) * HOUR_MS;
  if (growth.from >= last) return [{ ...amounts(growth), at: last }];
  const edges: { at: number; from: number }[] = [];
  for (let hour = last; hour + HOUR_MS > growth.from && edges.length < MOST_HOURS; hour -= HOUR_MS)
    edges.unshift({ at: hour, from: hour });
  return spread(growth, edges);
}

function spread(growth: Growth, edges: readonly { at: string | number; from: number }[]): readonly UsageShare[] {
  const left = { octetsIn: growth.octetsIn, octetsOut: growth.octetsOut, seconds: growth.seconds };
  return edges.map(({ at }, index) => {
    const until = edges[index + 1]?.from;
    if (until === undefined) return { ...left, at };
    const from = index === 0 ? growth.from : edges[index]!.from;
    const share = (until - from) / (growth.to - growth.from);
    const part = {
      octetsIn: Math.floor(growth.octetsIn * share),
      octetsOut: Math.floor(growth.octetsOut * share),
      seconds: Math.floor(growth.seconds * share),
    };
    left.octetsIn -= part.octetsIn;
    left.octetsOut -= part.octetsOut;
    left.seconds -= part.seconds;
    return { ...part, at };
  });
}

function amounts({ octetsIn, octetsOut, seconds }: Growth): Omit<UsageShare, 'at'> {
  return { octetsIn, octetsOut, seconds };
}
