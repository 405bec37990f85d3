/** Values as the router writes them, in one form whatever its version. Each answers undefined for what it can't read. */

const UNIT_MS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** `1w2d3h4m5s`, `5m30s`, `10ms`, `01:22:53` or `2d01:22:53`, in milliseconds. */
export function durationMs(text: string | undefined): number | undefined {
  const parts = /^((?:\d+(?:ms|[wdhms]))*)(?:(\d+):(\d\d):(\d\d)(?:\.\d+)?)?$/.exec(text ?? '');
  if (!parts || !text) return undefined;
  const [, units = '', hours = '0', minutes = '0', seconds = '0'] = parts;
  let sum = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  for (const [, count, unit] of units.matchAll(/(\d+)(ms|[wdhms])/g)) sum += Number(count) * UNIT_MS[unit!]!;
  return sum;
}

/** `true`, `yes` and their opposites. */
export function flag(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  return undefined;
}

export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export function decimal(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1_000,
  K: 1_000,
  M: 1_000_000,
  G: 1_000_000_000,
  Ki: 1_024,
  Mi: 1_048_576,
  Gi: 1_073_741_824,
};

/** `1234`, `128.5MiB`, `10Mbps`, `96.0kB`: bytes or bits as a plain number. */
export function quantity(text: string | undefined): number | undefined {
  const parts = /^(\d{1,15}(?:\.\d{1,6})?)([kKMG]?|[KMG]i)(?:B|bps)?$/.exec(text ?? '');
  return parts ? Number(parts[1]) * FACTORS[parts[2]!]! : undefined;
}
