import type { AlarmSeverity } from '../alarm/values.ts';
import type { QuietHours } from './policy.ts';
import { dayAt, instantOf } from './zonedDay.ts';

/** When the quiet hours end that hold back an alarm of this severity at `at`; undefined when none do. */
export function quietUntil(quiet: QuietHours | undefined, severity: AlarmSeverity, at: number): number | undefined {
  if (!quiet?.severities.includes(severity)) return undefined;
  const { timeZone, from, until } = quiet;
  const today = dayAt(timeZone, at);
  for (const day of [today - 1, today]) {
    const end = instantOf(timeZone, until > from ? day : day + 1, until);
    if (instantOf(timeZone, day, from) <= at && at < end) return end;
  }
  return undefined;
}
