import { accountingFlag, type ClosedEntry, type UnknownSinceEntry } from '../radius/journalFeature.ts';
import type { StoredSessions } from './accountingBatch.ts';
import { isDoubtful, reportKind, type AccountingFact } from './accountingFact.ts';
import type { KnownReport } from './knownReports.ts';
import type { LineSession } from './lineSession.ts';
import { nearest, type OpenSessions } from './openSessions.ts';

/** A session to look for, by what its router calls it. */
export interface SessionName {
  readonly tenantId: string;
  readonly nasId: string;
  readonly acctSessionId: string;
  readonly startedAt: number;
}

export interface LookUpOptions {
  /** Nothing is taken for granted: a Start that nobody doubts may be stored as well. */
  readonly thorough: boolean;
}

export interface BatchContent {
  readonly facts: readonly AccountingFact[];
  readonly named: readonly (ClosedEntry | UnknownSinceEntry)[];
}

/** Reads what is not in memory. */
export interface SessionReader {
  /** Sessions of these names that began within a day of the time given. */
  sessions(names: readonly SessionName[]): Promise<readonly LineSession[]>;
  reports(sessions: readonly LineSession[]): Promise<ReadonlyMap<string, readonly KnownReport[]>>;
}

/**
 * Looks up in the database what entries of a batch need and memory does not have: sessions that are not open, and the
 * stored reports of those of which a doubtful report came. Most batches need nothing.
 */
export async function lookUp(
  content: BatchContent,
  open: OpenSessions,
  reader: SessionReader,
  { thorough }: LookUpOptions = { thorough: false },
): Promise<StoredSessions> {
  const isDoubted = (fact: AccountingFact): boolean => thorough || isDoubtful(fact);
  const held = new Map<AccountingFact, LineSession>();
  const missing = missingNames(content, open, held, isDoubted);
  const found = missing.length === 0 ? [] : await reader.sessions(missing);
  const byName = Map.groupBy(found, ({ nasId, acctSessionId }) => `${nasId}/${acctSessionId}`);
  const read = (nasId: string, acctSessionId: string, startedAt: number, unclocked: boolean): LineSession | undefined =>
    byName.size === 0 ? undefined : nearest(byName.get(`${nasId}/${acctSessionId}`) ?? [], startedAt, unclocked);
  const of: StoredSessions['of'] = (...name) => open.find(...name) ?? read(...name);
  const ofReport: StoredSessions['ofReport'] = (fact) =>
    held.get(fact) ?? read(fact.nasId, fact.acctSessionId, fact.startedAt, isUnclocked(fact));
  const doubtful = doubtfulSessions(content.facts, ofReport, isDoubted);
  const reports = doubtful.length === 0 ? undefined : await reader.reports(doubtful);
  return { of, ofReport, isDoubted, reportsOf: (id) => reports?.get(id) ?? [] };
}

/** What was found in memory on the way is noted in `held`: each look there costs more than anything else here. */
function missingNames(
  { facts, named }: BatchContent,
  open: OpenSessions,
  held: Map<AccountingFact, LineSession>,
  isDoubted: StoredSessions['isDoubted'],
): readonly SessionName[] {
  const names = new Map<string, SessionName>();
  const begun = new Set<string>();
  for (const fact of facts) {
    if (!isOfSession(fact.kind)) continue;
    const { nasId, acctSessionId, startedAt } = fact;
    const session = open.find(nasId, acctSessionId, startedAt, isUnclocked(fact));
    if (session !== undefined) {
      held.set(fact, session);
      continue;
    }
    const key = `${nasId}/${acctSessionId}/${startedAt}`;
    if (fact.kind === reportKind.start && !isDoubted(fact)) begun.add(key);
    else if (!begun.has(key)) names.set(key, fact);
  }
  for (const entry of named) {
    const { tenantId, nasId, acctSessionId, sessionStartedAt: startedAt } = entry;
    if (open.find(nasId, acctSessionId, startedAt, true) === undefined)
      names.set(`${nasId}/${acctSessionId}/${startedAt}`, { tenantId, nasId, acctSessionId, startedAt });
  }
  return [...names.values()];
}

/** Stored sessions with a report that may be stored already, or is behind what is known. */
function doubtfulSessions(
  facts: readonly AccountingFact[],
  of: StoredSessions['ofReport'],
  isDoubted: StoredSessions['isDoubted'],
): readonly LineSession[] {
  const doubtful = new Map<string, LineSession>();
  const furthest = new Map<LineSession, number>();
  for (const fact of facts) {
    if (!isOfSession(fact.kind)) continue;
    const session = of(fact);
    if (session === undefined) continue;
    const known = furthest.get(session) ?? session.seconds;
    const behind = fact.kind !== reportKind.start && fact.seconds <= known;
    if (behind || isDoubted(fact)) doubtful.set(session.id, session);
    if (fact.seconds > known) furthest.set(session, fact.seconds);
  }
  return [...doubtful.values()];
}

function isUnclocked(fact: AccountingFact): boolean {
  return (fact.flags & accountingFlag.unclocked) !== 0;
}

function isOfSession(kind: number): boolean {
  return kind === reportKind.start || kind === reportKind.stop || kind === reportKind.interim;
}
