import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { classify } from '../platform/db/databaseError.ts';
import { PendingSamples, type PendingRow } from './pendingSamples.ts';
import type { Sample, SampleSink } from './sampleSink.ts';

export interface SampleWriterOptions {
  readonly clock: Clock;
  /** Writes rows in one transaction. Throws what the database throws. */
  readonly write: (tenant: TenantId, rows: readonly PendingRow[]) => Promise<void>;
  /** Figures were lost: the queue was full, or the database refused them for good. */
  readonly onLost: (tenant: TenantId, count: number, error: unknown) => void;
  /** The database can't be written to at the moment; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
  /** Figures that wait at most; 300,000 unless told, three minutes of 10,000 routers. */
  readonly mostPending?: number;
}

export interface SampleWriterFigures {
  readonly pending: number;
  readonly written: number;
  /** Did not fit into the queue, or were refused by the database. */
  readonly lost: number;
  /** Not a finite number, or of an impossible time or name. */
  readonly malformed: number;
}

const FLUSH_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const ROWS_AT_ONCE = 1000;
const MOST_ATTEMPTS = 3;
const MOST_AHEAD_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** One queue, one writer: figures of all features go to the database in batches, tenant by tenant. */
export class SampleWriter implements SampleSink {
  readonly #options: SampleWriterOptions;
  readonly #pending: PendingSamples;
  readonly #refusals = new Map<TenantId, number>();
  #written = 0;
  #lost = 0;
  #malformed = 0;
  #pauseMs = FLUSH_MS;
  #timer: unknown;
  #running: Promise<void> | undefined;
  #stopped = true;

  constructor(options: SampleWriterOptions) {
    this.#options = options;
    this.#pending = new PendingSamples(options.mostPending ?? 300_000);
  }

  get figures(): SampleWriterFigures {
    return { pending: this.#pending.count, written: this.#written, lost: this.#lost, malformed: this.#malformed };
  }

  record(samples: readonly Sample[]): void {
    const now = this.#options.clock.now();
    for (const sample of samples) {
      if (isSound(sample, now)) this.#give(sample.tenant, this.#pending.add(sample), undefined);
      else this.#malformed += 1;
    }
  }

  start(): void {
    this.#stopped = false;
    this.#later();
  }

  /** Writes what waits, as far as the database takes it at once. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    await this.#running;
    await this.flush();
    for (const tenant of this.#pending.tenants()) {
      const left = this.#pending.take(tenant, Number.POSITIVE_INFINITY);
      this.#give(tenant, countOf(left), new Error('the server stops and the database does not take them'));
    }
  }

  /** Everything that waits, in transactions of at most 1,000 rows. */
  async flush(): Promise<void> {
    let troubled = false;
    for (const tenant of this.#pending.tenants()) troubled = !(await this.#flushTenant(tenant)) || troubled;
    this.#pauseMs = troubled ? Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS) : FLUSH_MS;
  }

  async #flushTenant(tenant: TenantId): Promise<boolean> {
    for (;;) {
      const rows = this.#pending.take(tenant, ROWS_AT_ONCE);
      if (rows.length === 0) return true;
      try {
        await this.#options.write(tenant, rows);
        this.#written += countOf(rows);
        this.#refusals.delete(tenant);
      } catch (error) {
        this.#failed(tenant, rows, error);
        return false;
      }
    }
  }

  #failed(tenant: TenantId, rows: readonly PendingRow[], error: unknown): void {
    const failure = classify(error);
    const refused = failure === 'constraint' || failure === 'forbidden' || failure === 'other';
    const attempts = refused ? (this.#refusals.get(tenant) ?? 0) + 1 : 0;
    this.#refusals.set(tenant, attempts);
    if (attempts >= MOST_ATTEMPTS) {
      this.#refusals.delete(tenant);
      return this.#give(tenant, countOf(rows), error);
    }
    this.#options.onTrouble(error);
    this.#give(tenant, this.#pending.putBack(tenant, rows), error);
  }

  #give(tenant: TenantId, lost: number, error: unknown): void {
    if (lost === 0) return;
    this.#lost += lost;
    this.#options.onLost(tenant, lost, error);
  }

  #later(): void {
    if (this.#stopped) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#running = this.flush().then(() => this.#later());
    }, this.#pauseMs);
  }
}

function isSound({ object, metric, at, value }: Sample, now: number): boolean {
  // A `real` holds up to 3.4e38.
  if (!Number.isFinite(Math.fround(value)) || !Number.isFinite(at)) return false;
  if (at > now + MOST_AHEAD_MS || at < now - 31 * DAY_MS) return false;
  return metric.length >= 1 && metric.length <= 120 && object.kind.length <= 40;
}

function countOf(rows: readonly PendingRow[]): number {
  return rows.reduce((sum, { figures }) => sum + figures.size, 0);
}
