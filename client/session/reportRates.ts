import { MOST_REPORTS, type SessionReport } from '#shared/session/history.ts';

export interface ReportRates {
  readonly times: readonly number[];
  /** To the subscriber, bits per second; null: it can't be said. */
  readonly down: readonly (number | null)[];
  readonly up: readonly (number | null)[];
}

/**
 * How fast it was between one report and the next, from the newest-first list of reports: each average at both ends of its
 * time, so that a line through them makes steps.
 */
export function reportRates(reports: readonly SessionReport[]): ReportRates {
  const counted = reports.filter(({ octetsIn, octetsOut }) => octetsIn !== undefined && octetsOut !== undefined);
  const inOrder = counted.toSorted((a, b) => a.seconds - b.seconds || a.receivedAt - b.receivedAt);
  // Before the oldest that is here there are others, unless these are all.
  const from = reports.length < MOST_REPORTS ? [begin, ...inOrder] : inOrder;
  const steps = from.slice(1).map((report, index) => ({ report, before: from[index]! }));
  const grown = steps.filter(({ report, before }) => report.seconds > before.seconds);
  const ends = grown.map(({ report }) => report.receivedAt);
  const begins = grown.map(({ report, before }, index) =>
    Math.max((ends[index - 1] ?? 0) + 1, report.receivedAt - (report.seconds - before.seconds) * 1000),
  );
  const both = (way: 'octetsIn' | 'octetsOut'): (number | null)[] =>
    grown.flatMap(({ report, before }) => [rate(report, before, way), rate(report, before, way)]);
  return {
    times: ends.flatMap((end, index) => [Math.min(begins[index] ?? end, end), end]),
    down: both('octetsOut'),
    up: both('octetsIn'),
  };
}

const begin = { receivedAt: 0, seconds: 0, octetsIn: 0, octetsOut: 0 };
type Counters = Pick<SessionReport, 'seconds' | 'octetsIn' | 'octetsOut'>;

function rate(now: Counters, before: Counters, way: 'octetsIn' | 'octetsOut'): number | null {
  const octets = (now[way] ?? 0) - (before[way] ?? 0);
  return octets < 0 ? null : (octets * 8) / (now.seconds - before.seconds);
}
