import { dateFormat } from '../words/formats.ts';
import { locale, say } from '../words/words.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `4 s`, `12 min`, `3 h 20 min`, `5 d`: short enough for a column, exact enough to act on. */
export function duration(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < MINUTE) return say('seconds', { n: Math.floor(positive / SECOND) });
  if (positive < HOUR) return say('minutes', { n: Math.floor(positive / MINUTE) });
  if (positive < DAY) {
    const minutes = Math.floor((positive % HOUR) / MINUTE);
    const hours = Math.floor(positive / HOUR);
    return minutes === 0 || hours >= 10 ? say('hours', { n: hours }) : say('hoursMinutes', { h: hours, m: minutes });
  }
  return say('days', { n: Math.floor(positive / DAY) });
}

/** `4 s ago`; the present second is `just now`. */
export function ago(at: number, now: number): string {
  return now - at < SECOND ? say('justNow') : say('ago', { duration: duration(now - at) });
}

/** With seconds and the zone's name, as two people on the phone would compare it. */
export function absolute(at: number, timeZone: string): string {
  return dateFormat(locale(), {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);
}

/** `14:05`, with the day when it isn't today in that zone. */
export function clockTime(at: number, now: number, timeZone: string): string {
  return withDay(at, now, timeZone, {});
}

/** `14:05:09`: to compare with a router's log. */
export function exactTime(at: number, now: number, timeZone: string): string {
  return withDay(at, now, timeZone, { second: '2-digit' });
}

function withDay(at: number, now: number, timeZone: string, exact: { readonly second?: '2-digit' }): string {
  const day = dateFormat('en-CA', { timeZone });
  const parts = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...exact } as const;
  const time = dateFormat(locale(), parts).format(at);
  if (day.format(at) === day.format(now)) return time;
  const date = dateFormat(locale(), { timeZone, day: 'numeric', month: 'short' }).format(at);
  return `${date}, ${time}`;
}
