import {
  entryKind,
  type ClosedEntry,
  type EntryKind,
  type FirstUseEntry,
  type UnknownSinceEntry,
} from '../journal/entry.ts';
import type { JournalWriter } from '../journal/journalWriter.ts';
import type { RejectLog } from './rejectLog.ts';

/** Entries of JSON that hold more are split: a record of the journal has a largest size. */
const MOST_IN_ONE = 400;

/** What the process has to tell besides accounting, gathered and then written to the journal. */
export class JournalNotes {
  readonly #journal: JournalWriter;
  readonly #rejects: RejectLog;
  #closed: ClosedEntry[] = [];
  #unknown: UnknownSinceEntry[] = [];
  #firstUses: FirstUseEntry[] = [];
  /** Entries that the journal had no room for. */
  lost = 0;

  constructor(journal: JournalWriter, rejects: RejectLog) {
    this.#journal = journal;
    this.#rejects = rejects;
  }

  closed(entry: ClosedEntry): void {
    this.#closed.push(entry);
  }

  unknownSince(entry: UnknownSinceEntry): void {
    this.#unknown.push(entry);
  }

  firstUse(entry: FirstUseEntry): void {
    this.#firstUses.push(entry);
  }

  get waiting(): boolean {
    return this.#closed.length + this.#unknown.length + this.#firstUses.length > 0;
  }

  /** Between two requests, never while one is being written. */
  write(): void {
    if (!this.waiting) return;
    const [closed, unknown, firstUses] = [this.#closed, this.#unknown, this.#firstUses];
    this.#closed = [];
    this.#unknown = [];
    this.#firstUses = [];
    for (const entry of firstUses) this.#append(entryKind.firstUse, entry);
    this.#appendAll(entryKind.closed, closed);
    this.#appendAll(entryKind.unknownSince, unknown);
  }

  writeRejects(): void {
    this.#appendAll(entryKind.rejects, this.#rejects.take().entries);
  }

  #appendAll(kind: EntryKind, entries: readonly object[]): void {
    for (let from = 0; from < entries.length; from += MOST_IN_ONE)
      this.#append(kind, entries.slice(from, from + MOST_IN_ONE));
  }

  #append(kind: EntryKind, value: object): void {
    const text = Buffer.from(JSON.stringify(value));
    const entry = Buffer.allocUnsafe(1 + text.length);
    entry[0] = kind;
    text.copy(entry, 1);
    if (this.#journal.append(entry) < 0) this.lost += 1;
  }
}
