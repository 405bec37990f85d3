import type { SampleBucket } from './sampleReadStore.ts';
import { stepAtLeast } from './sampleSteps.ts';

type Cell = number | null;

export interface Columns {
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  readonly stepMs: number;
  readonly byMetric: ReadonlyMap<string, { mean: Cell[]; low: Cell[]; high: Cell[] }>;
}

/** Sources record at least every 60 s (sampleSink.ts): two missed and a little are a gap. */
const LONGEST_SILENCE_MS = 150_000;

/**
 * Buckets of several metrics as columns over common times. Where a metric has no bucket of its own between two that
 * belong together, it gets the point on the line between them, which draws the same; where it was silent, null.
 */
export function columnsOf(buckets: readonly SampleBucket[], metrics: readonly string[], askedStepMs: number): Columns {
  const found = Map.groupBy(buckets, ({ metric }) => metric);
  const stepMs = Math.max(askedStepMs, ...[...found.values()].map(usualDistance).map(stepAtLeast));
  const silenceMs = Math.max(LONGEST_SILENCE_MS, 1.5 * stepMs);
  const points = new Map(metrics.map((metric) => [metric, widened(found.get(metric) ?? [], stepMs)]));
  const times = new Set<number>();
  for (const list of points.values()) {
    for (const [index, { at }] of list.entries()) {
      times.add(at);
      if (index > 0 && at - list[index - 1]!.at > silenceMs) times.add(list[index - 1]!.at + stepMs);
    }
  }
  const at = [...times].toSorted((a, b) => a - b);
  const byMetric = new Map([...points].map(([metric, list]) => [metric, columnsAt(at, list, silenceMs)]));
  return { at, stepMs, byMetric };
}

/** The median, so that a minute watched second by second does not tear the hours around it apart. */
function usualDistance(buckets: readonly SampleBucket[]): number {
  const distances = buckets.slice(1).map(({ at }, index) => at - buckets[index]!.at);
  return distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}

/** Buckets of the same start joined, after making them `stepMs` wide. */
function widened(buckets: readonly SampleBucket[], stepMs: number): readonly SampleBucket[] {
  const joined = new Map<number, SampleBucket>();
  for (const bucket of buckets) {
    const at = Math.floor(bucket.at / stepMs) * stepMs;
    const other = joined.get(at);
    joined.set(at, other ? joinedBucket(other, bucket) : { ...bucket, at });
  }
  return [...joined.values()].toSorted((a, b) => a.at - b.at);
}

function joinedBucket(a: SampleBucket, b: SampleBucket): SampleBucket {
  const samples = a.samples + b.samples;
  return {
    ...a,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    mean: (a.mean * a.samples + b.mean * b.samples) / samples,
    samples,
  };
}

function columnsAt(
  times: readonly number[],
  points: readonly SampleBucket[],
  silenceMs: number,
): { mean: Cell[]; low: Cell[]; high: Cell[] } {
  const columns = { mean: [] as Cell[], low: [] as Cell[], high: [] as Cell[] };
  let next = 0;
  for (const at of times) {
    while (next < points.length && points[next]!.at < at) next += 1;
    const after = points[next];
    const before = after?.at === at ? after : points[next - 1];
    const together = before && after && after.at - before.at <= silenceMs;
    const share = together && after.at > before.at ? (at - before.at) / (after.at - before.at) : 0;
    for (const side of ['mean', 'low', 'high'] as const)
      columns[side].push(together ? before[side] + share * (after[side] - before[side]) : null);
  }
  return columns;
}
