import { MOST_REPORTS, type SessionReport } from '#shared/session/history.ts';

export interface ReportRates {
  readonly times: readonly number[];
  /** To the subscriber, bits per second; null: it can't be said. */
  readonly down: readonly (number | null)[];
  readonly up: readonly (number | null)[];
}

/** How fast it was between one report and the next, at the time of the later one; from the newest-first list of reports. */
export function reportRates(reports: readonly SessionReport[]): ReportRates {
  const counted = reports.filter(({ octetsIn, octetsOut }) => octetsIn !== undefined && octetsOut !== undefined);
  const inOrder = counted.toSorted((a, b) => a.seconds - b.seconds || a.receivedAt - b.receivedAt);
  // Before the oldest that is here there are others, unless these are all.
  const from = reports.length < MOST_REPORTS ? [begin, ...inOrder] : inOrder;
  const steps = from.slice(1).map((report, index) => ({ report, before: from[index]! }));
  const grown = steps.filter(({ report, before }) => report.seconds > before.seconds);
  return {
    times: grown.map(({ report }) => report.receivedAt),
    down: grown.map(({ report, before }) => rate(report, before, 'octetsOut')),
    up: grown.map(({ report, before }) => rate(report, before, 'octetsIn')),
  };
}

const begin = { receivedAt: 0, seconds: 0, octetsIn: 0, octetsOut: 0 };
type Counters = Pick<SessionReport, 'seconds' | 'octetsIn' | 'octetsOut'>;

function rate(now: Counters, before: Counters, way: 'octetsIn' | 'octetsOut'): number | null {
  const octets = (now[way] ?? 0) - (before[way] ?? 0);
  return octets < 0 ? null : (octets * 8) / (now.seconds - before.seconds);
}
