import type { UsageHour } from '#shared/session/usage.ts';

export interface HourOfWeek {
  /** 0 is Monday. */
  readonly day: number;
  readonly hour: number;
  /** Average of what went both ways, bits per second; undefined: no such hour was measured. */
  readonly bps: number | undefined;
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The 168 hours of a week by the clocks of a zone, Monday first. */
export function hoursOfWeek(hours: readonly UsageHour[], timeZone: string): readonly HourOfWeek[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  const sums = new Map<number, { octets: number; count: number }>();
  for (const { at, octetsIn, octetsOut } of hours) {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const key = DAYS.indexOf(parts.get('weekday') ?? '') * 24 + Number(parts.get('hour'));
    const sum = sums.get(key) ?? { octets: 0, count: 0 };
    sums.set(key, { octets: sum.octets + octetsIn + octetsOut, count: sum.count + 1 });
  }
  return Array.from({ length: 168 }, (_, index) => {
    const sum = sums.get(index);
    return {
      day: Math.floor(index / 24),
      hour: index % 24,
      bps: sum === undefined ? undefined : (sum.octets * 8) / sum.count / 3600,
    };
  });
}

const LAST = 167;

/** Where a key leads from an hour of the week, which days are rows of; undefined: nowhere. */
export function movedInWeek(at: number, key: string): number | undefined {
  const day = at - (at % 24);
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - 24,
    ArrowDown: at + 24,
    Home: day,
    End: day + 23,
  }[key];
  return to === undefined ? undefined : to < 0 || to > LAST ? at : to;
}
