import type pg from 'pg';
import { sql, SchemaValidationError } from 'slonik';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createDatabase } from '#server/platform/db/database.ts';
import { classify, DatabaseError } from '#server/platform/db/databaseError.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';

const roles = z.object({ role: z.string(), login: z.string() });
const names = z.object({ name: z.string() });

test('each kind of transaction and pool has its role from the first query on', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const query = sql.type(roles)`select current_user::text as role, session_user::text as login`;
  const text = 'select current_user::text as role, session_user::text as login';
  expect(await db.database.tenantTx(tenant, (tx) => tx.one(query))).toEqual({
    role: 'lastmile_app',
    login: 'lastmile_server',
  });
  expect(await db.database.systemTx((tx) => tx.one(query))).toEqual({
    role: 'lastmile_system',
    login: 'lastmile_server',
  });
  expect((await db.database.appPool.query(text)).rows).toEqual([{ role: 'lastmile_app', login: 'lastmile_server' }]);
  expect((await db.database.systemPool.query(text)).rows).toEqual([
    { role: 'lastmile_system', login: 'lastmile_server' },
  ]);
});

test('resetting the role leads to no other', async () => {
  await using db = await createTestDatabase();
  expect(
    (
      (await db.database.appPool.query('reset role; select current_user::text as role')) as unknown as pg.QueryResult[]
    )[1]!.rows,
  ).toEqual([{ role: 'lastmile_app' }]);
});

test('a transaction sees its tenant and no other, and the next one on the same connection sees none of it', async () => {
  await using db = await createTestDatabase({ appPoolSize: 1 });
  const [a, b] = [await seedTenant(db), await seedTenant(db)];
  const query = sql.type(z.object({ tenant_id: z.string() }))`select tenant_id from lastmile.branch`;
  for (const { tenant } of [a, b, a]) {
    const rows = await db.database.tenantTx(tenant, (tx) => tx.any(query));
    expect(new Set(rows.map((row) => row.tenant_id))).toEqual(new Set([tenant]));
  }
  const { rows } = await inTenant(db.database.appPool, b.tenant, (client) =>
    client.query('select distinct tenant_id from lastmile.branch'),
  );
  expect(rows).toEqual([{ tenant_id: b.tenant }]);
  expect((await db.database.appPool.query('select from lastmile.branch')).rowCount).toBe(0);
});

test('a row for another tenant is refused', async () => {
  await using db = await createTestDatabase();
  const [a, b] = [await seedTenant(db), await seedTenant(db)];
  const insert = db.database.tenantTx(a.tenant, (tx) =>
    tx.query(
      sql.unsafe`insert into lastmile.role (tenant_id, id, name, permissions) values (${b.tenant}, gen_random_uuid(), 'x', '{}')`,
    ),
  );
  await expect(insert).rejects.toMatchObject({ name: 'DatabaseError', failure: 'forbidden' });
});

test('slonik and plain pg read every type the same way', async () => {
  await using db = await createTestDatabase();
  const expected = {
    int8: 9223372036854775807n,
    numeric: '12.3400',
    micros: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    whole: Date.UTC(2026, 0, 2),
    never: Number.NEGATIVE_INFINITY,
    date: '2026-02-28',
    int4: 7,
    list: [1n, 2n],
  };
  const query = sql.type(
    z.record(z.string(), z.unknown()),
  )`select 9223372036854775807::int8 as int8, 12.3400::numeric as numeric,
    '2026-01-02T03:04:05.678901Z'::timestamptz as micros, '2026-01-02T00:00:00Z'::timestamptz as whole,
    '-infinity'::timestamptz as never, '2026-02-28'::date as date, 7::int4 as int4, array[1, 2]::int8[] as list`;
  expect(await db.database.systemTx((tx) => tx.one(query))).toEqual(expected);
  expect((await db.database.systemPool.query(query.sql)).rows).toEqual([expected]);
});

test('a row that is not what the schema says is an error', async () => {
  await using db = await createTestDatabase();
  await expect(db.database.systemTx((tx) => tx.one(sql.type(names)`select 7 as name`))).rejects.toThrow(
    SchemaValidationError,
  );
});

test('work runs once, unless repeating was asked for', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  let runs = 0;
  const losing = async (): Promise<string> => {
    runs++;
    if (runs < 3) throw Object.assign(new Error('lost'), { code: '40001' });
    return 'won';
  };
  await expect(db.database.tenantTx(tenant, losing)).rejects.toMatchObject({
    failure: 'serialization',
    retryable: true,
  });
  expect(runs).toBe(1);
  expect(await db.database.tenantTx(tenant, losing, { retries: 2 })).toBe('won');
  expect(runs).toBe(3);
});

