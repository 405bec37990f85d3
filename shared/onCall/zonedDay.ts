import type { CalendarDay, WallTime } from './rota.ts';

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Days since 1970-01-01 of a calendar day. */
export function dayNumber(day: CalendarDay): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** The calendar day that the wall clock of a zone shows at an instant, as days since 1970-01-01. */
export function dayAt(zone: string, at: number): number {
  return Math.floor((at + offsetMs(zone, at)) / DAY_MS);
}

/** 1 is Monday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/**
 * When a wall clock shows a time on a day. A time that the clock jumps over (spring) is taken as late as the jump is
 * long, as clocks that were not put forward would have it; of a time that comes twice (autumn) the first is meant.
 */
export function instantOf(zone: string, day: number, time: WallTime): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  const wall = day * DAY_MS + (hours * 60 + minutes) * 60_000;
  // The offsets a day before and after enclose a change; whichever reads back as the wall time is right.
  const earlier = wall - offsetMs(zone, wall - DAY_MS);
  const later = wall - offsetMs(zone, wall + DAY_MS);
  const fits = [earlier, later].filter((at) => at + offsetMs(zone, at) === wall);
  return fits.length > 0 ? Math.min(...fits) : earlier;
}

/** How far the wall clock of a zone is ahead of UTC. */
export function offsetMs(zone: string, at: number): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(at / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit';
    const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
    format = new Intl.DateTimeFormat('en', { timeZone: zone, calendar: 'iso8601', hourCycle: 'h23', ...fields });
    formats.set(zone, format);
  }
  return format;
}
