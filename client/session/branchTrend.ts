import type { BranchHour } from '#shared/session/usage.ts';
import type { ChartSeries } from '../ui/chart/chartData.ts';

/** As many lines as can be told apart; one of them is what is left. */
const MOST_LINES = 5;
const HOUR_S = 3600;

export interface BranchTrend {
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
}

export interface TrendWords {
  readonly nameOf: (branchId: string | undefined) => string;
  readonly others: string;
}

/** Both ways together by branch, bits per second; those that carry least are one line. */
export function branchTrend(hours: readonly BranchHour[], words: TrendWords): BranchTrend {
  const times = [...new Set(hours.map(({ at }) => at))].toSorted((a, b) => a - b);
  const ranked = [...Map.groupBy(hours, ({ branchId }) => branchId)]
    .map(([branchId, of]) => ({ branchId, of, octets: of.reduce((sum, hour) => sum + octetsOf(hour), 0) }))
    .toSorted((a, b) => b.octets - a.octets);
  const alone = ranked.length > MOST_LINES ? MOST_LINES - 1 : ranked.length;
  const series = ranked
    .slice(0, alone)
    .map(({ branchId, of }) => line(branchId ?? 'none', words.nameOf(branchId), of, times));
  const rest = ranked.slice(alone).flatMap(({ of }) => of);
  return { times, series: rest.length === 0 ? series : [...series, line('others', words.others, rest, times)] };
}

function line(id: string, label: string, hours: readonly BranchHour[], times: readonly number[]): ChartSeries {
  const byTime = new Map<number, number>();
  for (const hour of hours) byTime.set(hour.at, (byTime.get(hour.at) ?? 0) + octetsOf(hour));
  return { id, label, values: times.map((at) => rate(byTime.get(at))) };
}

function octetsOf({ octetsIn, octetsOut }: BranchHour): number {
  return octetsIn + octetsOut;
}

function rate(octets: number | undefined): number | null {
  return octets === undefined ? null : (octets * 8) / HOUR_S;
}