test('what work throws comes out as it is, and nothing of it is stored', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const bug = new RangeError('a bug');
  const work = db.database.tenantTx(tenant, async (tx) => {
    await tx.query(
      sql.unsafe`insert into lastmile.role (tenant_id, id, name, permissions) values (${tenant}, gen_random_uuid(), 'gone', '{}')`,
    );
    throw bug;
  });
  await expect(work).rejects.toBe(bug);
  expect(
    await db.database.tenantTx(tenant, (tx) =>
      tx.maybeOne(sql.type(names)`select name from lastmile.role where name = 'gone'`),
    ),
  ).toBeNull();
});

test('a connection cut in the middle is a typed error, and the pool goes on', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const cut = (pid: number): Promise<unknown> =>
    withClient(db.superuserUrl, (client) => client.query('select pg_terminate_backend($1)', [pid]));
  const pids = z.object({ pid: z.int() });
  const work = db.database.tenantTx(tenant, async (tx) => {
    await cut((await tx.one(sql.type(pids)`select pg_backend_pid() as pid`)).pid);
    return await tx.one(sql.type(pids)`select pg_backend_pid() as pid`);
  });
  await expect(work).rejects.toMatchObject({ name: 'DatabaseError', failure: 'unavailable' });
  const plain = inTenant(db.database.appPool, tenant, async (client) => {
    await cut(pids.parse((await client.query('select pg_backend_pid() as pid')).rows[0]).pid);
    return await client.query('select 1');
  });
  await expect(plain).rejects.toSatisfy((error) => classify(error) === 'unavailable');
  expect((await db.database.appPool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  expect(await db.database.tenantTx(tenant, async () => 'fine')).toBe('fine');
});

test('a database that is not there is a typed error at start', async () => {
  await using nowhere = createDatabase({ url: 'postgres://lastmile_server:x@127.0.0.1:9/lastmile' });
  const error: unknown = await nowhere.start().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DatabaseError);
  expect(error).toMatchObject({ failure: 'unavailable' });
  await expect(nowhere.systemTx(async () => 1)).rejects.toMatchObject({ failure: 'unavailable' });
});

test('stop closes every connection and may be called twice', async () => {
  await using db = await createTestDatabase();
  const own = createDatabase({ url: db.url, applicationName: 'own' });
  await own.start();
  await own.listen(
    'some',
    () => undefined,
    () => undefined,
  );
  await Promise.all([own.appPool.query('select 1'), own.systemPool.query('select 1'), own.systemTx(async () => 1)]);
  await Promise.all([own.stop(), own.stop()]);
  const left = async (): Promise<number> =>
    (
      await db.database.systemPool.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where application_name like 'own %'`,
      )
    ).rows[0]!.n;
  for (let tries = 0; tries < 500 && (await left()) > 0; tries++);
  expect(await left()).toBe(0);
});

test('a notification reaches each who listens, until it ends', async () => {
  await using db = await createTestDatabase();
  const heard: string[] = [];
  const end = await db.database.listen(
    'some channel',
    (payload) => heard.push(`a ${payload}`),
    () => undefined,
  );
  await db.database.listen(
    'some channel',
    (payload) => heard.push(`b ${payload}`),
    () => undefined,
  );
  const notify = (text: string): Promise<unknown> =>
    db.database.appPool.query(`select pg_notify('some channel', $1)`, [text]);
  await notify('one');
  await eventually(() => heard.length === 2, 'both have heard');
  await end();
  await notify('two');
  await eventually(() => heard.length === 3, 'the other has heard');
  expect(heard).toEqual(['a one', 'b one', 'b two']);
});

test('a writer under a fence holds the lease’s row and can change nothing of it', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await inTenant(db.database.appPool, tenant, async (client) => {
    const { rows } = await client.query('select epoch from lastmile.shard_lease where shard = 7 for key share');
    expect(rows).toEqual([{ epoch: 0n }]);
    await expect(
      db.database.systemPool.query(
        `set lock_timeout = '50ms'; select from lastmile.shard_lease where shard = 7 for update; reset lock_timeout`,
      ),
    ).rejects.toMatchObject({ code: '55P03' });
  });
  await expect(
    inTenant(db.database.appPool, tenant, (client) =>
      client.query('update lastmile.shard_lease set epoch = 9 where shard = 7'),
    ),
  ).rejects.toMatchObject({ code: '42501' });
});

test('the answer of a command can be taken back by the transaction that stored it, and by no other', async () => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const store = `insert into lastmile.command (tenant_id, key, hash, answer, at) values ($1, 'some-key', '', '{}', now())`;
  const forget = `delete from lastmile.command where key = 'some-key'`;
  await inTenant(db.database.appPool, tenant, async (client) => {
    await client.query(store, [tenant]);
    expect((await client.query(forget)).rowCount).toBe(1);
    await client.query(store, [tenant]);
  });
  expect((await inTenant(db.database.appPool, tenant, (client) => client.query(forget))).rowCount).toBe(0);
});
