import { dateFormat } from '../words/formats.ts';

/** `2026-11-21T08:00` as the wall clock of `timeZone` shows it → ms since 1970. In a skipped hour: the hour after. */
export function instantOf(localText: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${localText.slice(0, 16)}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // The offset at the guessed instant may differ from the one at the true instant near a change; the second pass settles it.
  const first = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(first, timeZone);
}

/** ms since 1970 → `2026-11-21T08:00`, as `<input type=datetime-local>` wants it, in `timeZone`. */
export function localText(at: number, timeZone: string): string {
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

/** ms since 1970 → the calendar day `2026-11-21` in `timeZone`, as `<input type=date>` wants it. */
export function dayIn(at: number, timeZone: string): string {
  return localText(at, timeZone).slice(0, 10);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = dateFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((found) => found.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(at / 1_000) * 1_000;
}
