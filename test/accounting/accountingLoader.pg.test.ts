import { expect, test } from 'vitest';
import { accountingFlag } from '#server/radius/journal/entry.ts';
import { BEGAN, loaderWorld } from './loaderWorld.ts';

const SESSION = `select acct_session_id as id, username, host(ipv4) as ip, seconds, octets_in::float8 as "in", octets_out::float8 as "out",
  ended_at, end_cause as cause, flags from lastmile.line_session order by started_at, id`;
const USAGE = `select day::text, octets_in::float8 as "in", octets_out::float8 as "out", seconds from lastmile.usage_day order by day`;
const RECORDS = `select count(*)::int as count from lastmile.accounting_record`;

test('a session from its Start to its Stop, its usage by day and each report once', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 1, ipv4: [10, 0, 0, 7] });
  await world.say({ kind: 3, seconds: 300, octetsIn: 1000, octetsOut: 5 * 2 ** 32 + 9, gigawords: true });
  await world.load();
  expect(await world.rows(SESSION)).toMatchObject([
    {
      id: '81000001',
      username: 'wanjiku4471',
      ip: '10.0.0.7',
      seconds: 300,
      in: 1000,
      out: 5 * 2 ** 32 + 9,
      ended_at: null,
    },
  ]);
  await world.say({
    kind: 2,
    seconds: 400,
    octetsIn: 1500,
    octetsOut: 6 * 2 ** 32,
    gigawords: true,
    terminateCause: 1,
  });
  await world.load();
  expect(await world.rows(SESSION)).toMatchObject([
    { seconds: 400, in: 1500, out: 6 * 2 ** 32, ended_at: new Date(BEGAN + 400_000), cause: 'userRequest' },
  ]);
  expect(await world.rows(USAGE)).toEqual([{ day: '2026-11-21', in: 1500, out: 6 * 2 ** 32, seconds: 400 }]);
  expect(await world.rows(RECORDS)).toEqual([{ count: 3 }]);
  expect(world.troubles).toEqual([]);
});

test('what was committed before the loader could hear of it is loaded once', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 1 });
  await world.say({ kind: 3, seconds: 300, octetsIn: 1000, octetsOut: 1000 });
  const pool = world.db.database.systemPool;
  let broken = 0;
  // The connection breaks right behind the COMMIT: whether it happened can only be read from the place.
  const cutting = new Proxy(pool, {
    get(target, key): unknown {
      if (key !== 'connect') return Reflect.get(target, key, target);
      return async () => {
        const client = await pool.connect();
        const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
        return new Proxy(client, {
          get(inner, name): unknown {
            if (name === 'release') return (error?: Error | boolean) => inner.release(error);
            if (name !== 'query') return Reflect.get(inner, name, inner);
            return async (...given: unknown[]) => {
              const answer = await query(...given);
              if (given[0] !== 'commit' || broken > 0) return answer;
              const { rowCount } = await pool.query('select from lastmile.journal_place');
              if (rowCount === 0) return answer;
              broken += 1;
              throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
            };
          },
        });
      };
    },
  });
  const loader = await world.load({ pool: cutting });
  expect(broken).toBe(1);
  expect(loader.figures.records).toBe(2);
  expect(await world.rows(RECORDS)).toEqual([{ count: 2 }]);
  expect(await world.rows(USAGE)).toMatchObject([{ in: 1000, out: 1000 }]);
  await world.load();
  expect(await world.rows(RECORDS)).toEqual([{ count: 2 }]);
});

test('two loaders of one journal store each report once', async () => {
  await using world = await loaderWorld();
  for (let line = 0; line < 300; line += 1)
    for (const kind of [1, 3, 2])
      await world.say({
        kind,
        acctSessionId: `82${line.toString(16).padStart(6, '0')}`,
        ...(kind === 1 ? {} : { seconds: kind * 100, octetsIn: kind * 10, octetsOut: 7 }),
      });
  await Promise.all([world.load(), world.load()]);
  expect(await world.rows(RECORDS)).toEqual([{ count: 900 }]);
  expect(await world.rows(USAGE)).toMatchObject([{ in: 300 * 30, out: 300 * 7 }]);
});

test('late, repeated and unseen reports are recognised by what is stored', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 2, seconds: 900, octetsIn: 900, octetsOut: 90, flags: accountingFlag.unseen });
  await world.load();
  const late = accountingFlag.late | accountingFlag.unseen;
  await world.say({ kind: 1, flags: late, startedAt: BEGAN + 2000 });
  await world.say({ kind: 3, seconds: 600, octetsIn: 700, octetsOut: 70, flags: late, startedAt: BEGAN - 1000 });
  await world.say({ kind: 2, seconds: 900, octetsIn: 900, octetsOut: 90, flags: late });
  const loader = await world.load();
  expect(loader.figures.duplicates).toBe(1);
  expect(await world.rows(SESSION)).toMatchObject([{ seconds: 900, in: 900, cause: 'unnamed', flags: 0 }]);
  expect(await world.rows(RECORDS)).toEqual([{ count: 3 }]);
  expect(await world.rows(USAGE)).toMatchObject([{ in: 900, out: 90, seconds: 900 }]);
});

