import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { readChart } from '#server/sample/sampleCharts.ts';
import { SampleKeeper } from '#server/sample/sampleKeeper.ts';
import { SampleNumbers } from '#server/sample/sampleNumbers.ts';
import { rollUpSamples } from '#server/sample/sampleRollupStore.ts';
import { SampleWriter } from '#server/sample/sampleWriter.ts';
import { insertSamples } from '#server/sample/sampleWriteStore.ts';
import { DEFAULT_SAMPLE_RETENTION } from '#shared/sample/retention.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { startBenchDatabase } from './benchDatabase.ts';
import { percentile } from './percentile.ts';
import { commandLatencies } from './samplesBenchCommands.ts';
import { fillHistory, METRICS } from './samplesBenchHistory.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ROUTERS = 10_000;
const ROUND_MS = 60_000;
const ROUNDS = 2;
const TICK_MS = 100;

/**
 * 10,000 routers with ten figures each every minute, spread evenly, beside a steady stream of durable commands; then
 * charts of objects that have a day as measured, sixty days by five minutes and a year by the hour.
 */
export async function benchSamples(report: (line: string) => void): Promise<object> {
  await using db = await startBenchDatabase();
  const { tenant } = await seedTenant(db);
  const { database } = db;
  const numbers = new SampleNumbers();
  const writeMs: number[] = [];
  let lost = 0;
  const writer = new SampleWriter({
    clock: systemClock,
    async write(of, pending) {
      const began = performance.now();
      const rows = await inTenant(database.appPool, of, async (client) => {
        const numbered = await numbers.rows(client, of, pending);
        await insertSamples(client, of, numbered);
        return numbered;
      });
      numbers.learn(of, pending, rows);
      writeMs.push(performance.now() - began);
    },
    onLost: (_tenant, count) => (lost += count),
    onTrouble: (error) => report(String(error)),
  });
  const keeper = new SampleKeeper({
    database,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    tenants: () => [tenant],
  });
  await keeper.start();

  report('commands alone, 20 s …');
  const alone = await commandLatencies(database, tenant, 20_000);
  report(`${ROUTERS} routers × ${METRICS.length} figures a minute, ${ROUNDS} minutes, beside the same commands …`);
  writer.start();
  const routers = Array.from({ length: ROUTERS }, () => ActorId.parse(randomUUID()));
  const cpuBefore = process.cpuUsage();
  const [beside] = await Promise.all([
    commandLatencies(database, tenant, ROUNDS * ROUND_MS),
    emit(writer, tenant, routers),
  ]);
  const cpu = process.cpuUsage(cpuBefore);
  await writer.stop();

  report('rollup of what was measured …');
  const rollBegan = performance.now();
  // As if the five minutes were over: they are cut short, what lies in them is not.
  await inTenant(database.appPool, tenant, (client) => rollUpSamples(client, tenant, Date.now() + 5 * MINUTE));
  const rollMs = performance.now() - rollBegan;
  await keeper.stop();

  report('history: a day, sixty days and a year of 200 routers …');
  const now = Date.now();
  const measured = await fillHistory(db.superuserUrl, tenant, now);
  report('charts …');
  const charts: Record<string, string> = {};
  for (const [name, days] of [
    ['1 day', 1],
    ['30 days', 30],
    ['1 year', 365],
  ] as const) {
    const took: number[] = [];
    for (let n = 0; n < 100; n++) {
      const id = measured[(n * 7) % measured.length]!;
      const began = performance.now();
      await inTenant(database.appPool, tenant, (client) =>
        readChart(client, systemClock, {
          tenant,
          object: { kind: 'nas', id },
          metrics: METRICS.slice(0, 2),
          from: now - days * DAY,
          to: now,
          points: 600,
          retention: DEFAULT_SAMPLE_RETENTION,
          unitOf: () => 'percent',
        }),
      );
      took.push(performance.now() - began);
    }
    charts[`chart of ${name}, p50/p95 ms`] =
      `${percentile(took, 0.5).toFixed(1)} / ${percentile(took, 0.95).toFixed(1)}`;
  }
  return {
    'figures written': writer.figures.written,
    'figures written per s': Math.round(writer.figures.written / ((ROUNDS * ROUND_MS) / 1000)),
    'figures lost': lost,
    'write of a batch, p50/p99 ms': `${percentile(writeMs, 0.5).toFixed(1)} / ${percentile(writeMs, 0.99).toFixed(1)}`,
    'commands alone, p50/p99 ms': `${percentile(alone, 0.5).toFixed(1)} / ${percentile(alone, 0.99).toFixed(1)}`,
    'commands beside, p50/p99 ms': `${percentile(beside, 0.5).toFixed(1)} / ${percentile(beside, 0.99).toFixed(1)}`,
    'server cpu % of one core': Math.round(((cpu.user + cpu.system) / 1000 / (ROUNDS * ROUND_MS)) * 100),
    'rollup of all, ms': Math.round(rollMs),
    ...charts,
  };
}

/** Every 100 ms the routers whose turn it is. */
async function emit(writer: SampleWriter, tenant: TenantId, routers: readonly ActorId[]): Promise<void> {
  const began = performance.now();
  let told = 0;
  while (told < routers.length * ROUNDS) {
    const due = Math.min(
      routers.length * ROUNDS,
      Math.floor(((performance.now() - began) / ROUND_MS) * routers.length),
    );
    for (; told < due; told++) {
      const object = { kind: 'nas', id: routers[told % routers.length]! };
      const at = Date.now();
      writer.record(METRICS.map((metric, n) => ({ tenant, object, metric, at, value: n * 10 + (told % 10) })));
    }
    await new Promise((done) => setTimeout(done, TICK_MS));
  }
}
