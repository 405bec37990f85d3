export interface ChartSeries {
  readonly id: string;
  readonly label: string;
  /** One per time; null: nothing was measured. */
  readonly values: readonly (number | null | undefined)[];
}

/** Seconds and values as uPlot wants them. */
export type Aligned = [number[], ...(number | null)[][]];

/**
 * Times in ms → columns in s, with a hole wherever more than `gapMs` lies between two samples: a line across it would
 * claim what nobody measured.
 */
export function alignSeries(times: readonly number[], series: readonly ChartSeries[], gapMs?: number): Aligned {
  const x: number[] = [];
  const ys: (number | null)[][] = series.map(() => []);
  times.forEach((at, index) => {
    const before = times[index - 1];
    if (gapMs !== undefined && before !== undefined && at - before > gapMs) {
      x.push((before + gapMs) / 1_000);
      for (const y of ys) y.push(null);
    }
    x.push(at / 1_000);
    series.forEach(({ values }, column) => ys[column]?.push(finite(values[index])));
  });
  return [x, ...ys];
}

/** The newest measured value of a series. */
export function lastValue({ values }: ChartSeries): number | undefined {
  return values.findLast((value): value is number => finite(value) !== null) ?? undefined;
}

function finite(value: number | null | undefined): number | null {
  return value === undefined || value === null || !Number.isFinite(value) ? null : value;
}

/** Where a column has a value without a neighbour: no line goes through it, so that it needs a dot. */
export function lonePoints(values: readonly (number | null | undefined)[]): number[] {
  const missing = (at: number): boolean => values[at] === null || values[at] === undefined;
  return values.flatMap((_, at) => (!missing(at) && missing(at - 1) && missing(at + 1) ? [at] : []));
}

/** Half of the window around a single sample. */
const AROUND_MS = 1_800_000;

/** The window, in seconds: what is asked for, else what the samples span; never without width. */
export function shownRange(
  x: readonly number[],
  from: number | undefined,
  to: number | undefined,
): { min: number; max: number } {
  const min = from === undefined ? (x[0] ?? 0) : from / 1_000;
  const max = to === undefined ? (x.at(-1) ?? 0) : to / 1_000;
  return min < max ? { min, max } : { min: min - AROUND_MS / 1_000, max: min + AROUND_MS / 1_000 };
}
