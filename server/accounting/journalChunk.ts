import type { FirstUseEntry, JournalEntry, JournalPlace } from '../radius/journalFeature.ts';
import { decodeEntry, recordBytes, SEGMENT_HEADER_BYTES } from '../radius/journalFeature.ts';
import { readFact, type AccountingFact } from './accountingFact.ts';
import type { BatchContent } from './batchLookups.ts';
import { breathe } from './breathe.ts';

/** An entry as far as the loader acts on it. */
export type LoadedEntry =
  | { readonly kind: 'fact'; readonly fact: AccountingFact }
  | Extract<JournalEntry, { kind: 'rejects' | 'closed' | 'unknownSince' }>;

/** Where entries come from: JournalReader. */
export interface JournalSource extends AsyncDisposable {
  readonly place: JournalPlace;
  read(): Promise<{ readonly records: readonly { readonly payload: Buffer }[]; readonly place: JournalPlace }>;
}

/** Some entries of a journal, read and understood. */
export interface JournalChunk extends BatchContent {
  readonly entries: readonly LoadedEntry[];
  readonly firstUses: readonly FirstUseEntry[];
  /** Behind its last record. */
  readonly to: JournalPlace;
  readonly records: number;
  readonly bytes: number;
  readonly unreadable: number;
  /** The first record as it stands there, and where; to set it aside when it alone is refused. */
  readonly first: { readonly payload: Buffer; readonly place: JournalPlace };
  /** When its last report was received. */
  readonly receivedAt: number | undefined;
}

/** With where it stands; `behind` only of the last one of a reading, where the next does not stand behind it. */
interface Record {
  readonly payload: Buffer;
  readonly segment: number;
  readonly offset: number;
  readonly behind: JournalPlace | undefined;
}

/** Collects what a source has, in pieces of a size that can be chosen anew each time. */
export class JournalChunks {
  readonly #source: JournalSource;
  #waiting: Record[] = [];

  constructor(source: JournalSource) {
    this.#source = source;
  }

  /** Undefined: nothing new. */
  async next(most: number): Promise<JournalChunk | undefined> {
    while (this.#waiting.length < most) {
      const { place } = this.#source;
      const batch = await this.#source.read().catch((error: unknown) => {
        // What was read before the damage comes first; the next reading finds the damage again.
        if (this.#waiting.length === 0) throw error;
      });
      if (batch === undefined || batch.records.length === 0) break;
      for (const record of placed(batch.records, place, batch.place)) this.#waiting.push(record);
    }
    const taken = this.#waiting.splice(0, most);
    return taken.length === 0 ? undefined : await understood(taken, this.#source.place.journal);
  }
}

/**
 * Records of one reading stand in one segment, one behind the other: in that of the place behind them, or, when the
 * reader has gone on to the next segment, in the one before.
 */
function placed(
  records: readonly { readonly payload: Buffer }[],
  before: JournalPlace,
  behind: JournalPlace,
): readonly Record[] {
  const wentOn = behind.offset === SEGMENT_HEADER_BYTES;
  const segment = wentOn ? behind.segment - 1 : behind.segment;
  const bytes = records.reduce((sum, { payload }) => sum + recordBytes(payload.length), 0);
  let at = wentOn ? (before.segment === segment ? before.offset : SEGMENT_HEADER_BYTES) : behind.offset - bytes;
  return records.map(({ payload }, index) => {
    const offset = at;
    at += recordBytes(payload.length);
    return { payload, segment, offset, behind: index === records.length - 1 ? behind : undefined };
  });
}

async function understood(records: readonly Record[], journal: string): Promise<JournalChunk> {
  const entries: LoadedEntry[] = [];
  const facts: AccountingFact[] = [];
  const firstUses: FirstUseEntry[] = [];
  let unreadable = 0;
  let bytes = 0;
  for (const [index, { payload }] of records.entries()) {
    await breathe(index);
    bytes += payload.length;
    const decoded = decodeEntry(payload);
    if (decoded.kind === 'firstUse') firstUses.push(decoded.entry);
    else if (decoded.kind === 'accounting') {
      const fact = readFact(decoded.entry);
      if (fact === undefined) unreadable += 1;
      else {
        entries.push({ kind: 'fact', fact });
        facts.push(fact);
      }
    } else if (decoded.kind === 'unreadable') unreadable += 1;
    else if (decoded.kind !== 'lease') entries.push(decoded);
  }
  const named = entries.flatMap((entry) =>
    entry.kind === 'closed' || entry.kind === 'unknownSince' ? [...entry.entries] : [],
  );
  const { payload, segment, offset } = records[0]!;
  const first = { payload, place: { journal, segment, offset } };
  const last = records.at(-1)!;
  const to = last.behind ?? {
    journal,
    segment: last.segment,
    offset: last.offset + recordBytes(last.payload.length),
  };
  const receivedAt = facts.at(-1)?.receivedAt;
  return { entries, firstUses, facts, named, to, records: records.length, bytes, unreadable, first, receivedAt };
}
