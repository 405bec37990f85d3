import type { Pool, PoolClient } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import { classify } from '../platform/db/databaseError.ts';
import { JournalDamage, JournalGone, type FirstUseEntry, type JournalPlace } from '../radius/journalFeature.ts';
import { AccountingBatch, type Draft } from './accountingBatch.ts';
import { lookUp, type SessionName } from './batchLookups.ts';
import { breathe } from './breathe.ts';
import { JournalChunks, type JournalChunk, type JournalSource } from './journalChunk.ts';
import { movePlace, setEntryAside } from './journalPlaceStore.ts';
import type { LineSession } from './lineSession.ts';
import { placeOf, readOpenSessions, samePlace } from './loaderState.ts';
import { OpenSessions } from './openSessions.ts';
import { reportsStored, sessionsNamed } from './sessionLookupStore.ts';
import { partsByTenant } from './setAside/partsByTenant.ts';
import { systemBatch } from './systemBatchStore.ts';
import { UsageTally, type UsageRow, type ZoneOf } from './usageTally.ts';
import { AccountingConflict, writeBatch, writeRows } from './writeBatchStore.ts';
import { ZoneDays } from './zoneDays.ts';

/** What was stored, told once it is. */
export interface LoadedBatch {
  readonly drafts: readonly Draft[];
  readonly days: readonly UsageRow[];
  readonly firstUses: readonly FirstUseEntry[];
  readonly rejects: ReturnType<AccountingBatch['rejectRows']>;
  readonly place: JournalPlace;
}

export interface LoaderTrouble {
  readonly kind: 'database' | 'conflict' | 'setAside' | 'damaged' | 'gone' | 'journal';
  readonly error: unknown;
}

export interface AccountingLoaderOptions {
  /** Database.systemPool. */
  readonly pool: Pool;
  readonly clock: Clock;
  /** JournalReader.open; undefined: there is no journal yet. */
  readonly open: (from?: JournalPlace) => Promise<JournalSource | undefined>;
  readonly zoneOf: ZoneOf;
  /** Zones, subscriptions and whatever else `zoneOf` needs is read before a batch is worked on. */
  readonly prepare?: (chunk: JournalChunk) => Promise<void>;
  /** What routers say otherwise than they mean it is put right; after `prepare`. */
  readonly meant?: (chunk: JournalChunk) => JournalChunk;
  readonly onLoaded: (batch: LoadedBatch) => void;
  /** Memory was read anew. */
  readonly onReset: () => void;
  readonly onTrouble: (trouble: LoaderTrouble) => void;
}

export interface LoaderFigures {
  records: number;
  batches: number;
  duplicates: number;
  ignored: number;
  unreadable: number;
  setAside: number;
  /** Failures in a row. */
  failures: number;
  /** When the last report that was loaded had been received. */
  loadedUpTo: number | undefined;
  /** Nothing was left to be loaded then. */
  caughtUpAt: number | undefined;
}

const MOST_RECORDS = 10_000;
/** While little comes, reports wait so long for others: screens hear of them within 200 ms. */
const FEW_RECORDS = 50;
const COLLECT_MS = 50;
/** More than that are gathered for longer, because a batch costs by statements too: each is seen within a second. */
const GATHER_MS = 300;
const LONGEST_PAUSE_MS = 5000;
const ABSENT_MS = 1000;

/**
 * Loads the journal of a RADIUS process into the database: reports, sessions, usage and the place in one transaction, so
 * that each is stored once whatever dies when. Memory follows what is committed, never the other way.
 */
