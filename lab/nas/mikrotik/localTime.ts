import type { Personality } from './personality.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A router's own calendar: `gmtOffsetMs` ahead of UTC, no summer time where the demonstration takes place. */
export interface LocalTime {
  readonly date: string;
  readonly time: string;
  /** Hours since local midnight, with fraction. */
  readonly hour: number;
}

export function localTime(at: number, gmtOffsetMs: number, dates: Personality['dates']): LocalTime {
  const local = new Date(at + gmtOffsetMs);
  const [day = '', rest = ''] = local.toISOString().split('T');
  const [year, month, dayOfMonth] = day.split('-');
  return {
    date: dates === 'iso' ? day : `${MONTHS[Number(month) - 1]}/${dayOfMonth}/${year}`,
    time: rest.slice(0, 8),
    hour: local.getUTCHours() + local.getUTCMinutes() / 60 + local.getUTCSeconds() / 3600,
  };
}

export function dateAndTime(at: number, gmtOffsetMs: number, dates: Personality['dates']): string {
  const { date, time } = localTime(at, gmtOffsetMs, dates);
  return `${date} ${time}`;
}

/** `+03:00`, the way clocks are printed. */
export function offsetText(gmtOffsetMs: number): string {
  const minutes = Math.abs(Math.round(gmtOffsetMs / 60_000));
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${gmtOffsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
