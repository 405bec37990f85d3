import pg from 'pg';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { dropOldPartitions, ensurePartitions } from '#server/platform/eventLog/retentionStore.ts';
import { createSealer, type Sealer } from '#server/platform/eventLog/sealer.ts';
import { verifyLogs, type LogVerdict } from '#server/platform/eventLog/verifyLog.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { commitEvents, newEvents } from './events.ts';

async function verify(db: TestDatabase, tenant: TenantId): Promise<LogVerdict> {
  const client = await db.database.systemPool.connect();
  try {
    for await (const verdict of verifyLogs(client)) if (verdict.tenant === tenant) return verdict;
  } finally {
    client.release();
  }
  throw new Error('the tenant has no log');
}

async function tamper(db: TestDatabase, statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(statement, values);
    expect(rowCount).toBeGreaterThan(0);
  } finally {
    await client.end();
  }
}

function sealerOf(db: TestDatabase, mostPerSeal = 10): Sealer {
  return createSealer({ pool: db.database.systemPool, clock: new SimulatedClock(), mostPerSeal });
}

test('a sealed log verifies, and says how far it is sealed', async () => {
  await using db = await createTestDatabase();
  const { tenant, users } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(25, { actorUser: users[0] }));
  await sealerOf(db).sealAll();
  await commitEvents(db.database, tenant, newEvents(4));
  const verdict = await verify(db, tenant);
  expect(verdict).toMatchObject({ events: 29, seals: 3, broken: undefined, unsealed: 4, missing: [], removed: [] });
  expect(verdict.head).toEqual({ position: 25, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

const alterations: readonly (readonly [column: string, change: string])[] = [
  ['tenant_id', `tenant_id = '00000000-0000-4000-8000-000000000000'`],
  ['position', 'position = position + 1000'],
  ['kind', `kind = 'ticket'`],
  ['actor_id', 'actor_id = gen_random_uuid()'],
  ['version', 'version = version + 1'],
  ['type', `type = 'alarm.cleared'`],
  ['v', 'v = v + 1'],
  ['data', `data = data || '{"occurrences": 99}'`],
  ['data, only in the form of a number', `data = data || '{"occurrences": 17.0}'`],
  ['data, only in the last digit of a long number', `data = data || '{"big": 9007199254740993}'`],
  ['actor_user', 'actor_user = gen_random_uuid()'],
  ['cause', 'cause = null'],
  ['at, by a microsecond', `at = at + interval '1 microsecond'`],
];

test('the alterations name every column of the event', async () => {
  await using db = await createTestDatabase();
  const { rows } = await db.database.systemPool.query<{ attname: string }>(
    `select attname from pg_attribute where attrelid = 'lastmile.event'::regclass and attnum > 0 and not attisdropped`,
  );
  const covered = new Set(alterations.map(([column]) => column.split(',')[0]));
  expect(new Set(rows.map((row) => row.attname))).toEqual(covered);
});

test.for(alterations)('an event altered in %s is found', async ([, change]) => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(30, { data: { occurrences: 17, big: 9007199254740992 } }));
  await sealerOf(db).sealAll();
  await tamper(db, `update lastmile.event set ${change} where tenant_id = $1 and position = 17`, [tenant]);
  const { broken } = await verify(db, tenant);
  expect(broken).toBeDefined();
  expect(broken!.from).toBeGreaterThanOrEqual(11);
  expect(broken!.from).toBeLessThanOrEqual(17);
});

test('a deleted event is found, and named as missing', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(30));
  await sealerOf(db).sealAll();
  await tamper(db, `delete from lastmile.event where tenant_id = $1 and position = 17`, [tenant]);
  expect(await verify(db, tenant)).toMatchObject({
    broken: { breach: 'missing', from: 17, to: 17 },
    missing: [{ from: 17, to: 17 }],
  });
});

test('a deleted event that no seal covers yet is found by its position', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(5));
  await tamper(db, `delete from lastmile.event where tenant_id = $1 and position > 3`, [tenant]);
  expect(await verify(db, tenant)).toMatchObject({ broken: { breach: 'missing', from: 4, to: 5 } });
});

test('two events that changed places are found', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(30));
  await sealerOf(db).sealAll();
  await tamper(
    db,
    `update lastmile.event set position = case position when 14 then 15 else 14 end where tenant_id = $1 and position in (14, 15)`,
    [tenant],
  );
  expect((await verify(db, tenant)).broken).toMatchObject({ breach: 'altered', from: 11, to: 20 });
});

