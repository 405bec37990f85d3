import type { RateProfile } from './values.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** A stretch of the week in minutes since Monday 00:00. */
interface Stretch {
  readonly from: number;
  readonly until: number;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The stretches of a profile, cut at the end of the week. */
function stretchesOf({ days, from, until }: RateProfile): Stretch[] {
  const start = minutesOf(from);
  const length = (minutesOf(until) - start + DAY) % DAY || DAY;
  return days.flatMap((day) => {
    const begins = (day - 1) * DAY + start;
    const ends = begins + length;
    if (ends <= WEEK) return [{ from: begins, until: ends }];
    return [
      { from: begins, until: WEEK },
      { from: 0, until: ends - WEEK },
    ];
  });
}

/** Whether two profiles would both hold at some minute: which of them counts would be anybody's guess. */
export function profilesOverlap(profiles: readonly RateProfile[]): boolean {
  const all = profiles.flatMap(stretchesOf).toSorted((one, other) => one.from - other.from);
  return all.some(({ from }, index) => index > 0 && from < all[index - 1]!.until);
}

/** The profile that holds at a minute of the week (Monday 00:00 is 0); undefined: the package's own rates do. */
export function profileAt(profiles: readonly RateProfile[], minuteOfWeek: number): RateProfile | undefined {
  return profiles.find((profile) =>
    stretchesOf(profile).some(({ from, until }) => from <= minuteOfWeek && minuteOfWeek < until),
  );
}
