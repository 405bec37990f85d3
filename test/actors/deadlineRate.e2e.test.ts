import { expect, test } from 'vitest';
import { alarmAt, createAlarmNode, raiseOf, user } from '../support/alarmNode.ts';
import { startTestCluster } from '../support/databaseCluster.ts';
import { prepareTemplate } from '../support/databaseTemplate.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { testDatabaseIn } from '../support/testDatabase.ts';

const PER_SECOND = 1_000;
const SECONDS = 3;
/** Time to set them all before the first is due. */
const SHELVED_WITHIN_MS = 8_000;

test('a thousand deadlines a second fire at most a second late, each once, also for actors at rest', async () => {
  // A promise about time is kept or broken by the machine as well: this file runs when no other does.
  await using stack = new AsyncDisposableStack();
  const cluster = await startTestCluster();
  stack.defer(() => cluster.stop());
  const db = stack.use(await testDatabaseIn(await prepareTemplate(cluster)));
  const { tenant, users } = await seedTenant(db);
  const alarms = Array.from({ length: PER_SECOND * SECONDS }, (_, n) => alarmAt(tenant, n));
  let firstDueAt = 0;
  {
    await using setUp = createAlarmNode(db.database);
    await Promise.all(alarms.map((address, n) => setUp.ask(address, raiseOf(n))));
    firstDueAt = Date.now() + SHELVED_WITHIN_MS;
    const shelved = await Promise.all(
      alarms.map((address, n) => {
        const until = firstDueAt + Math.floor((n * 1000) / PER_SECOND);
        return setUp.ask(address, { type: 'alarm.shelve', until, reason: 'planned work' }, { caller: user(users[0]) });
      }),
    );
    expect(shelved.every((reply) => reply.ok)).toBe(true);
  }
  expect(Date.now()).toBeLessThan(firstDueAt);

  await using node = createAlarmNode(db.database);
  node.system.start();
  const giveUpAt = firstDueAt + SECONDS * 1000 + 20_000;
  while (node.observer.lateMs.length < alarms.length && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(node.observer.lateMs).toHaveLength(alarms.length);
  expect(Math.max(...node.observer.lateMs)).toBeLessThanOrEqual(1_000);
  const expired = node.batches.flatMap(({ events }) => events.filter(({ type }) => type === 'alarm.shelvingExpired'));
  expect(expired).toHaveLength(alarms.length);
  expect(new Set(expired.map(({ actorId }) => actorId)).size).toBe(alarms.length);
}, 120_000);
