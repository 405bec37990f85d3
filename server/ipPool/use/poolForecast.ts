import type { PoolShare, PoolTrend } from '#shared/ipPool/use.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Evenings look like growth until a whole day has been seen. */
const LEAST_MS = DAY_MS - HOUR_MS;
/** Later than that is no forecast but a wish. */
const MOST_MS = 365 * DAY_MS;

export interface Measured {
  readonly at: number;
  readonly used: number;
}

/**
 * When a pool is full if its daily peaks go on as in the last days: what fills a pool is the evening. A straight line
 * through the peaks (least squares); with fewer than two days there is none.
 */
export function poolForecast(history: readonly Measured[], { size, used, at }: PoolShare): PoolTrend {
  if (used >= size) return { trend: 'full' };
  const first = history[0];
  if (!first || at - first.at < LEAST_MS) return { trend: 'early' };
  const peaks = dailyPeaks(history, at);
  if (peaks.length < 2) return { trend: 'early' };
  const perMs = slopeOf(peaks);
  const peak = Math.max(used, peaks.at(-1)!.used);
  const leftMs = perMs > 0 ? Math.max(0, size - peak) / perMs : Number.POSITIVE_INFINITY;
  return leftMs > MOST_MS ? { trend: 'steady' } : { trend: 'filling', fullAt: Math.round(at + leftMs) };
}

/** The most of each 24 h, counted back from now. */
function dailyPeaks(history: readonly Measured[], now: number): readonly Measured[] {
  const peaks = new Map<number, Measured>();
  for (const one of history) {
    const daysAgo = Math.floor((now - one.at) / DAY_MS);
    const known = peaks.get(daysAgo);
    if (!known || one.used > known.used) peaks.set(daysAgo, one);
  }
  return [...peaks.entries()]
    .toSorted(([one], [other]) => other - one)
    .map(([daysAgo, { used }]) => ({
      at: now - daysAgo * DAY_MS,
      used,
    }));
}

function slopeOf(points: readonly Measured[]): number {
  const mean = (of: (point: Measured) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [at, used] = [mean((point) => point.at), mean((point) => point.used)];
  const above = points.reduce((sum, point) => sum + (point.at - at) * (point.used - used), 0);
  const below = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
