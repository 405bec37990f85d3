import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { Clock } from '#actors/system/clock.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { createDatabase } from '#server/platform/db/database.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { appendEvents } from '#server/platform/eventLog/appendEvents.ts';
import { followDurably, PositionBeyondLog } from '#server/platform/eventLog/durableFollower.ts';
import { createEventLog, type EventLog } from '#server/platform/eventLog/eventLog.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { commitEvents, newEvents } from './events.ts';

const realClock: Clock = {
  now: Date.now,
  setTimeout: (fn, ms) => setTimeout(fn, ms),
  clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
};

/** The poll is put so far away that it can't be what brings events. */
function eventLogOf(db: TestDatabase, pollMs = 3_600_000): EventLog {
  return createEventLog({ database: db.database, clock: realClock, upcasters: [], pollMs });
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Many writers: some transactions dawdle before commit, some give up after taking their positions. */
async function writeWildly(
  db: TestDatabase,
  tenant: TenantId,
  seed: number,
  transactions: number,
  committed: (records: EventRecord[]) => void,
): Promise<void> {
  const random = seededRandom(seed);
  const one = async (): Promise<void> => {
    const [count, dawdle, abort] = [1 + Math.floor(random() * 8), Math.floor(random() * 20), random() < 0.3];
    const records = await inTenant(db.database.appPool, tenant, async (client) => {
      const appended = await appendEvents(client, tenant, newEvents(count));
      for (let step = 0; step < dawdle; step++) await turn();
      if (abort) throw new Error('aborted');
      return appended;
    }).catch((error: unknown) => {
      if (abort) return [];
      throw error;
    });
    committed(records);
  };
  const writer = async (): Promise<void> => {
    for (let index = 0; index < transactions / 5; index++) await one();
  };
  await Promise.all(Array.from({ length: 5 }, writer));
}

test('every event comes once and in order while transactions dawdle and abort and a long one stays open', async () => {
  await using db = await createTestDatabase({ appPoolSize: 6 });
  const { tenant } = await seedTenant(db);
  const long = new pg.Client({ connectionString: db.superuserUrl });
  await long.connect();
  await long.query(`begin; select pg_current_xact_id(); select 1 from lastmile.tenant limit 1`);
  const eventLog = eventLogOf(db);
  await eventLog.start();
  const got: EventRecord[] = [];
  const follower = eventLog.follow({ tenant, name: 'test', from: 0, onEvents: (records) => void got.push(...records) });
  const written: EventRecord[] = [];
  await writeWildly(db, tenant, 1, 300, (records) => written.push(...records));
  await eventually(() => got.length >= written.length, 'every event');
  expect(got.map(({ position }) => position)).toEqual(upTo(written.length));
  expect(got).toEqual(written.toSorted((a, b) => a.position - b.position));
  expect(follower.behind).toBe(0);
  await eventLog.stop();
  await long.query('rollback');
  await long.end();
});

test('every event comes once and in order when half of the batches are handed over, late and out of order', async () => {
  await using db = await createTestDatabase({ appPoolSize: 6 });
  const { tenant } = await seedTenant(db);
  const eventLog = eventLogOf(db);
  await eventLog.start();
  const got: number[] = [];
  let direct = 0;
  eventLog.follow({
    tenant,
    name: 'test',
    from: 0,
    onEvents: (records, batch) => {
      if (batch) direct++;
      got.push(...records.map(({ position }) => position));
    },
  });
  const random = seededRandom(2);
  let written = 0;
  const late: Promise<void>[] = [];
  await writeWildly(db, tenant, 3, 300, (events) => {
    written += events.length;
    if (events.length === 0 || random() < 0.5) return;
    const turns = Math.floor(random() * 10);
    late.push(
      (async () => {
        for (let step = 0; step < turns; step++) await turn();
        eventLog.offer({ tenant, events, states: new Map() });
      })(),
    );
  });
  await Promise.all(late);
  await eventually(() => got.length >= written, 'every event');
  expect(got).toEqual(upTo(written));
  expect(direct).toBeGreaterThan(0);
  await eventLog.stop();
});

test('every event comes once and in order while the listening connection is killed again and again', async () => {
  await using db = await createTestDatabase({ appPoolSize: 6 });
  const { tenant } = await seedTenant(db);
  const eventLog = eventLogOf(db);
  await eventLog.start();
  const got: number[] = [];
  eventLog.follow({
    tenant,
    name: 'test',
    from: 0,
    onEvents: (records) => void got.push(...records.map(({ position }) => position)),
  });
  const killer = new pg.Client({ connectionString: db.superuserUrl });
  await killer.connect();
  let written = 0;
  let writing = true;
  let kills = 0;
  const kill = async (): Promise<void> => {
    while (writing || kills < 5) {
      const { rowCount } = await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '% listen'`,
      );
      kills += rowCount ?? 0;
      await eventually(() => db.database.listener.connected, 'the listening connection is back');
    }
  };
  await Promise.all([
    kill(),
    writeWildly(db, tenant, 4, 200, (records) => (written += records.length)).then(() => (writing = false)),
  ]);
  await eventually(() => got.length >= written, 'every event');
  expect(got).toEqual(upTo(written));
  expect(kills).toBeGreaterThanOrEqual(5);
  await killer.end();
  await eventLog.stop();
});

test('a wake-up that is lost is made up for by the poll', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const deaf = { ...db.database, systemPool: db.database.systemPool, listen: async () => async () => undefined };
  const eventLog = createEventLog({ database: deaf, clock: realClock, upcasters: [], pollMs: 20 });
  await eventLog.start();
  const got: number[] = [];
  eventLog.follow({
    tenant,
    name: 'test',
    from: 0,
    onEvents: (records) => void got.push(...records.map(({ position }) => position)),
  });
  await commitEvents(db.database, tenant, newEvents(3));
  await eventually(() => got.length === 3, 'three events');
  expect(got).toEqual([1, 2, 3]);
  await eventLog.stop();
});

test('a slow follower holds up no other', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const eventLog = eventLogOf(db);
  await eventLog.start();
  const gate = Promise.withResolvers<void>();
  let got = 0;
  eventLog.follow({ tenant, name: 'slow', from: 0, onEvents: () => gate.promise });
  eventLog.follow({ tenant, name: 'fast', from: 0, onEvents: (records) => void (got += records.length) });
  for (let round = 0; round < 10; round++) eventLog.offer(await commitEvents(db.database, tenant, newEvents(2)));
  await eventually(() => got === 20, 'the fast one has all');
  expect(eventLog.followers().find(({ name }) => name === 'slow')?.behind).toBe(20);
  gate.resolve();
  await eventLog.stop();
});

test('a durable effect happens exactly once over two processes, failures and restarts', async () => {
  await using db = await createTestDatabase({ appPoolSize: 8 });
  const { tenant } = await seedTenant(db);
  const other = createDatabase({ url: db.url, appPoolSize: 4, systemPoolSize: 2 });
  await other.start();
  const owner = new pg.Client({ connectionString: db.superuserUrl });
  await owner.connect();
  await owner.query(
    `create table lastmile.effect (n bigint primary key, node text); grant insert on lastmile.effect to lastmile_app`,
  );
  const random = seededRandom(5);
  const run = async (node: string, database: typeof other): Promise<EventLog> => {
    const eventLog = createEventLog({ database, clock: realClock, upcasters: [] });
    await eventLog.start();
    await followDurably(
      { database, eventLog },
      {
        tenant,
        name: 'effect',
        apply: async (tx, records) => {
          const { sql } = await import('slonik');
          for (const { position } of records)
            await tx.query(sql.unsafe`insert into lastmile.effect (n, node) values (${position}, ${node})`);
          if (random() < 0.1) throw new Error('crashed before commit');
        },
      },
    );
    return eventLog;
  };
  let first = await run('a', db.database);
  const second = await run('b', other);
  for (let round = 0; round < 40; round++) {
    const batch = await commitEvents(db.database, tenant, newEvents(3));
    first.offer(batch);
    if (round % 10 !== 9) continue;
    await first.stop();
    first = await run('a', db.database);
  }
  const done = async (): Promise<string> =>
    (await owner.query<{ list: string }>(`select string_agg(n::text, ',' order by n) as list from lastmile.effect`))
      .rows[0]!.list;
  const all = upTo(120).join(',');
  for (let tries = 0; tries < 2000 && (await done()) !== all; tries++) await turn();
  expect(await done()).toBe(all);
  await Promise.all([first.stop(), second.stop()]);
  await other.stop();
  await owner.end();
});

test('a durable follower refuses a log that ends before its position', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const eventLog = eventLogOf(db);
  const owner = new pg.Client({ connectionString: db.superuserUrl });
  await owner.connect();
  await owner.query(`insert into lastmile.follower (tenant_id, name, position) values ($1, 'effect', 7)`, [tenant]);
  await owner.end();
  await expect(
    followDurably({ database: db.database, eventLog }, { tenant, name: 'effect', apply: async () => undefined }),
  ).rejects.toThrow(PositionBeyondLog);
  await eventLog.stop();
});