test('a session of a router that is not reached is unknown, not ended; a late report reopens what was concluded (operators 6)', async () => {
  await using world = await loaderWorld();
  const session = { tenantId: world.tenantId, nasId: world.nasId, acctSessionId: '81000001', sessionStartedAt: BEGAN };
  const state = `select ended_at, end_cause as cause, unknown_since from lastmile.line_session`;
  await world.say({ kind: 1 });
  await world.journal.say({ kind: 'unknownSince', entries: [{ ...session, since: BEGAN + 60_000 }] });
  await world.load();
  expect(await world.rows(state)).toEqual([{ ended_at: null, cause: null, unknown_since: new Date(BEGAN + 60_000) }]);
  await world.journal.say({ kind: 'closed', entries: [{ ...session, endedAt: BEGAN + 60_000, cause: 'silent' }] });
  await world.load();
  expect(await world.rows(state)).toMatchObject([{ ended_at: new Date(BEGAN + 60_000), cause: 'silent' }]);
  await world.say({ kind: 3, seconds: 1200, octetsIn: 5, octetsOut: 5 });
  const loader = await world.load();
  expect(await world.rows(state)).toEqual([{ ended_at: null, cause: null, unknown_since: null }]);
  expect(loader.open.count).toBe(1);
});

test('a report behind its Stop does not open the session again', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 1 });
  await world.say({ kind: 2, seconds: 100, octetsIn: 10, octetsOut: 10, terminateCause: 2 });
  await world.load();
  await world.say({ kind: 3, seconds: 160, octetsIn: 30, octetsOut: 10 });
  const loader = await world.load();
  expect(await world.rows(SESSION)).toMatchObject([
    { in: 30, seconds: 160, cause: 'lostCarrier', ended_at: new Date(BEGAN + 100_000) },
  ]);
  expect(loader.open.count).toBe(0);
});

test('one report that the database refuses is set aside, and all others are stored', async () => {
  await using world = await loaderWorld();
  for (let line = 0; line < 40; line += 1)
    await world.say({
      kind: 1,
      acctSessionId: `83${line}`,
      ...(line === 17 ? { tenantId: '00000000-0000-0000-0000-000000000bad' } : {}),
    });
  await world.rows(
    `alter table lastmile.line_session add constraint no_bad check (tenant_id <> '00000000-0000-0000-0000-000000000bad')`,
  );
  const loader = world.loader();
  loader.start();
  await expect.poll(() => loader.figures.records, { timeout: 20_000 }).toBe(39);
  await loader.stop();
  expect(await world.rows(RECORDS)).toEqual([{ count: 39 }]);
  expect(await world.rows(`select error from lastmile.accounting_set_aside`)).toEqual([
    { error: expect.stringContaining('no_bad') },
  ]);
});

test('segment after segment, the place stays exact', async () => {
  await using world = await loaderWorld(65_536);
  for (let line = 0; line < 1000; line += 1) await world.say({ kind: 1, acctSessionId: `84${line}` });
  await world.load();
  await world.load();
  expect(await world.rows(RECORDS)).toEqual([{ count: 1000 }]);
  expect(await world.rows(`select segment > 3 as several from lastmile.journal_place`)).toEqual([{ several: true }]);
});

test('a Start that is stored, though nobody doubts it, holds nothing up and is stored once', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 1 });
  await world.say({ kind: 2, seconds: 300, octetsIn: 1000, octetsOut: 1000 });
  await world.load();
  // As from a backup: what was loaded is known, how far it was is not.
  await world.rows('delete from lastmile.journal_place');
  await world.say({ kind: 1, acctSessionId: '81000002', startedAt: BEGAN + 600_000 });
  await world.load();
  expect(world.troubles.map(({ kind }) => kind)).toEqual(['conflict']);
  expect(await world.rows(RECORDS)).toEqual([{ count: 3 }]);
  expect(await world.rows(USAGE)).toMatchObject([{ in: 1000, out: 1000 }]);
});

test('behind a part of the journal that is gone loading goes on, and says so', async () => {
  const small = 16_384;
  await using world = await loaderWorld(small);
  for (let n = 0; n < 200; n += 1)
    await world.say({ kind: 1, acctSessionId: `8100${1_000 + n}`, startedAt: BEGAN + n * 1_000 });
  await world.journal.lose(2);
  await world.load();
  expect(world.troubles.map(({ kind }) => kind)).toEqual(['gone']);
  const [{ count }] = (await world.rows(RECORDS)) as [{ count: number }];
  expect(count).toBeGreaterThan(100);
  expect(count).toBeLessThan(200);
});
