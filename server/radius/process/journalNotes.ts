import type { ClosedEntry, FirstUseEntry, LeaseEntry, UnknownSinceEntry } from '../journal/entry.ts';
import { encodeEntry, type WrittenEntry } from '../journal/entryCodec.ts';
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
  #leases: LeaseEntry[] = [];
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

  lease(entry: LeaseEntry): void {
    this.#leases.push(entry);
  }

  get waiting(): boolean {
    return this.#closed.length + this.#unknown.length + this.#firstUses.length + this.#leases.length > 0;
  }

  /** Between two requests, never while one is being written. */
  write(): void {
    if (!this.waiting) return;
    const [closed, unknown, firstUses, leases] = [this.#closed, this.#unknown, this.#firstUses, this.#leases];
    this.#closed = [];
    this.#unknown = [];
    this.#firstUses = [];
    this.#leases = [];
    for (const entry of firstUses) this.#append({ kind: 'firstUse', entry });
    for (const entries of inParts(closed)) this.#append({ kind: 'closed', entries });
    for (const entries of inParts(unknown)) this.#append({ kind: 'unknownSince', entries });
    for (const entries of inParts(leases)) this.#append({ kind: 'lease', entries });
  }

  writeRejects(): void {
    for (const entries of inParts(this.#rejects.take().entries)) this.#append({ kind: 'rejects', entries });
  }

  #append(entry: WrittenEntry): void {
    if (this.#journal.append(encodeEntry(entry)) < 0) this.lost += 1;
  }
}

function* inParts<T>(entries: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < entries.length; from += MOST_IN_ONE) yield entries.slice(from, from + MOST_IN_ONE);
}
