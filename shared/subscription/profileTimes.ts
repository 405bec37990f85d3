import { dayAt, instantOf, weekdayOf } from '../onCall/zonedDay.ts';
import type { ProfileTimes } from './values.ts';

export interface ProfileInForce {
  /** Index of the profile; undefined: the plain rates. */
  readonly profile: number | undefined;
  /** When this may be another one; undefined when there are no profiles. */
  readonly until: number | undefined;
}

/** Which of a package's profiles is in force: the first that fits. */
export function profileInForce(profiles: readonly ProfileTimes[], zone: string, at: number): ProfileInForce {
  if (profiles.length === 0) return { profile: undefined, until: undefined };
  const day = dayAt(zone, at);
  const spans = profiles.flatMap((times, index) => spansOf(times, index, zone, day));
  const inForce = spans.filter(({ from, until }) => from <= at && at < until).map(({ index }) => index);
  const changes = spans.flatMap(({ from, until }) => [from, until]).filter((change) => change > at);
  return {
    profile: inForce.length === 0 ? undefined : Math.min(...inForce),
    // A profile on one day of the week may be further away than was looked: tomorrow is soon enough to look again.
    until: Math.min(...changes, instantOf(zone, day + 1, '00:00')),
  };
}

interface Span {
  readonly index: number;
  readonly from: number;
  readonly until: number;
}

/** Those that touch the day: also of the day before, past midnight. */
function spansOf({ days, from, until }: ProfileTimes, index: number, zone: string, today: number): readonly Span[] {
  return [today - 1, today]
    .filter((day) => days.includes(weekdayOf(day)))
    .map((day) => ({
      index,
      from: instantOf(zone, day, from),
      until: instantOf(zone, until > from ? day : day + 1, until),
    }));
}
