import { randomUUID } from 'node:crypto';
import {
  AccountingLoader,
  type AccountingLoaderOptions,
  type LoaderTrouble,
} from '#server/accounting/accountingLoader.ts';
import { ensureAccountingPartitions } from '#server/accounting/accountingPartitionStore.ts';
import { ZoneBook } from '#server/accounting/zoneBook.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { testJournal, type TestJournal } from './journalled.ts';
import { reportPacket, type ReportFields } from './reportPacket.ts';

export const BEGAN = Date.UTC(2026, 10, 21, 8);

export interface SaidReport extends Omit<ReportFields, 'username' | 'acctSessionId'> {
  readonly acctSessionId?: string;
  readonly username?: string;
  readonly startedAt?: number;
  readonly receivedAt?: number;
  readonly flags?: number;
  readonly nasId?: string;
  readonly tenantId?: string;
}

/** A journal, a database and what loads the one into the other. */
export interface LoaderWorld extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly journal: TestJournal;
  readonly tenantId: string;
  readonly nasId: string;
  readonly subscriptionId: string;
  readonly troubles: LoaderTrouble[];
  say(report: SaidReport): Promise<void>;
  /** Not started. */
  loader(options?: Partial<AccountingLoaderOptions>): AccountingLoader;
  /** Loads everything that was said, and stops. */
  load(options?: Partial<AccountingLoaderOptions>): Promise<AccountingLoader>;
  rows<Row>(sql: string): Promise<Row[]>;
}

export async function loaderWorld(segmentBytes?: number): Promise<LoaderWorld> {
  const db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await db.database.systemTx((tx) => ensureAccountingPartitions(tx, BEGAN));
  const journal = await testJournal(segmentBytes);
  const zones = new ZoneBook(db.database.systemPool, systemClock);
  const [nasId, subscriptionId] = [randomUUID(), randomUUID()];
  const troubles: LoaderTrouble[] = [];
  let said = 0;
  const loader: LoaderWorld['loader'] = (options = {}) =>
    new AccountingLoader({
      pool: db.database.systemPool,
      clock: systemClock,
      open: (from) => journal.open(from),
      zoneOf: (session) => zones.zoneOf(session),
      prepare: () => zones.prepare(),
      onLoaded: () => undefined,
      onReset: () => undefined,
      onTrouble: (trouble) => void troubles.push(trouble),
      ...options,
    });
  return {
    db,
    journal,
    tenantId: tenant,
    nasId,
    subscriptionId,
    troubles,
    loader,
    async say({ startedAt = BEGAN, receivedAt, flags, ...report }) {
      said += 1;
      await journal.report({
        tenantId: report.tenantId ?? tenant,
        nasId: report.nasId ?? nasId,
        subscriptionId,
        startedAt,
        receivedAt: receivedAt ?? startedAt + (report.seconds ?? 0) * 1000,
        flags,
        packet: reportPacket({ username: 'wanjiku4471', acctSessionId: '81000001', ...report }),
      });
    },
    async load(options) {
      const loading = loader(options);
      loading.start();
      await eventually(() => loading.figures.caughtUpAt !== undefined, 'everything is loaded');
      await loading.stop();
      return loading;
    },
    rows: <Row>(sql: string) =>
      withClient(db.superuserUrl, async (client) => (await client.query<Row & object>(sql)).rows as Row[]),
    async [Symbol.asyncDispose]() {
      await journal[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
