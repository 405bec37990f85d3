const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** `1w2d3h4m5s`, `300ms`, `1d02:03:04`, `00:05`, or plain seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const clock = /^(?:(\d+)w)?(?:(\d+)d)?(\d+):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock) {
    const [weeks, days, hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0));
    return weeks! * UNITS.w + days! * UNITS.d + hours! * UNITS.h + minutes! * UNITS.m + (seconds ?? 0) * UNITS.s;
  }
  if (!/^(?:\d+(?:ms|[wdhms]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[wdhms])/g))
    sum += Number(count) * UNITS[unit as keyof typeof UNITS];
  return sum;
}

/** `1w2d3h4m5s`; zero is `0s`. */
export function inUnits(ms: number): string {
  let rest = Math.max(0, Math.round(ms));
  let text = '';
  for (const [unit, size] of Object.entries(UNITS)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/** `1w2d03:04:05`, as the console of older versions shows it; less than a minute stays in units. */
export function asClock(ms: number): string {
  if (ms < UNITS.m) return inUnits(ms);
  const two = (count: number): string => String(count).padStart(2, '0');
  const weeks = Math.floor(ms / UNITS.w);
  const days = Math.floor((ms % UNITS.w) / UNITS.d);
  const [hours, minutes, seconds] = [(ms % UNITS.d) / UNITS.h, (ms % UNITS.h) / UNITS.m, (ms % UNITS.m) / UNITS.s];
  const time = [hours, minutes, seconds].map((part) => two(Math.floor(part))).join(':');
  return `${weeks > 0 ? `${weeks}w` : ''}${days > 0 ? `${days}d` : ''}${time}`;
}
