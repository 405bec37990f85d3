import type { NasSort } from '#shared/nas/view.ts';
import type { NasEntry } from './nasEntry.ts';

export type NasOrder = (a: NasEntry, b: NasEntry) => number;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const byName: NasOrder = (a, b) =>
  compare(a.sortName, b.sortName) || (a.record.id < b.record.id ? -1 : a.record.id > b.record.id ? 1 : 0);
/** Biggest first; what is not known comes last. */
const byFigure =
  (of: (entry: NasEntry) => number | undefined): NasOrder =>
  (a, b) =>
    (of(b) ?? -1) - (of(a) ?? -1) || byName(a, b);

export const nasOrders: Readonly<Record<NasSort, NasOrder>> = {
  trouble: (a, b) => a.rank - b.rank || (a.rank < RANK_OF_QUIET ? b.since - a.since : 0) || byName(a, b),
  name: byName,
  branch: (a, b) => compare(a.branchName ?? '\uffff', b.branchName ?? '\uffff') || byName(a, b),
  since: (a, b) => b.since - a.since || byName(a, b),
  sessions: byFigure((entry) => entry.sessions),
  cpu: byFigure(({ figures }) => figures.cpuPercent),
  latency: byFigure(({ figures }) => figures.latencyMs),
  traffic: byFigure(({ figures }) => (figures.rxBps ?? 0) + (figures.txBps ?? 0)),
};

/** Among routers with trouble the latest comes first; among those without, the name decides. */
const RANK_OF_QUIET = 4;

/** Orders that every poll may change: they are renewed at a pace a person can read. */
export const figureSorts: ReadonlySet<NasSort> = new Set(['sessions', 'cpu', 'latency', 'traffic']);
