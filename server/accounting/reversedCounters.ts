import type { Pool } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { AccountingFact } from './accountingFact.ts';
import type { JournalChunk } from './journalChunk.ts';
import { readReversed, type ReversedRow } from './reversedCountersStore.ts';
import { systemBatch } from './systemBatchStore.ts';

/** Well below NEXT_SESSIONS_MS: known before the first session that it is about. */
const FRESH_MS = 60_000;

/** Routers that say input where they mean output, which is turned round before anything is counted by it. */
export class ReversedCounters {
  readonly #pool: Pool;
  readonly #clock: Clock;
  #routers: ReadonlyMap<string, ReversedRow> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(pool: Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async prepare(): Promise<void> {
    const now = this.#clock.now();
    if (now - this.#readAt < FRESH_MS) return;
    const rows = await systemBatch(this.#pool, readReversed);
    this.#routers = new Map(rows.map((row) => [row.nasId, row]));
    this.#readAt = now;
  }

  /** The same where nothing is to be turned. */
  turned(chunk: JournalChunk): JournalChunk {
    if (!chunk.facts.some((fact) => this.#isReversed(fact))) return chunk;
    const entries = chunk.entries.map((entry) =>
      entry.kind === 'fact' && this.#isReversed(entry.fact) ? { ...entry, fact: turnedFact(entry.fact) } : entry,
    );
    return { ...chunk, entries, facts: entries.flatMap((entry) => (entry.kind === 'fact' ? [entry.fact] : [])) };
  }

  #isReversed({ nasId, startedAt }: AccountingFact): boolean {
    if (this.#routers.size === 0) return false;
    const row = this.#routers.get(nasId);
    return row !== undefined && startedAt >= row.from && (row.until === null || startedAt < row.until);
  }
}

function turnedFact(fact: AccountingFact): AccountingFact {
  return { ...fact, in: fact.out, out: fact.in };
}
