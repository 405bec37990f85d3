import type { Clock } from '#actors/system/clock.ts';
import { DEFAULT_SAMPLE_RETENTION, type SampleRetention } from '#shared/sample/retention.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { Logger } from '../platform/log/logger.ts';
import type { SampleTable } from './sampleReadStore.ts';
import {
  allRetentions,
  deleteOldSamples,
  dropSamplePartitions,
  ensureSamplePartitions,
  straySamples,
} from './sampleRetentionStore.ts';
import { rollUpSamples } from './sampleRollupStore.ts';

export interface SampleKeeperOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tenants: () => readonly TenantId[];
}

export interface SampleKeeperFigures {
  readonly rolledUpAt: number | undefined;
  readonly stray: number;
  readonly failures: number;
}

const DAY_MS = 24 * 3_600_000;
const ROLL_EVERY_MS = 60_000;
/** What is read at the end of a bucket needs a moment to be written; what needs longer is rolled up again. */
const SETTLE_MS = 15_000;
const TIDY_EVERY_MS = 3_600_000;
const ROWS_AT_ONCE = 5000;

const DAYS: Readonly<Record<SampleTable, keyof SampleRetention>> = {
  sample: 'rawDays',
  sample_five: 'fiveDays',
  sample_hour: 'hourDays',
};

/** Rolls up what is due every minute; every hour makes partitions ahead and removes what nobody keeps. */
export class SampleKeeper {
  readonly #options: SampleKeeperOptions;
  #timer: unknown;
  #running: Promise<void> | undefined;
  #stopped = true;
  #tidiedAt = Number.NEGATIVE_INFINITY;
  figures: SampleKeeperFigures = { rolledUpAt: undefined, stray: 0, failures: 0 };

  constructor(options: SampleKeeperOptions) {
    this.#options = options;
  }

  /** Makes the partitions, so that they exist before the first sample is written. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.#partitions();
    this.#later(ROLL_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    await this.#running;
  }

  /** All tenants up to the last bucket that is complete. */
  async rollUp(): Promise<void> {
    const { database, clock, tenants } = this.#options;
    const now = clock.now();
    for (const tenant of tenants()) {
      for (let done = false; !done && !this.#stopped;) {
        ({ done } = await inTenant(database.appPool, tenant, (client) =>
          rollUpSamples(client, tenant, now - SETTLE_MS),
        ));
      }
    }
    this.figures = { ...this.figures, rolledUpAt: now };
  }

  /** Makes partitions ahead, drops those that no tenant keeps, and deletes for tenants that keep less than others. */
  async tidy(): Promise<void> {
    const { database, clock, tenants } = this.#options;
    await this.#partitions();
    const now = clock.now();
    const chosen = await database.systemTx(allRetentions);
    const kept = new Map(tenants().map((tenant) => [tenant, chosen.get(tenant) ?? DEFAULT_SAMPLE_RETENTION]));
    if (kept.size === 0) return;
    for (const table of ['sample', 'sample_five', 'sample_hour'] as const) {
      const longest = Math.max(...[...kept.values()].map((retention) => retention[DAYS[table]]));
      await this.#drop(table, now - longest * DAY_MS);
      for (const [tenant, retention] of kept) {
        const days = retention[DAYS[table]];
        if (days < longest) await this.#delete(tenant, table, now - days * DAY_MS);
      }
    }
    this.#tidiedAt = now;
  }

  async #partitions(): Promise<void> {
    const { database, clock, log } = this.#options;
    const made = await database.systemTx((tx) => ensureSamplePartitions(tx, clock.now()));
    if (made > 0) log.info({ made }, 'partitions of samples made ahead');
    const stray = await database.systemTx(straySamples);
    if (stray > 0) log.error({ stray }, 'samples lie outside their partitions');
    this.figures = { ...this.figures, stray };
  }

  async #drop(table: SampleTable, before: number): Promise<void> {
    const dropped = await this.#options.database.systemTx((tx) => dropSamplePartitions(tx, table, before));
    if (dropped.length > 0) this.#options.log.info({ dropped }, 'samples removed by retention');
  }

  async #delete(tenant: TenantId, table: SampleTable, before: number): Promise<void> {
    let deleted = ROWS_AT_ONCE;
    while (deleted === ROWS_AT_ONCE && !this.#stopped) {
      deleted = await inTenant(this.#options.database.appPool, tenant, (client) =>
        deleteOldSamples(client, tenant, table, before, ROWS_AT_ONCE),
      );
    }
  }

  #later(pauseMs: number): void {
    if (this.#stopped) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#running = this.#round()
        .then(() => (this.figures = { ...this.figures, failures: 0 }))
        .catch((error: unknown) => this.#failed(error))
        .then(() => this.#later(ROLL_EVERY_MS));
    }, pauseMs);
  }

  async #round(): Promise<void> {
    await this.rollUp();
    if (this.#options.clock.now() - this.#tidiedAt >= TIDY_EVERY_MS) await this.tidy();
  }

  #failed(error: unknown): void {
    this.figures = { ...this.figures, failures: this.figures.failures + 1 };
    this.#options.log.warn({ error: errorFields(error) }, 'samples could not be rolled up; it is tried again');
  }
}
