import { expect, test } from 'vitest';
import { SHARDS, shardOf } from '#actors/system/shard.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { alarmAt, createAlarmNode, raiseOf, user } from '../support/alarmNode.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { asSuperuser } from '../support/superuserQuery.ts';

const everyShard = Array.from({ length: SHARDS }, (_, shard) => shard);

test('deadlines of all tenants come in order of time, of the given shards, to the millisecond, and not too many', async () => {
  await using db = await createTestDatabase();
  const [one, two] = [await seedTenant(db), await seedTenant(db)];
  await using node = createAlarmNode(db.database);
  const base = Date.now() + 3_600_000;
  const set = [
    { address: alarmAt(one.tenant, 1), dueAt: base + 333, caller: user(one.users[0]), n: 1 },
    { address: alarmAt(two.tenant, 2), dueAt: base + 111, caller: user(two.users[0]), n: 2 },
    { address: alarmAt(one.tenant, 3), dueAt: base + 222, caller: user(one.users[0]), n: 3 },
  ];
  for (const { address, dueAt, caller, n } of set) {
    await node.ask(address, raiseOf(n));
    await node.ask(address, { type: 'alarm.shelve', until: dueAt, reason: 'x' }, { caller });
  }
  const store = new PostgresDeadlineStore(db.database.systemPool);
  const expected = [set[1]!, set[2]!, set[0]!].map(({ address, dueAt }) => ({ address, name: 'shelving', dueAt }));
  expect(await store.due(base + 333, 10, everyShard)).toEqual(expected);
  expect(await store.due(base + 332, 10, everyShard)).toEqual(expected.slice(0, 2));
  expect(await store.due(base + 999, 1, everyShard)).toEqual(expected.slice(0, 1));
  const shard = shardOf(set[0]!.address);
  expect(
    (await store.due(base + 999, 10, [shard])).map(({ address }) => shardOf(address)).every((found) => found === shard),
  ).toBe(true);
  expect(await store.nextDueAt(everyShard)).toBe(base + 111);
  expect(await store.nextDueAt([])).toBeUndefined();
  expect(await store.ofActor(set[2]!.address)).toEqual([{ name: 'shelving', dueAt: base + 222 }]);
});

test('shelving runs out by itself and its row goes with it, also for a server that starts afterwards', async () => {
  await using db = await createTestDatabase();
  const { tenant, users } = await seedTenant(db);
  const address = alarmAt(tenant, 1);
  const caller = user(users[0]);
  {
    await using before = createAlarmNode(db.database);
    await before.ask(address, raiseOf(1));
    await before.ask(address, { type: 'alarm.claim' }, { caller });
    await before.ask(address, { type: 'alarm.shelve', until: Date.now() + 30, reason: 'x' }, { caller });
  }
  await using after = createAlarmNode(db.database);
  after.system.start();
  await eventually(() => after.observer.lateMs.length > 0, 'it rang');
  expect(
    await asSuperuser(
      db,
      'select state, shelved_until, (select count(*)::int from lastmile.deadline) as deadlines from lastmile.alarm',
    ),
  ).toEqual([{ state: 'claimed', shelved_until: null, deadlines: 0 }]);
  expect(
    await asSuperuser(
      db,
      `select cause->>'kind' as cause, actor_user from lastmile.event where type = 'alarm.shelvingExpired'`,
    ),
  ).toEqual([{ cause: 'deadline', actor_user: null }]);
  expect(after.observer.lateMs).toHaveLength(1);
});

test('two servers that own the same shards let each deadline ring once', async () => {
  await using db = await createTestDatabase();
  const { tenant, users } = await seedTenant(db);
  await using one = createAlarmNode(db.database);
  await using two = createAlarmNode(db.database);
  const caller = user(users[0]);
  const until = Date.now() + 700;
  await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const node = n % 2 ? one : two;
      await node.ask(alarmAt(tenant, n), raiseOf(n));
      await node.ask(alarmAt(tenant, n), { type: 'alarm.shelve', until, reason: 'x' }, { caller });
    }),
  );
  one.system.start();
  two.system.start();
  await eventually(() => [one, two].some((node) => node.observer.lateMs.length >= 60), 'all rang');
  await Promise.all([one.system.stop(), two.system.stop()]);
  const [row] = await asSuperuser(
    db,
    `select count(*)::int as expired, count(distinct actor_id)::int as alarms, (select count(*)::int from lastmile.deadline) as left from lastmile.event where type = 'alarm.shelvingExpired'`,
  );
  expect(row).toEqual({ expired: 60, alarms: 60, left: 0 });
});
