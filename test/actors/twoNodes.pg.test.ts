import { expect, test } from 'vitest';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { loadAlarms } from '#server/alarm/alarmStore.ts';
import { createDatabase } from '#server/platform/db/database.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import type { IdempotencyKey, UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { alarmAt, createAlarmNode, newKey, raiseOf, source, user, type AlarmNode } from '../support/alarmNode.ts';
import { createTestDatabase } from '../support/database.ts';
import { replayAlarm, type LoggedAlarmEvent } from '../support/replayAlarm.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { asSuperuser } from '../support/superuserQuery.ts';

const ALARMS = 6;
const COMMANDS = 600;

function randomCommand(n: number, random: () => number): AlarmCommand {
  const commands: readonly AlarmCommand[] = [
    raiseOf(n),
    { ...raiseOf(n), severity: 'critical' },
    { type: 'alarm.acknowledge' },
    { type: 'alarm.claim' },
    { type: 'alarm.take' },
    { type: 'alarm.release' },
    { type: 'alarm.shelve', until: Date.now() + 3_600_000, reason: 'later' },
    { type: 'alarm.unshelve' },
    { type: 'alarm.comment', text: 'x' },
    { type: 'alarm.clear' },
  ];
  return commands[Math.floor(random() * commands.length)]!;
}

interface Sent {
  readonly n: number;
  readonly key: IdempotencyKey;
  readonly command: AlarmCommand;
  readonly replies: Promise<Reply>[];
}

function send(
  nodes: readonly AlarmNode[],
  address: ReturnType<typeof alarmAt>,
  sent: Omit<Sent, 'replies'>,
  people: readonly UserId[],
): Sent {
  const { n, key, command } = sent;
  const caller = command.type === 'alarm.raise' ? source : user(people[n % 2]!);
  // Every fifth command is sent to both servers at once with the same key.
  const to = n % 5 === 0 ? nodes : [nodes[n % 2]!];
  return { ...sent, replies: to.map((node) => node.ask(address, command, { key, caller })) };
}

test('two servers on one database: every answer holds, every key acts once, states are what the log says', async () => {
  await using db = await createTestDatabase({ appPoolSize: 3 });
  await using second = createDatabase({ url: db.url, applicationName: 'second', appPoolSize: 3 });
  const { tenant, users } = await seedTenant(db);
  await using one = createAlarmNode(db.database);
  await using two = createAlarmNode(second);
  const sent: Sent[] = [];
  const running = new Set<Promise<unknown>>();
  for (let n = 0; n < COMMANDS; n++) {
    const alarm = Math.floor(Math.random() * ALARMS);
    const made = send(
      [one, two],
      alarmAt(tenant, alarm),
      { n, key: newKey(), command: randomCommand(alarm, Math.random) },
      users,
    );
    sent.push(made);
    const all = Promise.all(made.replies).finally(() => running.delete(all));
    running.add(all);
    if (running.size >= 24) await Promise.race(running);
  }
  await Promise.all(running);

  const answers = new Map(
    (await asSuperuser(db, 'select key, answer from lastmile.command')).map((row) => [
      row['key'],
      row['answer'] as Reply,
    ]),
  );
  for (const { key, replies } of sent) {
    for (const reply of await Promise.all(replies)) {
      if (!reply.ok && reply.code === 'command/contended') continue;
      expect(reply).toEqual(answers.get(key));
    }
  }
  const events = await asSuperuser(
    db,
    `select position::int, actor_id, version::int, type, data, actor_user, cause, extract(epoch from at) * 1000 as at from lastmile.event order by position`,
  );
  expect(events.map((event) => event['position'])).toEqual(events.map((_, index) => index + 1));
  for (let n = 0; n < ALARMS; n++) {
    const { id } = alarmAt(tenant, n);
    const own = events.filter((event) => event['actor_id'] === id);
    const versions = own.map((event) => event['version'] as number);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    const stored = (await inTenant(db.database.appPool, tenant, (client) => loadAlarms(client, tenant, [id]))).get(id);
    expect(new Set(versions).size).toBe(stored?.version ?? 0);
    if (!stored) continue;
    const logged = own.map((event): LoggedAlarmEvent => ({
      type: event['type'] as string,
      data: event['data'],
      actorUser: (event['actor_user'] ?? undefined) as UserId | undefined,
      at: Number(event['at']),
    }));
    const replayed = replayAlarm(logged);
    expect(replayed).toEqual(
      Object.fromEntries(Object.keys(replayed).map((name) => [name, stored.state[name as keyof AlarmState]])),
    );
  }
  // A person's command changes an actor at most once: no two versions have the same cause.
  const causes = events
    .filter((event) => (event['cause'] as { kind: string }).kind === 'command')
    .map((event) => `${(event['cause'] as { key: string }).key} ${String(event['version'])}`);
  const versionsOfKey = Map.groupBy(new Set(causes), (text) => text.split(' ')[0]);
  for (const [, versions] of versionsOfKey) expect(versions).toHaveLength(1);
  expect([...one.observer.crashes, ...two.observer.crashes]).toEqual([]);
});

test('of two people who claim at two servers at once one wins, and the other is told by whom', async () => {
  await using db = await createTestDatabase();
  await using second = createDatabase({ url: db.url, applicationName: 'second' });
  const { tenant, users } = await seedTenant(db);
  await using one = createAlarmNode(db.database);
  await using two = createAlarmNode(second);
  for (let n = 0; n < 30; n++) {
    const address = alarmAt(tenant, n);
    await one.ask(address, raiseOf(n));
    const replies = await Promise.all(
      [one, two].map((node, who) => node.ask(address, { type: 'alarm.claim' }, { caller: user(users[who]!) })),
    );
    const winner = replies.findIndex((reply) => reply.ok);
    expect(replies[1 - winner]).toMatchObject({
      ok: false,
      code: 'alarm/claimed-by-other',
      details: { by: users[winner] },
    });
  }
});

test('a server that remembers an old state refuses nobody for it', async () => {
  await using db = await createTestDatabase();
  await using second = createDatabase({ url: db.url, applicationName: 'second' });
  const { tenant, users } = await seedTenant(db);
  await using one = createAlarmNode(db.database);
  await using two = createAlarmNode(second);
  const address = alarmAt(tenant, 1);
  const [amina, babu] = users.map(user);
  await one.ask(address, raiseOf(1));
  await one.ask(address, { type: 'alarm.claim' }, { caller: amina! });
  await two.ask(address, { type: 'alarm.release' }, { caller: amina! });
  expect(await one.ask(address, { type: 'alarm.claim' }, { caller: babu! })).toMatchObject({ ok: true });
});
