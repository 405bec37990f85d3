import type { SampleRetention } from '#shared/sample/retention.ts';
import type { SampleSpan, SampleTable } from './sampleReadStore.ts';
import { FIVE_MS, HOUR_MS } from './sampleRollupStore.ts';

const DAY_MS = 24 * HOUR_MS;
const SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800,
];

/** The next width people can read off an axis. */
export function stepAtLeast(ms: number): number {
  return 1000 * (SECONDS.find((seconds) => seconds * 1000 >= ms) ?? SECONDS.at(-1)!);
}

export interface SpanRequest {
  readonly metrics: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly now: number;
  readonly retention: SampleRetention;
  /** Up to when each rollup is made. */
  readonly until: { readonly fiveUntil: number; readonly hourUntil: number };
}

/**
 * Which tables to read for a chart: the coarsest that is fine enough and reaches back far enough, then for what it does
 * not hold yet the next finer ones.
 */
export function spansOf(request: SpanRequest): readonly SampleSpan[] {
  const { metrics, from, to, points, now, retention, until } = request;
  const wanted = stepAtLeast((to - from) / points);
  const rawGone = from < now - retention.rawDays * DAY_MS;
  const fiveGone = from < now - retention.fiveDays * DAY_MS;
  const stepMs = Math.max(wanted, fiveGone ? HOUR_MS : rawGone ? FIVE_MS : 0);
  const start = Math.floor(from / stepMs) * stepMs;
  const ends: [SampleTable, number][] = [['sample', to]];
  if (stepMs >= FIVE_MS) ends.unshift(['sample_five', until.fiveUntil]);
  if (stepMs >= HOUR_MS) ends.unshift(['sample_hour', until.hourUntil]);
  const spans: SampleSpan[] = [];
  let at = start;
  for (const [table, end] of ends) {
    const stop = Math.min(end, to);
    if (stop <= at) continue;
    spans.push({ table, metrics, from: at, to: stop, stepMs });
    at = stop;
  }
  return spans;
}
