import {
  accountingFlag,
  type ClosedEntry,
  type RejectEntry,
  type UnknownSinceEntry,
} from '../radius/journalFeature.ts';
import { reportKind, type AccountingFact } from './accountingFact.ts';
import { type AddressChanges, noteAddresses } from './addressChanges.ts';
import { CollapsedRejects, type RejectRow } from './collapsedRejects.ts';
import { isKnown, totalsOf, type KnownReport } from './knownReports.ts';
import type { LineSession } from './lineSession.ts';
import { nearest } from './openSessions.ts';
import { begunBy, reported } from './sessionReport.ts';
import type { UsageTally } from './usageTally.ts';

/** A session in the course of a batch. */
export interface Draft {
  /** As stored; undefined: not stored yet. */
  readonly before: LineSession | undefined;
  now: LineSession;
  /** Reports in this batch. */
  readonly reports: KnownReport[];
}

export interface RecordRow {
  readonly fact: AccountingFact;
  readonly sessionId: string;
}

/** What was stored before the batch. */
export interface StoredSessions {
  /** Stored sessions of the router and Acct-Session-Id that matter here. */
  of(nasId: string, acctSessionId: string, startedAt: number, unclocked: boolean): LineSession | undefined;
  /** The same for a report of the batch. */
  ofReport(fact: AccountingFact): LineSession | undefined;
  /** Whether the report may be stored already. */
  isDoubted(fact: AccountingFact): boolean;
  /** Stored reports of a session; looked up for those that have a doubtful one. */
  reportsOf(id: string): readonly KnownReport[];
}

export interface BatchFigures {
  duplicates: number;
  /** Of sessions nobody knows. */
  ignored: number;
}

/** Applies entries one after the other, and holds what has to be written. Touches nothing outside of itself. */
export class AccountingBatch {
  readonly records: RecordRow[] = [];
  readonly rejects = new CollapsedRejects();
  readonly addresses: AddressChanges = { taken: [], left: [] };
  readonly figures: BatchFigures = { duplicates: 0, ignored: 0 };
  readonly usage: UsageTally;
  readonly #stored: StoredSessions;
  readonly #drafts = new Map<string, Draft>();
  /** Sessions that are not stored yet, by router and Acct-Session-Id. */
  readonly #begun = new Map<string, Map<string, LineSession[]>>();

  constructor(stored: StoredSessions, usage: UsageTally) {
    this.#stored = stored;
    this.usage = usage;
  }

  /** All sessions that were touched. */
  get drafts(): readonly Draft[] {
    return [...this.#drafts.values()];
  }

  report(fact: AccountingFact): void {
    const draft = this.#draftOf(fact);
    if (draft === undefined) {
      this.records.push({ fact, sessionId: begunBy(fact).id });
      return;
    }
    const late = this.#stored.isDoubted(fact) || (fact.kind !== reportKind.start && fact.seconds <= draft.now.seconds);
    const earlier = late ? [...this.#stored.reportsOf(draft.now.id), ...draft.reports] : [];
    if (isKnown(earlier, fact)) {
      this.figures.duplicates += 1;
      return;
    }
    const report = { kind: fact.kind, in: fact.in, out: fact.out };
    const { now } = draft;
    const isBehind = fact.seconds < now.seconds;
    draft.now = reported(now, fact, isBehind ? totalsOf([...earlier, report]) : undefined);
    const isFirst = draft.before === undefined && draft.reports.length === 0;
    noteAddresses(this.addresses, isFirst ? undefined : now, draft.now, fact.at);
    draft.reports.push(report);
    this.records.push({ fact, sessionId: now.id });
    this.usage.grew(now, draft.now);
  }

  closed(entry: ClosedEntry): void {
    const draft = this.#named(entry);
    if (draft === undefined) this.figures.ignored += 1;
    else if (draft.now.endedAt === undefined) {
      const endCause = entry.cause === 'nasReboot' ? 'routerRestarted' : entry.cause;
      draft.now = { ...draft.now, endedAt: Math.max(entry.endedAt, draft.now.startedAt), endCause };
    }
  }

  unknownSince(entry: UnknownSinceEntry): void {
    const draft = this.#named(entry);
    if (draft === undefined) this.figures.ignored += 1;
    else draft.now = { ...draft.now, unknownSince: entry.since };
  }

  rejected(entries: readonly RejectEntry[]): void {
    for (const entry of entries) this.rejects.add(entry);
  }

  rejectRows(): readonly RejectRow[] {
    return this.rejects.rows();
  }

  /** Undefined: a report of the router itself, or of a kind that belongs to no session (RFC 2866 §5.1). */
  #draftOf(fact: AccountingFact): Draft | undefined {
    const { kind, nasId, acctSessionId, startedAt, flags } = fact;
    if (kind !== reportKind.start && kind !== reportKind.stop && kind !== reportKind.interim) return undefined;
    const unclocked = (flags & accountingFlag.unclocked) !== 0;
    const found = this.#find(this.#stored.ofReport(fact), nasId, acctSessionId, startedAt, unclocked);
    return found ?? this.#add(undefined, begunBy(fact));
  }

  #named({ nasId, acctSessionId, sessionStartedAt: startedAt }: ClosedEntry | UnknownSinceEntry): Draft | undefined {
    const stored = this.#stored.of(nasId, acctSessionId, startedAt, true);
    return this.#find(stored, nasId, acctSessionId, startedAt, true);
  }

  #find(
    stored: LineSession | undefined,
    nasId: string,
    acctSessionId: string,
    startedAt: number,
    unclocked: boolean,
  ): Draft | undefined {
    if (stored?.startedAt !== startedAt) {
      const named = this.#begun.get(nasId)?.get(acctSessionId);
      const begun = named && nearest(named, startedAt, unclocked);
      if (begun !== undefined && (stored === undefined || begun.startedAt === startedAt))
        return this.#drafts.get(begun.id);
    }
    if (stored === undefined) return undefined;
    return this.#drafts.get(stored.id) ?? this.#add(stored, stored);
  }

  #add(before: LineSession | undefined, now: LineSession): Draft {
    const draft: Draft = { before, now, reports: [] };
    this.#drafts.set(now.id, draft);
    if (before === undefined) this.#begins(now);
    return draft;
  }

  #begins(session: LineSession): void {
    let ofRouter = this.#begun.get(session.nasId);
    if (ofRouter === undefined) this.#begun.set(session.nasId, (ofRouter = new Map<string, LineSession[]>()));
    const named = ofRouter.get(session.acctSessionId);
    if (named) named.push(session);
    else ofRouter.set(session.acctSessionId, [session]);
  }
}
