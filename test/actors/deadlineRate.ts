import { alarmAt, createAlarmNode, raiseOf, user } from '../support/alarmNode.ts';
import { startTestCluster } from '../support/databaseCluster.ts';
import { prepareTemplate } from '../support/databaseTemplate.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { testDatabaseIn } from '../support/testDatabase.ts';

export interface DeadlineRate {
  readonly set: number;
  readonly fired: number;
  /** Alarms that heard of the end of their shelving; equal to `fired` when each heard once. */
  readonly alarms: number;
  readonly latestMs: number;
}

/** Time to set them all before the first is due. */
const SET_WITHIN_MS = 8_000;

/** Shelves alarms until evenly spread moments, lets them rest, and measures how late they hear of it. */
export async function deadlineRate(perSecond: number, seconds: number): Promise<DeadlineRate> {
  await using stack = new AsyncDisposableStack();
  const cluster = await startTestCluster();
  stack.defer(() => cluster.stop());
  const db = stack.use(await testDatabaseIn(await prepareTemplate(cluster)));
  const { tenant, users } = await seedTenant(db);
  const alarms = Array.from({ length: perSecond * seconds }, (_, n) => alarmAt(tenant, n));
  let firstDueAt = 0;
  {
    await using setUp = createAlarmNode(db.database);
    await Promise.all(alarms.map((address, n) => setUp.ask(address, raiseOf(n))));
    firstDueAt = Date.now() + SET_WITHIN_MS;
    const caller = user(users[0]);
    await Promise.all(
      alarms.map((address, n) => {
        const until = firstDueAt + Math.floor((n * 1000) / perSecond);
        return setUp.ask(address, { type: 'alarm.shelve', until, reason: 'planned work' }, { caller });
      }),
    );
  }
  if (Date.now() > firstDueAt) throw new Error('the machine is too slow to set the deadlines before they are due');
  await using node = createAlarmNode(db.database);
  node.system.start();
  const giveUpAt = firstDueAt + seconds * 1000 + 20_000;
  while (node.observer.lateMs.length < alarms.length && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const expired = node.batches.flatMap(({ events }) => events.filter(({ type }) => type === 'alarm.shelvingExpired'));
  return {
    set: alarms.length,
    fired: expired.length,
    alarms: new Set(expired.map(({ actorId }) => actorId)).size,
    latestMs: Math.max(...node.observer.lateMs),
  };
}