test('a second event at a position is found', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(9));
  await tamper(
    db,
    `insert into lastmile.event select tenant_id, position, kind, actor_id, version, type, v, data, actor_user, cause, at + interval '1 second'
      from lastmile.event where tenant_id = $1 and position = 4`,
    [tenant],
  );
  expect((await verify(db, tenant)).broken).toMatchObject({ breach: 'doubled', from: 4 });
});

test.for([
  ['hash', `update lastmile.event_seal set hash = sha256('x') where tenant_id = $1 and from_position = 11`],
  ['prev', `update lastmile.event_seal set prev = sha256('x') where tenant_id = $1 and from_position = 11`],
  ['month', `update lastmile.event_seal set month = '2020-01-01' where tenant_id = $1 and from_position = 11`],
  ['row', `delete from lastmile.event_seal where tenant_id = $1 and from_position = 11`],
] as const)('a changed or deleted seal is found (%s)', async ([, statement]) => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(30));
  await sealerOf(db).sealAll();
  await tamper(db, statement, [tenant]);
  expect((await verify(db, tenant)).broken).toMatchObject({ from: 11 });
});

test('events at the end that disappear together with the head are found by the seals', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(30));
  await sealerOf(db).sealAll();
  await tamper(db, `delete from lastmile.event where tenant_id = $1 and position > 20`, [tenant]);
  await tamper(db, `update lastmile.tenant_log set head = 20 where tenant_id = $1`, [tenant]);
  expect((await verify(db, tenant)).broken).toMatchObject({ from: 21 });
});

test('a dropped month of sealed events leaves a chain that verifies and says what is gone', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const [september, october, november] = [
    Date.UTC(2026, 8, 30, 23, 59, 59),
    Date.UTC(2026, 9, 10),
    Date.UTC(2026, 10, 10),
  ];
  await db.database.systemTx((tx) => ensurePartitions(tx, september, 2));
  for (const at of [september, october, november]) await commitEvents(db.database, tenant, newEvents(15, { at }));
  const drop = (before: number): Promise<readonly string[]> =>
    db.database.systemTx((tx) => dropOldPartitions(tx, 'event', before, november));
  expect(await drop(november)).toEqual([]);
  await sealerOf(db).sealAll();
  expect(await drop(november)).toEqual(['event_2026_09', 'event_2026_10']);
  expect(await verify(db, tenant)).toMatchObject({
    events: 15,
    seals: 6,
    broken: undefined,
    unsealed: 0,
    missing: [],
    removed: [{ from: 1, to: 30 }],
  });
  await tamper(db, `update lastmile.event set kind = 'x' where tenant_id = $1 and position = 33`, [tenant]);
  expect((await verify(db, tenant)).broken).toMatchObject({ breach: 'altered', from: 31 });
});

test('a month deleted without retention is a broken log', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await commitEvents(db.database, tenant, newEvents(20, { at: Date.UTC(2026, 9, 10) }));
  await commitEvents(db.database, tenant, newEvents(5));
  await sealerOf(db).sealAll();
  await tamper(db, `delete from lastmile.event where tenant_id = $1 and position <= 20`, [tenant]);
  expect((await verify(db, tenant)).broken).toMatchObject({ breach: 'missing', from: 1 });
});

test('a month is kept while a durable follower still has to read it', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const october = Date.UTC(2026, 9, 10);
  await db.database.systemTx((tx) => ensurePartitions(tx, october, 1));
  await commitEvents(db.database, tenant, newEvents(5, { at: october }));
  await sealerOf(db).sealAll();
  await tamper(db, `insert into lastmile.follower (tenant_id, name, position) values ($1, 'test', 4)`, [tenant]);
  const drop = (): Promise<readonly string[]> =>
    db.database.systemTx((tx) => dropOldPartitions(tx, 'event', Date.UTC(2026, 10, 1), october));
  expect(await drop()).toEqual([]);
  await tamper(db, `update lastmile.follower set position = 5 where tenant_id = $1`, [tenant]);
  expect(await drop()).toEqual(['event_2026_10']);
});

test('several sealers at once make one chain', async () => {
  await using db = await createTestDatabase({ systemPoolSize: 6 });
  const { tenant } = await seedTenant(db);
  const sealers = [sealerOf(db, 7), sealerOf(db, 10), sealerOf(db, 3)];
  for (let round = 0; round < 10; round++) {
    await commitEvents(db.database, tenant, newEvents(23));
    await Promise.all(sealers.map((sealer) => sealer.sealAll()));
  }
  await sealers[0]!.sealAll();
  expect(await verify(db, tenant)).toMatchObject({ events: 230, broken: undefined, unsealed: 0 });
});
