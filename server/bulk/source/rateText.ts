import type { Burst, Rates } from '#shared/package/values.ts';

export interface RateText {
  readonly rates: Rates;
  readonly burst?: Burst;
  readonly priority?: number;
  readonly limitAt?: Rates;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000, g: 1_000_000_000 };

/**
 * `rx/tx [burst-rx/tx [threshold-rx/tx [seconds-rx/tx [priority [least-rx/tx]]]]]` as queues of routers are written; rx is
 * what the customer sends. One figure instead of two holds for both directions. Undefined: it is not written so.
 */
export function rateText(text: string): RateText | undefined {
  const parts = text.trim().split(/\s+/);
  const [rate, burst, threshold, seconds, priority, least] = parts;
  const rates = ratesOf(rate);
  if (!rates || parts.length > 6) return undefined;
  const limitAt = least === undefined ? undefined : ratesOf(least);
  const level = Number(priority);
  return {
    rates,
    ...burstOf(rates, { burst, threshold, seconds }),
    ...(priority !== undefined && Number.isInteger(level) && level >= 1 && level <= 8 ? { priority: level } : {}),
    ...(limitAt && limitAt.downBps <= rates.downBps && limitAt.upBps <= rates.upBps ? { limitAt } : {}),
  };
}

/** Undefined for 0/0, which means no limit, too. */
function ratesOf(text = ''): Rates | undefined {
  const [up, down] = pairOf(text, bitsOf);
  if (up === undefined || down === undefined || up < 1_000 || down < 1_000) return undefined;
  return { downBps: down, upBps: up };
}

/** A burst that is no faster than the rate is none; without threshold the rate is it, as routers have it. */
function burstOf(
  rates: Rates,
  said: Readonly<Record<'burst' | 'threshold' | 'seconds', string | undefined>>,
): { readonly burst?: Burst } {
  const limit = ratesOf(said.burst);
  if (!limit || limit.downBps <= rates.downBps || limit.upBps <= rates.upBps) return {};
  const threshold = ratesOf(said.threshold) ?? rates;
  const [up = 1, down = 1] = pairOf(said.seconds ?? '1', (text) => Number.parseInt(text, 10) || undefined);
  const direction = (limitBps: number, thresholdBps: number, seconds: number): Burst['down'] => ({
    limitBps,
    thresholdBps: Math.min(thresholdBps, limitBps),
    seconds: Math.min(300, Math.max(1, seconds)),
  });
  return {
    burst: {
      down: direction(limit.downBps, threshold.downBps, down),
      up: direction(limit.upBps, threshold.upBps, up),
    },
  };
}

function pairOf(
  text: string,
  read: (text: string) => number | undefined,
): readonly [number | undefined, number | undefined] {
  const [first = '', second = first] = text.split('/');
  return [read(first), read(second)];
}

function bitsOf(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(text.trim());
  return found ? Math.round(Number(found[1]) * UNITS[found[2]!.toLowerCase()]!) : undefined;
}