export class AccountingLoader {
  readonly figures: LoaderFigures = {
    records: 0,
    batches: 0,
    duplicates: 0,
    ignored: 0,
    unreadable: 0,
    setAside: 0,
    failures: 0,
    loadedUpTo: undefined,
    caughtUpAt: undefined,
  };
  readonly #options: AccountingLoaderOptions;
  readonly #days = new ZoneDays();
  #open = new OpenSessions();
  #place: JournalPlace | undefined;
  #most = MOST_RECORDS;
  /** The database knew more than memory: it is asked for everything until a batch is stored. */
  #thorough = false;
  #stopped = true;
  #running: Promise<void> | undefined;
  readonly #pauses = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: AccountingLoaderOptions) {
    this.#options = options;
  }

  /** As of what is committed. */
  get open(): OpenSessions {
    return this.#open;
  }

  /** Behind what is committed; undefined: nothing of this journal. */
  get place(): JournalPlace | undefined {
    return this.#place;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#running = this.#run();
  }

  /** Finishes the batch under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const end of this.#pauses) end();
    await this.#running;
  }

  /**
   * An entry that was refused before, between two batches. `settle` says in the same transaction that it is done; false:
   * it was done before, and nothing is stored. Throws what the database refuses it by.
   */
  async again(chunk: JournalChunk, settle: (client: PoolClient) => Promise<boolean>): Promise<boolean> {
    return await this.#alone(async () => {
      const batch = await this.#batchOf(chunk);
      const done = await systemBatch(this.#options.pool, async (client) => {
        if (!(await settle(client))) return false;
        await writeRows(client, batch);
        return true;
      });
      if (done) await this.#remember(chunk, batch, this.#place ?? chunk.to);
      return done;
    });
  }

  /** Memory is as committed meanwhile. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    try {
      return await work();
    } finally {
      resolve();
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch (error) {
        this.#failed(error);
        const pauseMs = Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(this.figures.failures, 10));
        if (!this.#stopped) await this.#pause(pauseMs);
      }
    }
  }

  #failed(error: unknown): void {
    this.figures.failures += 1;
    this.#thorough ||= error instanceof AccountingConflict;
    const kind =
      error instanceof AccountingConflict
        ? 'conflict'
        : error instanceof JournalGone
          ? 'gone'
          : classify(error) === 'other'
            ? 'journal'
            : 'database';
    this.#options.onTrouble({ kind, error });
  }

  /** Reads memory anew and loads until something fails. */
  async #follow(): Promise<void> {
    await using source = await this.#openSource();
    if (source === undefined) return await this.#pause(ABSENT_MS);
    this.#open = await this.#alone(() => readOpenSessions(this.#options.pool));
    this.#options.onReset();
    const chunks = new JournalChunks(source);
    let next = chunks.next(this.#most);
    try {
      while (!this.#stopped) {
        const chunk = await next;
        // The next piece is read and understood while PostgreSQL writes this one.
        next = this.#following(chunks, chunk);
        next.catch(() => undefined);
        if (chunk === undefined) this.figures.caughtUpAt = this.#options.clock.now();
        else await this.#alone(() => this.#load(chunk));
      }
    } catch (error) {
      if (error instanceof JournalDamage) await this.#stepOver(error, 'damaged', error.next);
      else if (error instanceof JournalGone) await this.#stepOver(error, 'gone', error.oldest);
      else throw error;
    } finally {
      await next.catch(() => undefined);
    }
  }

  async #following(chunks: JournalChunks, chunk: JournalChunk | undefined): Promise<JournalChunk | undefined> {
    const records = chunk?.records ?? 0;
    // Half of the most are as good as the most; then there are more to come.
    if (records < this.#most / 2) await this.#pause(records < FEW_RECORDS ? COLLECT_MS : GATHER_MS);
    return await chunks.next(this.#most);
  }

  /** All before the damage, or the hole, is loaded; what was in it is lost, and said. */
  async #stepOver(error: Error, kind: 'damaged' | 'gone', next: JournalPlace): Promise<void> {
    const { pool, clock, onTrouble } = this.#options;
    const moved = await systemBatch(pool, (client) => movePlace(client, this.#place, next, clock.now()));
    if (moved) onTrouble({ kind, error });
  }

  async #openSource(): Promise<JournalSource | undefined> {
    const { open, pool, onTrouble } = this.#options;
    const first = await open();
    if (first === undefined) return undefined;
    const { journal } = first.place;
    this.#place = await placeOf(pool, journal);
    if (this.#place === undefined) return first;
    await first[Symbol.asyncDispose]();
    try {
      return await open(this.#place);
    } catch (error) {
      if (!(error instanceof JournalGone)) throw error;
      // What was there between is lost; what is there has not been loaded.
      onTrouble({ kind: 'gone', error });
      return await open(error.oldest);
    }
  }

  async #load(chunk: JournalChunk): Promise<void> {
    const batch = await this.#batchOf(chunk);
    if (!(await this.#commit(chunk, batch))) return;
    this.#place = chunk.to;
    await this.#remember(chunk, batch, chunk.to);
    this.#thorough = false;
    this.figures.failures = 0;
    this.figures.loadedUpTo = chunk.receivedAt ?? this.figures.loadedUpTo;
  }

  async #batchOf(said: JournalChunk): Promise<AccountingBatch> {
    const { pool, prepare, meant } = this.#options;
    await prepare?.(said);
    const chunk = meant?.(said) ?? said;
    const reader = {
      sessions: (names: readonly SessionName[]) => systemBatch(pool, (client) => sessionsNamed(client, names)),
      reports: (sessions: readonly LineSession[]) => systemBatch(pool, (client) => reportsStored(client, sessions)),
    };
    const stored = await lookUp(chunk, this.open, reader, { thorough: this.#thorough });
    const batch = new AccountingBatch(stored, new UsageTally(this.#days, this.#options.zoneOf));
    for (const [index, entry] of chunk.entries.entries()) {
      await breathe(index);
      if (entry.kind === 'fact') batch.report(entry.fact);
      else if (entry.kind === 'rejects') batch.rejected(entry.entries);
      else if (entry.kind === 'closed') for (const closed of entry.entries) batch.closed(closed);
      else for (const unknown of entry.entries) batch.unknownSince(unknown);
    }
    return batch;
  }

  /** Tries until it is known to be stored. False: it was set aside. Throws what only reading memory anew can mend. */
  async #commit(chunk: JournalChunk, batch: AccountingBatch): Promise<boolean> {
    const { pool, clock, onTrouble } = this.#options;
    for (;;) {
      try {
        await systemBatch(pool, (client) =>
          writeBatch(client, batch, { from: this.#place, to: chunk.to }, clock.now()),
        );
        this.#most = Math.min(MOST_RECORDS, this.#most * 2);
        return true;
      } catch (error) {
        const failure = classify(error);
        if (error instanceof AccountingConflict || this.#stopped) throw error;
        if (failure === 'constraint' || failure === 'other' || failure === 'forbidden')
          return await this.#refused(chunk, error);
        this.figures.failures += 1;
        onTrouble({ kind: 'database', error });
        if (await this.#wasStored(chunk)) return true;
      }
    }
  }

  /** After a pause; the outcome of a COMMIT whose connection broke is read from the place. */
  async #wasStored(chunk: JournalChunk): Promise<boolean> {
    await this.#pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(this.figures.failures, 10)));
    const place = await placeOf(this.#options.pool, chunk.to.journal).catch(() => undefined);
    return samePlace(place, chunk.to);
  }

  /** Data that the database refuses: tried in smaller pieces until the one entry is found, which is set aside. */
  async #refused(chunk: JournalChunk, error: unknown): Promise<boolean> {
    if (chunk.records > 1) {
      this.#most = Math.max(1, Math.floor(chunk.records / 8));
      throw error;
    }
    const { pool, clock, onTrouble } = this.#options;
    const { payload, place } = chunk.first;
    await systemBatch(pool, async (client) => {
      const now = clock.now();
      for (const part of partsByTenant(payload))
        await setEntryAside(client, {
          place,
          at: now,
          error: error instanceof Error ? error.message : String(error),
          ...part,
        });
      if (!(await movePlace(client, this.#place, chunk.to, now))) throw new AccountingConflict('the journal moved on');
    });
    this.#place = chunk.to;
    this.figures.setAside += 1;
    onTrouble({ kind: 'setAside', error });
    return false;
  }

  /** What is committed. */
  async #remember(chunk: JournalChunk, batch: AccountingBatch, place: JournalPlace): Promise<void> {
    const { drafts } = batch;
    for (const [index, { now }] of drafts.entries()) {
      await breathe(index);
      this.open.put(now);
    }
    const { figures } = this;
    figures.records += chunk.records;
    figures.batches += 1;
    figures.duplicates += batch.figures.duplicates;
    figures.ignored += batch.figures.ignored;
    figures.unreadable += chunk.unreadable;
    const [days, rejects] = [batch.usage.days(), batch.rejectRows()];
    this.#options.onLoaded({ drafts, days, firstUses: chunk.firstUses, rejects, place });
  }

  /** Ends early when the loader stops. */
  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    const { clock } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => {
      clock.clearTimeout(timer);
      this.#pauses.delete(end);
      resolve();
    };
    const timer = clock.setTimeout(end, ms);
    this.#pauses.add(end);
    return promise;
  }
}
