import { expect, test } from 'vitest';
import { setRetention } from '#server/sample/sampleRetentionStore.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { noon, router, sampleWorld } from './sampleWorld.ts';

const DAY = 24 * 3_600_000;

async function list(db: TestDatabase, text: string): Promise<string[]> {
  return await withClient(db.superuserUrl, async (client) =>
    (await client.query<string[]>({ text, rowMode: 'array' })).rows.map(([first]) => String(first)),
  );
}
const partitionsOf = (parent: string): string =>
  `select relname from pg_class c join pg_inherits on inhrelid = c.oid where inhparent = 'lastmile.${parent}'::regclass order by 1`;

test('days and months are made ahead, and strays move into theirs', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const world = sampleWorld(db, [tenant]);
  await world.write(tenant, router(), noon - DAY, { cpu: 1 });
  await world.keeper.start();
  expect(await list(db, partitionsOf('sample'))).toEqual([
    'sample_2026_11_14',
    'sample_2026_11_15',
    'sample_2026_11_16',
    'sample_2026_11_17',
    'sample_2026_11_18',
    'sample_default',
  ]);
  expect(await list(db, partitionsOf('sample_hour'))).toEqual([
    'sample_hour_2026_11',
    'sample_hour_2026_12',
    'sample_hour_default',
  ]);
  expect(await list(db, 'select count(*) from lastmile.sample_2026_11_14')).toEqual(['1']);
  expect(world.keeper.figures.stray).toBe(0);
  await world.keeper.stop();
});

test('each company keeps as long as it chose; partitions go when nobody keeps them', async () => {
  await using db = await createTestDatabase();
  const [brief, long] = [await seedTenant(db), await seedTenant(db)];
  const world = sampleWorld(db, [brief.tenant, long.tenant]);
  await db.database.tenantTx(brief.tenant, (tx) => setRetention(tx, { rawDays: 1, fiveDays: 7, hourDays: 31 }));
  await world.keeper.start();
  const ids = [router(), router()] as const;
  await world.write(brief.tenant, ids[0], noon, { cpu: 1 });
  await world.write(long.tenant, ids[1], noon, { cpu: 1 });
  world.clock.set(noon + 2 * DAY);
  await world.keeper.tidy();
  expect(await list(db, 'select tenant_id from lastmile.sample')).toEqual([long.tenant]);
  world.clock.set(noon + 4 * DAY);
  await world.keeper.tidy();
  expect(await list(db, 'select count(*) from lastmile.sample')).toEqual(['0']);
  expect(await list(db, partitionsOf('sample'))).not.toContain('sample_2026_11_15');
  await world.keeper.stop();
});
