import { expect, test } from 'vitest';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { readMetricNames } from '#server/sample/sampleReadStore.ts';
import type { SampleChart } from '#shared/sample/chart.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { noon, router, sampleWorld } from './sampleWorld.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const meansOf = (chart: SampleChart, metric = 'cpu'): readonly (number | null)[] =>
  chart.series.find((one) => one.metric === metric)!.mean;

test('figures read minute by minute come back as they are, with their last value', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const world = sampleWorld(db, [tenant]);
  const id = router();
  for (let n = 0; n < 10; n++) await world.write(tenant, id, noon + n * MINUTE, { cpu: n, ppp: 100 + n });
  const chart = await world.chart(tenant, id, noon, noon + HOUR);
  expect(chart.at).toEqual(Array.from({ length: 10 }, (_, n) => (noon + n * MINUTE) / 1000));
  expect(meansOf(chart)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(meansOf(chart, 'ppp').at(-1)).toBe(109);
  const names = await inTenant(db.database.appPool, tenant, (client) =>
    readMetricNames(client, tenant, { kind: 'nas', id }, noon),
  );
  expect(names).toEqual(['cpu', 'ppp']);
  expect(chart.series[0]!.last).toEqual({ at: noon + 9 * MINUTE, value: 9 });
});

test('a silence is a gap, and figures of different pace do not tear each other apart', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const world = sampleWorld(db, [tenant]);
  const id = router();
  for (const n of [0, 1, 2, 3, 10, 11, 12]) {
    await world.write(tenant, id, noon + n * MINUTE, { cpu: n });
    if (n % 2 === 0) await world.write(tenant, id, noon + n * MINUTE, { ppp: n });
  }
  const chart = await world.chart(tenant, id, noon, noon + HOUR, 60);
  expect(chart.stepMs).toBe(2 * MINUTE);
  expect(meansOf(chart)).toEqual([0.5, 2.5, null, 10.5, 12]);
  expect(meansOf(chart, 'ppp')).toEqual([0, 2, null, 10, 12]);
});

test('a day, a month and what is not yet rolled up lie in one chart; least and most survive the rollups', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const world = sampleWorld(db, [tenant]);
  const id = router();
  for (let n = 0; n < 150; n++) await world.write(tenant, id, noon + n * MINUTE, { cpu: n === 7 ? 99 : 10 });
  world.clock.set(noon + 150 * MINUTE);
  await world.keeper.start();
  await world.keeper.rollUp();
  const day = await world.chart(tenant, id, noon, noon + 24 * HOUR, 288);
  expect(day.stepMs).toBe(5 * MINUTE);
  expect(day.series[0]!.high).toEqual([10, 99, ...Array.from({ length: 28 }, () => 10)]);
  expect(day.series[0]!.mean[1]).toBeCloseTo((4 * 10 + 99) / 5, 4);
  const month = await world.chart(tenant, id, noon - 700 * HOUR, noon + 3 * HOUR, 800);
  expect(month.stepMs).toBe(HOUR);
  expect(month.series[0]!.high).toEqual([99, 10, 10]);
  expect(month.series[0]!.mean[0]).toBeCloseTo((59 * 10 + 99) / 60, 4);
  await world.keeper.stop();
});

test('a rollup repeated changes nothing, and what comes late or again is counted once', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const world = sampleWorld(db, [tenant]);
  const id = router();
  await world.keeper.start();
  for (let n = 0; n < 120; n++) await world.write(tenant, id, noon + n * MINUTE, { cpu: 10 });
  world.clock.set(noon + 2 * HOUR + MINUTE);
  await world.keeper.rollUp();
  await world.keeper.rollUp();
  await world.write(tenant, id, noon + 90_000, { cpu: 70 });
  await world.write(tenant, id, noon + 90_000, { cpu: 70 });
  await world.write(tenant, id, noon + 60_000, { ppp: 5 });
  await world.keeper.rollUp();
  const rows = async (table: string): Promise<unknown> =>
    await withClient(db.superuserUrl, async (client) => {
      const { rows: found } = await client.query(`select high, samples from lastmile.${table} order by at limit 1`);
      return found[0] as unknown;
    });
  expect(await rows('sample_five')).toEqual({ high: [70, 5], samples: [6, 1] });
  expect(await rows('sample_hour')).toEqual({ high: [70, 5], samples: [61, 1] });
  await world.keeper.stop();
});

test('tenants with objects of the same id do not see each other’s figures', async () => {
  await using db = await createTestDatabase();
  const [mine, other] = [await seedTenant(db), await seedTenant(db)];
  const world = sampleWorld(db, [mine.tenant, other.tenant]);
  const id = router();
  await world.write(mine.tenant, id, noon, { cpu: 1 });
  await world.write(other.tenant, id, noon, { cpu: 2 });
  expect(meansOf(await world.chart(mine.tenant, id, noon, noon + HOUR))).toEqual([1]);
  expect(meansOf(await world.chart(other.tenant, id, noon, noon + HOUR))).toEqual([2]);
});

test('an earlier and a later writer at a rollup: no figure is missed', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const world = sampleWorld(db, [tenant]);
  await world.keeper.start();
  const ids = Array.from({ length: 40 }, router);
  world.clock.set(noon + 10 * MINUTE);
  await Promise.all([
    ...ids.map((id, n) => world.write(tenant, id, noon + n * 1000, { cpu: 1 })),
    world.keeper.rollUp(),
    world.keeper.rollUp(),
  ]);
  await world.keeper.rollUp();
  const counted = await withClient(db.superuserUrl, async (client) => {
    const { rows } = await client.query(`select count(*)::int as n from lastmile.sample_five`);
    return rows[0] as unknown;
  });
  expect(counted).toEqual({ n: 40 });
  await world.keeper.stop();
});
