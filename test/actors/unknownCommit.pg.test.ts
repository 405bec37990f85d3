import { expect, test } from 'vitest';
import { createDatabase, type Database } from '#server/platform/db/database.ts';
import type { UserId } from '#shared/values/ids.ts';
import { alarmAt, createAlarmNode, newKey, raiseOf, user, type AlarmNode } from '../support/alarmNode.ts';
import { startCuttingProxy, type Cut, type CuttingProxy } from '../support/cuttingProxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { seedTenant, type SeededTenant } from '../support/seedTenant.ts';
import { asSuperuser } from '../support/superuserQuery.ts';

interface Scene extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly seeded: SeededTenant;
  readonly proxy: CuttingProxy;
  readonly node: AlarmNode;
  readonly amina: UserId;
}

async function createScene(): Promise<Scene> {
  const db = await createTestDatabase();
  const seeded = await seedTenant(db);
  const proxy = await startCuttingProxy(db.url);
  const database: Database = createDatabase({ url: proxy.url, applicationName: 'cut' });
  const node = createAlarmNode(database);
  return {
    db,
    seeded,
    proxy,
    node,
    amina: seeded.users[0],
    async [Symbol.asyncDispose]() {
      await node.system.stop();
      await database.stop();
      await proxy[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

async function countOf(scene: Scene, n: number): Promise<Record<string, unknown>> {
  const { id } = alarmAt(scene.seeded.tenant, n);
  const [row] = await asSuperuser(
    scene.db,
    `select version::int, occurrences, comments, (select count(*)::int from lastmile.event where actor_id = '${id}') as events
     from lastmile.alarm where id = '${id}'`,
  );
  return row!;
}

test.for(['before', 'after', 'late'] as const)(
  'when the connection is cut %s COMMIT every key acts once and is answered',
  async (cut) => {
    await using scene = await createScene();
    const { node, proxy, seeded, amina } = scene;
    await Promise.all(Array.from({ length: 10 }, (_, n) => node.ask(alarmAt(seeded.tenant, n), raiseOf(n))));
    const cuts: Cut[] = [cut, 'none', cut, cut];
    proxy.nextCut = () => cuts.shift() ?? 'none';
    const caller = user(amina);
    const replies = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => [
        await node.ask(alarmAt(seeded.tenant, n), { type: 'alarm.comment', text: 'once' }, { caller }),
        await node.ask(alarmAt(seeded.tenant, n), raiseOf(n)),
      ]),
    );
    expect(proxy.cuts).toBe(3);
    expect(replies.map((pair) => pair.map((reply) => reply.ok && reply.version))).toEqual(replies.map(() => [2, 3]));
    for (let n = 0; n < 10; n++)
      expect(await countOf(scene, n)).toEqual({ version: 3, occurrences: 2, comments: 1, events: 3 });
    const [{ dense } = {}] = await asSuperuser(
      scene.db,
      `select max(position) = count(*) and max(position) = (select head from lastmile.tenant_log where tenant_id = e.tenant_id) as dense
     from lastmile.event e where tenant_id = '${seeded.tenant}' group by tenant_id`,
    );
    expect(dense).toBe(true);
  },
);

test.for(['before', 'after'] as const)('joined reports whose COMMIT was cut %s are counted once each', async (cut) => {
  await using scene = await createScene();
  const { node, proxy, seeded } = scene;
  const address = alarmAt(seeded.tenant, 1);
  await node.ask(address, raiseOf(1));
  const cuts: Cut[] = [cut];
  proxy.nextCut = () => cuts.shift() ?? 'none';
  const replies = await Promise.all(Array.from({ length: 50 }, () => node.ask(address, raiseOf(1))));
  expect(replies.every((reply) => reply.ok)).toBe(true);
  expect(proxy.cuts).toBe(1);
  expect(await countOf(scene, 1)).toMatchObject({ occurrences: 51 });
});

test('a backend ended by an administrator at any moment loses and doubles nothing', async () => {
  await using scene = await createScene();
  const { node, seeded, amina } = scene;
  const caller = user(amina);
  const address = alarmAt(seeded.tenant, 1);
  await node.ask(address, raiseOf(1));
  let ended = 0;
  let done = false;
  const ending = (async () => {
    while (!done && ended < 15) {
      const [{ n } = {}] = await asSuperuser(
        scene.db,
        `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity where application_name like 'cut%' and state <> 'idle'`,
      );
      ended += n as number;
    }
  })();
  let accepted = 0;
  for (let n = 0; n < 100; n++) {
    const key = newKey();
    for (;;) {
      const reply = await node.ask(address, { type: 'alarm.comment', text: `${n}` }, { caller, key });
      if (reply.ok) break;
      expect(reply.code).toBe('storage/unavailable');
    }
    accepted += 1;
  }
  done = true;
  await ending;
  expect(node.observer.crashes).toEqual([]);
  expect(ended).toBeGreaterThan(0);
  expect(await countOf(scene, 1)).toEqual({
    version: accepted + 1,
    occurrences: 1,
    comments: accepted,
    events: accepted + 1,
  });
});
