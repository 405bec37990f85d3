import { dayAt, instantOf, weekdayOf } from '../onCall/zonedDay.ts';
import type { ProfileTimes } from './values.ts';

export interface ProfileInForce {
  /** Index of the profile; undefined: the plain rates. */
  readonly profile: number | undefined;
  /** When it is another one; undefined: never. */
  readonly until: number | undefined;
}

/** Which of a package's profiles is in force: the first that fits. */
export function profileInForce(profiles: readonly ProfileTimes[], zone: string, at: number): ProfileInForce {
  if (profiles.length === 0) return { profile: undefined, until: undefined };
  const today = dayAt(zone, at);
  const spans = profiles.flatMap((times, index) => spansOf(times, index, zone, today));
  const profile = profileAt(spans, at);
  const horizon = instantOf(zone, today + 8, '00:00');
  const changes = spans
    .flatMap(({ from, until }) => [from, until])
    // Beyond a week it repeats, and what was not looked at seems to end.
    .filter((change) => change > at && change <= horizon)
    .toSorted((a, b) => a - b);
  return { profile, until: changes.find((change) => profileAt(spans, change) !== profile) };
}

interface Span {
  readonly index: number;
  readonly from: number;
  readonly until: number;
}

function profileAt(spans: readonly Span[], at: number): number | undefined {
  const found = spans.filter(({ from, until }) => from <= at && at < until).map(({ index }) => index);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** From yesterday, because of what goes past midnight, to the same day of next week. */
function spansOf({ days, from, until }: ProfileTimes, index: number, zone: string, today: number): readonly Span[] {
  return [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    .map((offset) => today + offset)
    .filter((day) => days.includes(weekdayOf(day)))
    .map((day) => ({
      index,
      from: instantOf(zone, day, from),
      until: instantOf(zone, until > from ? day : day + 1, until),
    }));
}
