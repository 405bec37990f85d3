import { expect, test } from 'vitest';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { appendEvents } from '#server/platform/eventLog/appendEvents.ts';
import { readEvents, readHeads } from '#server/platform/eventLog/eventStore.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { commitEvents, newEvents } from './events.ts';

test('what was appended is read back as it was, with positions from 1', async () => {
  await using db = await createTestDatabase();
  const { tenant, users } = await seedTenant(db);
  const events = newEvents(3, { actorUser: users[0] });
  const { events: records } = await commitEvents(db.database, tenant, events);
  expect(records.map(({ position }) => position)).toEqual([1, 2, 3]);
  expect(await readEvents(db.database.systemPool, tenant, 0, 10)).toEqual(records);
});

test('more events than one statement takes still get dense positions', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const { events } = await commitEvents(db.database, tenant, newEvents(1203));
  expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 1203 }, (_, index) => index + 1));
  expect(await readHeads(db.database.systemPool, [tenant])).toEqual(new Map([[tenant, 1203]]));
});

test('an aborted transaction leaves no hole', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await expect(
    inTenant(db.database.appPool, tenant, async (client) => {
      await appendEvents(client, tenant, newEvents(5));
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect((await commitEvents(db.database, tenant, newEvents(1))).events[0]?.position).toBe(1);
});

test('events cannot be appended to the log of another tenant', async () => {
  await using db = await createTestDatabase();
  const [mine, other] = [await seedTenant(db), await seedTenant(db)];
  await expect(
    inTenant(db.database.appPool, mine.tenant, (client) => appendEvents(client, other.tenant, newEvents(1))),
  ).rejects.toThrow('no log');
});

test('writers of many connections get every position once', async () => {
  await using db = await createTestDatabase({ appPoolSize: 8 });
  const { tenant } = await seedTenant(db);
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => commitEvents(db.database, tenant, newEvents((index % 5) + 1))),
  );
  const read = await readEvents(db.database.systemPool, tenant, 0, 1000);
  expect(read.map(({ position }) => position)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
});
