import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../platform/db/database.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { Logger } from '../platform/log/logger.ts';
import {
  type AccountingTable,
  dropAccountingPartitions,
  ensureAccountingPartitions,
  strayAccounting,
} from './accountingPartitionStore.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days that are kept, counted to the end of a month. Usage by day outlives everything: bills are asked about for years. */
const KEPT_DAYS: Readonly<Record<AccountingTable, number>> = {
  accounting_record: 400,
  line_session: 760,
  address_use: 760,
  reject: 120,
  usage_day: 1900,
};

/** Makes the months of accounting ahead, and drops those that nobody keeps, every hour. */
export class AccountingKeeper {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  #timer: unknown;
  #running: Promise<void> | undefined;
  #stopped = true;
  stray = 0;

  constructor(parts: { readonly database: Database; readonly clock: Clock; readonly log: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** Makes the months, so that they exist before the first report is loaded. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.tidy();
    this.#later();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#clock.clearTimeout(this.#timer);
    await this.#running;
  }

  async tidy(): Promise<void> {
    const now = this.#clock.now();
    const made = await this.#database.systemTx((tx) => ensureAccountingPartitions(tx, now));
    if (made > 0) this.#log.info({ made }, 'partitions of accounting made ahead');
    this.stray = await this.#database.systemTx(strayAccounting);
    if (this.stray > 0) this.#log.error({ stray: this.stray }, 'accounting lies outside its partitions');
    for (const [table, days] of Object.entries(KEPT_DAYS) as [AccountingTable, number][]) {
      const dropped = await this.#database.systemTx((tx) => dropAccountingPartitions(tx, table, now - days * DAY_MS));
      if (dropped.length > 0) this.#log.info({ dropped }, 'accounting removed by retention');
    }
  }

  #later(): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#running = this.tidy()
        .catch((error: unknown) =>
          this.#log.warn({ error: errorFields(error) }, 'accounting could not be tidied; it is tried again'),
        )
        .then(() => this.#later());
    }, HOUR_MS);
  }
}
