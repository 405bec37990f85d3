import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { alarmSourceRecords } from '#server/alarmSource/alarmSourceRecords.ts';
import { addAlarmSource, listAlarmSources } from '#server/alarmSource/alarmSourceStore.ts';
import { ActorId } from '#shared/values/ids.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';

const AT = Date.UTC(2026, 0, 1);
const entry = (hostname: string, address = '127.41.1.11') => ({
  id: ActorId.parse(randomUUID()),
  name: `The ${hostname}`,
  address,
  hostname,
  branchId: undefined,
});

test('a source is found by address and HOSTNAME, over all tenants, and listed by its own only', async () => {
  await using db = await createTestDatabase();
  const { database } = db;
  const [one, two] = [await seedTenant(db), await seedTenant(db)];
  const sources = [entry('OLT-1'), entry('OLT-2'), entry('OLT-1', '2001:db8::7')] as const;
  await database.tenantTx(one.tenant, async (tx) => {
    await addAlarmSource(tx, { ...sources[0], branchId: one.branches[0] }, AT);
    await addAlarmSource(tx, sources[1], AT);
  });
  await database.tenantTx(two.tenant, (tx) => addAlarmSource(tx, sources[2], AT));

  const records = alarmSourceRecords(database);
  expect(await records.find('127.41.1.11', 'OLT-1')).toEqual({
    ...sources[0],
    tenant: one.tenant,
    branchId: one.branches[0],
  });
  expect(await records.find('2001:db8::7', 'OLT-1')).toEqual({ ...sources[2], tenant: two.tenant });
  expect(await records.find('127.41.1.12', 'OLT-1')).toBeUndefined();
  expect(await records.find('127.41.1.11', 'olt-1')).toBeUndefined();
  expect((await records.all()).map(({ id }) => id).toSorted()).toEqual(sources.map(({ id }) => id).toSorted());
  expect((await database.tenantTx(two.tenant, listAlarmSources)).map(({ id }) => id)).toEqual([sources[2].id]);

  // Registered once: whoever comes second changes nothing.
  await database.tenantTx(one.tenant, (tx) => addAlarmSource(tx, { ...entry('OLT-1'), name: 'Another' }, AT));
  expect(await records.find('127.41.1.11', 'OLT-1')).toMatchObject({ name: 'The OLT-1' });
});

test('what stands at a source is its own and that of its resources, and no other tenant is looked into', async () => {
  await using db = await createTestDatabase();
  const [one, two] = [await seedTenant(db), await seedTenant(db)];
  await withClient(db.superuserUrl, async (client) => {
    const insert = (tenant: string, source: string, state: string) =>
      client.query(
        `insert into lastmile.alarm (tenant_id, id, version, state, source, cause, severity, text, episode, occurrences, raised_at, last_occurred_at, cleared_at)
         values ($1, $2, 1, $3, $4, 'lossOfSignal', 'major', '', 1, 1, now(), now(), case when $3 = 'cleared' then now() end)`,
        [tenant, randomUUID(), state, source],
      );
    for (const [source, state] of [
      ['OLT-1', 'raised'],
      ['OLT-1/0/1', 'claimed'],
      ['OLT-1/0/2', 'shelved'],
      ['OLT-1/0/3', 'cleared'],
      ['OLT-11/0/1', 'raised'],
      ['OLT_1/0/1', 'raised'],
    ] as const) {
      await insert(one.tenant, source, state);
    }
    await insert(two.tenant, 'OLT-1/9', 'raised');
  });
  const standing = await alarmSourceRecords(db.database).standing({ ...entry('OLT-1'), tenant: one.tenant });
  expect(standing.map(({ source, cause }) => `${source} ${cause}`).toSorted()).toEqual([
    'OLT-1 lossOfSignal',
    'OLT-1/0/1 lossOfSignal',
    'OLT-1/0/2 lossOfSignal',
  ]);
});
