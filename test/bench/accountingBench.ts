import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AccountingLoader } from '#server/accounting/accountingLoader.ts';
import { ensureAccountingPartitions } from '#server/accounting/accountingPartitionStore.ts';
import { ZoneBook } from '#server/accounting/zoneBook.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { testJournal, type TestJournal } from '../accounting/journalled.ts';
import { reportPacket } from '../accounting/reportPacket.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { startBenchDatabase } from './benchDatabase.ts';

const RECORDS = Number(process.argv.find((word) => word.startsWith('--records='))?.slice(10) ?? 400_000);
const LINES = 100_000;

/**
 * A journal of accounting reports as a load tool makes them (each session: Start, two interims, Stop), loaded by the loader
 * alone beside PostgreSQL.
 */
export async function benchAccounting(report: (line: string) => void): Promise<object> {
  await using db = await startBenchDatabase();
  const { tenant } = await seedTenant(db);
  await db.database.systemTx((tx) => ensureAccountingPartitions(tx, Date.now()));
  await using journal = await testJournal(64 * 1_048_576);
  report(`writing ${RECORDS} reports …`);
  await fill(journal, tenant);
  const zones = new ZoneBook(db.database.systemPool, systemClock);
  const loader = new AccountingLoader({
    pool: db.database.systemPool,
    clock: systemClock,
    open: (from) => journal.open(from),
    zoneOf: (session) => zones.zoneOf(session),
    prepare: () => zones.prepare(),
    onLoaded: () => undefined,
    onReset: () => undefined,
    onTrouble: ({ kind, error }) => report(`${kind}: ${String(error)}`),
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const processor = process.cpuUsage();
  loader.start();
  let lastAt = began;
  let lastRecords = 0;
  while (loader.figures.records < RECORDS) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = performance.now();
    if (now - lastAt < 2000) continue;
    report(`${Math.round(((loader.figures.records - lastRecords) / (now - lastAt)) * 1000)}/s`);
    [lastAt, lastRecords] = [now, loader.figures.records];
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(processor);
  await loader.stop();
  const stored = await withClient(db.superuserUrl, async (client) => {
    const { rows } = await client.query<{ records: string; sessions: string }>(
      `select (select count(*) from lastmile.accounting_record) as records, (select count(*) from lastmile.line_session) as sessions`,
    );
    return rows[0]!;
  });
  return {
    recordsPerSecond: Math.round(RECORDS / seconds),
    records: Number(stored.records),
    sessions: Number(stored.sessions),
    processorMicrosPerRecord: Number(((user + system) / RECORDS).toFixed(1)),
    loopDelayP99Ms: Math.round(delay.percentile(99) / 1e6),
    memoryMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}

async function fill(journal: TestJournal, tenantId: string): Promise<void> {
  const nasId = randomUUID();
  const lines = Array.from({ length: LINES }, (_, index) => ({
    username: `user${String(index).padStart(6, '0')}`,
    subscriptionId: randomUUID(),
    session: undefined as undefined | { id: string; startedAt: number; step: number; octets: number },
  }));
  let number = 0;
  const now = Date.now();
  for (let record = 0; record < RECORDS; record += 1) {
    const index = Math.floor(Math.random() * LINES);
    const line = lines[index]!;
    line.session ??= {
      id: `81ab${(number++).toString(16)}`,
      startedAt: now - 7_200_000 + record / 30,
      step: 0,
      octets: 0,
    };
    const { session } = line;
    const kind = session.step === 0 ? 1 : session.step === 3 ? 2 : 3;
    if (kind !== 1) session.octets += Math.floor(Math.random() * 1e6);
    await journal.report({
      tenantId,
      nasId,
      subscriptionId: line.subscriptionId,
      startedAt: Math.floor(session.startedAt),
      receivedAt: Math.floor(session.startedAt) + session.step * 300_000,
      packet: reportPacket({
        kind,
        acctSessionId: session.id,
        username: line.username,
        ipv4: [10, index >> 16, (index >> 8) & 255, index & 255],
        ...(kind === 1 ? {} : { seconds: session.step * 300, octetsIn: session.octets, octetsOut: session.octets * 9 }),
      }),
    });
    session.step += 1;
    if (kind === 2) line.session = undefined;
  }
}
