import type { Values } from '../configTable.ts';

export interface Pair {
  readonly rx: number;
  readonly tx: number;
}

/** Mikrotik-Rate-Limit, from the router's view: `rx` is what the customer sends. */
export interface RateLimit {
  readonly text: string;
  readonly rate: Pair;
  readonly burst: Pair;
  readonly threshold: Pair;
  readonly burstSeconds: Pair;
  readonly priority: number;
  readonly least: Pair;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6 };
const NOTHING: Pair = { rx: 0, tx: 0 };

/**
 * `rx[/tx] [burst[/burst] [threshold[/threshold] [seconds[/seconds] [priority [least[/least]]]]]]` (MikroTik manual:
 * PPP AAA). Undefined for what the router refuses.
 */
export function parseRateLimit(text: string): RateLimit | undefined {
  const [rate = '', burst, threshold, seconds, priority, least, ...rest] = text.trim().split(/ +/);
  const parts = {
    rate: pairOf(rate, NOTHING),
    burst: pairOf(burst, NOTHING),
    threshold: pairOf(threshold, pairOf(rate, NOTHING)),
    burstSeconds: pairOf(seconds, { rx: 1, tx: 1 }),
    least: pairOf(least, NOTHING),
  };
  const level = Number(priority ?? 8);
  if (rest.length > 0 || rate === '' || !Number.isInteger(level) || level < 1 || level > 8) return undefined;
  if (!isComplete(parts)) return undefined;
  const isTooMuch = parts.least.rx > parts.rate.rx || parts.least.tx > parts.rate.tx;
  return isTooMuch ? undefined : { text: text.trim(), ...parts, priority: level };
}

function isComplete<K extends string>(parts: Record<K, Pair | undefined>): parts is Record<K, Pair> {
  return Object.values(parts).every((part) => part !== undefined);
}

/** One value counts for both directions. */
function pairOf(text: string | undefined, missing: Pair | undefined): Pair | undefined {
  if (text === undefined) return missing;
  const [first = '', second = first, ...rest] = text.split('/');
  const [rx, tx] = [numberOf(first), numberOf(second)];
  return rx === undefined || tx === undefined || rest.length > 0 ? undefined : { rx, tx };
}

function numberOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([kM]?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * UNITS[unit]!;
}

const both = ({ rx, tx }: Pair, unit = ''): string => `${rx}${unit}/${tx}${unit}`;

/** Fields of the dynamic queue, as the API prints them: plain numbers. */
export const queueFields = ({ rate, burst, threshold, burstSeconds, priority, least }: RateLimit): Values => ({
  'max-limit': both(rate),
  'limit-at': both(least),
  'burst-limit': both(burst),
  'burst-threshold': burst.rx + burst.tx > 0 ? both(threshold) : '0/0',
  'burst-time': burst.rx + burst.tx > 0 ? both(burstSeconds, 's') : '0s/0s',
  priority: `${priority}/${priority}`,
});
