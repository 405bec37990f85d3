import { reportKind, type AccountingFact } from './accountingFact.ts';
import { totalOf, type CounterReading } from './counters.ts';
import type { Totals } from './sessionReport.ts';

/** A report of a session that is stored, as far as it decides about others. */
export interface KnownReport {
  readonly kind: number;
  readonly in: CounterReading;
  readonly out: CounterReading;
}

/** A record is known by its session, kind and session time; a session has one Start (decision 0018). */
export function isKnown(reports: readonly KnownReport[], fact: AccountingFact): boolean {
  return reports.some(
    ({ kind, in: { seconds } }) => kind === fact.kind && (kind === reportKind.start || seconds === fact.seconds),
  );
}

export function totalsOf(reports: readonly KnownReport[]): Totals {
  return { in: totalOf(reports.map((report) => report.in)), out: totalOf(reports.map((report) => report.out)) };
}
