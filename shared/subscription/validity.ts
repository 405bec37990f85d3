import { dayAt, dayNumber, instantOf, offsetMs } from '../onCall/zonedDay.ts';
import type { Cycle } from '../package/values.ts';

const DAY_MS = 86_400_000;

/** The last moment of a calendar day (`YYYY-MM-DD`) in a zone: what is valid until a day is valid on that day. */
export function endOfDay(zone: string, day: string): number {
  return instantOf(zone, dayNumber(day) + 1, '00:00') - 1;
}

/** Day of the month that the clocks of a zone show: what later months aim at, so that 31 January leads to 28 February and on to 31 March. */
export function dayOfMonth(zone: string, at: number): number {
  return new Date(dayAt(zone, at) * DAY_MS).getUTCDate();
}

/**
 * `at` moved by cycles, at the same time of day on the zone's clocks. A month that is too short ends the period on its last
 * day; `anchorDay` is the day of the month that was meant at first.
 */
export function addCycles(zone: string, at: number, { unit, count }: Cycle, times: number, anchorDay: number): number {
  const day = dayAt(zone, at);
  const time = wallTimeAt(zone, at, day);
  const many = count * times;
  if (unit === 'day') return time(day + many);
  if (unit === 'week') return time(day + 7 * many);
  return time(monthsLater(day, unit === 'year' ? 12 * many : many, anchorDay));
}

function monthsLater(day: number, months: number, anchorDay: number): number {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Math.round(Date.UTC(year, month, Math.min(anchorDay, last)) / DAY_MS);
}

/** The time of day of `at`, to be had on another day. Of an hour that comes twice in autumn the first is meant. */
function wallTimeAt(zone: string, at: number, day: number): (other: number) => number {
  const ofDay = at + offsetMs(zone, at) - day * DAY_MS;
  const minutes = Math.floor(ofDay / 60_000);
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return (other) => instantOf(zone, other, text) + (ofDay - minutes * 60_000);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
