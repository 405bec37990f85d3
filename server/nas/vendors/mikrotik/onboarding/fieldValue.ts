const unitMs: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** `1w2d3h4m5s`, `5m`, `300ms`, `00:05:00` and `1d00:05:00` in ms; undefined for what is no duration. */
export function durationMs(text: string): number | undefined {
  const clock = /^(?:(\d+)w)?(?:(\d+)d)?(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text);
  if (clock) {
    const [weeks, days, hours, minutes, seconds] = clock.slice(1, 6).map((part) => Number(part ?? 0));
    return ((((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1_000;
  }
  if (!/^(\d+(w|d|h|ms|m|s))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(w|d|h|ms|m|s)/g)) total += Number(amount) * unitMs[unit!]!;
  return total;
}

/**
 * Whether a router's value says the same as the wanted one: versions differ in yes/true, in how durations are written
 * and in the order of lists. `!x` in a list means "not x", which is also said by leaving x out.
 */
export function sameValue(wanted: string, found: string): boolean {
  return canonical(wanted) === canonical(found);
}

function canonical(text: string): string {
  const plain = text.trim();
  if (plain === 'yes' || plain === 'true') return 'yes';
  if (plain === 'no' || plain === 'false') return 'no';
  const duration = durationMs(plain);
  if (duration !== undefined) return `${duration} ms`;
  const parts = plain
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('!'));
  return parts
    .map((part) => part.replace(/\/32$/, ''))
    .toSorted()
    .join(',');
}
