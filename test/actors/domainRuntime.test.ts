import { expect, test } from 'vitest';
import type { DomainKind } from '#actors/system/domainKind.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { createWorld, tally, tenant } from '../support/actorWorld.ts';
import { tallyKind } from '../support/tallyKind.ts';

const key = (text: string): IdempotencyKey => IdempotencyKey.parse(text);

test('a command is durable before it is answered, and followers hear of it before the sender', async () => {
  const heard: string[] = [];
  const world = createWorld({
    latencyMs: () => 10,
    system: { onCommitted: (batch) => void heard.push(`${batch.events[0]?.position}`) },
  });
  const reply = world.ask(tally(1), { type: 'tally.add', act: 1, n: 5 });
  void reply.then(() => heard.push('answered'));
  await world.time.advance(15);
  expect(heard).toEqual([]);
  expect(await world.time.until(reply)).toEqual({ ok: true, version: 1 });
  expect(heard).toEqual(['1', 'answered']);
  expect(world.stored(tally(1))).toMatchObject({ total: 5, acts: [1] });
});

test('an actor takes its commands one at a time and in order, others go on beside it', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  const replies = Array.from({ length: 5 }, (_, act) => world.ask(tally(1), { type: 'tally.add', act, n: 1 }));
  const other = world.ask(tally(2), { type: 'tally.add', act: 9, n: 1 });
  await world.time.until(other);
  expect(world.stored(tally(1))!.acts.length).toBeLessThan(5);
  const answers = await world.time.until(Promise.all(replies));
  expect(answers.map((answer) => answer.ok && answer.version)).toEqual([1, 2, 3, 4, 5]);
  expect(world.stored(tally(1))!.acts).toEqual([0, 1, 2, 3, 4]);
});

test('commands of many actors that are ready together share one transaction', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  await world.time.until(
    Promise.all(Array.from({ length: 50 }, (_, n) => world.ask(tally(n), { type: 'tally.add', act: n, n: 1 }))),
  );
  expect(world.store.commits).toBeLessThanOrEqual(2);
});

test('the same key is answered from the store, for acceptances and refusals', async () => {
  const world = createWorld();
  const first = await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }, { key: key('same-key-1') });
  const second = await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }, { key: key('same-key-1') });
  expect(second).toEqual(first);
  const refusal = await world.ask(tally(1), { type: 'tally.expect', total: 99 }, { key: key('same-key-2') });
  await world.ask(tally(1), { type: 'tally.add', act: 2, n: 98 });
  expect(await world.ask(tally(1), { type: 'tally.expect', total: 99 }, { key: key('same-key-2') })).toEqual(refusal);
  expect(world.stored(tally(1))).toMatchObject({ acts: [1, 2] });
});

test('the same key with another command, or for another actor, is refused', async () => {
  const world = createWorld();
  await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }, { key: key('used-once') });
  expect(await world.ask(tally(1), { type: 'tally.add', act: 1, n: 2 }, { key: key('used-once') })).toMatchObject({
    code: 'command/key-reused',
  });
  expect(await world.ask(tally(2), { type: 'tally.add', act: 1, n: 1 }, { key: key('used-once') })).toMatchObject({
    code: 'command/key-reused',
  });
  expect(world.stored(tally(2))).toBeUndefined();
});

test('the same key twice at once acts once, and both are answered', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  const send = (): Promise<unknown> =>
    world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }, { key: key('twice-at-once') });
  expect(await world.time.until(Promise.all([send(), send(), send()]))).toEqual(
    Array(3).fill({ ok: true, version: 1 }),
  );
  expect(world.stored(tally(1))!.acts).toEqual([1]);
});

test('the same key twice among reports that wait together acts once', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  const report = (act: number, text: string): Promise<unknown> =>
    world.ask(tally(1), { type: 'tally.report', acts: [act], n: 1 }, { key: key(text) });
  const replies = [
    report(0, 'report-0'),
    report(1, 'report-1'),
    report(1, 'report-1'),
    report(2, 'report-2'),
    report(1, 'report-1'),
  ];
  const answers = await world.time.until(Promise.all(replies));
  expect(world.stored(tally(1))!.acts.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  expect(answers.every((answer) => (answer as { ok: boolean }).ok)).toBe(true);
});

test('reports that wait together become one change, and each sender is answered', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  const replies = Array.from({ length: 20 }, (_, act) =>
    world.ask(tally(1), { type: 'tally.report', acts: [act], n: 1 }),
  );
  await world.time.until(Promise.all(replies));
  expect(world.stored(tally(1))!.total).toBe(20);
  expect(world.store.states.get(`${tenant}/tally/${tally(1).id}`)!.version).toBe(2);
  expect(world.store.answers.size).toBe(20);
});

test('joined reports of which one was known already: the others act, each once and in order', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  const report = (act: number): Promise<unknown> =>
    world.ask(tally(1), { type: 'tally.report', acts: [act], n: 1 }, { key: key(`known-report-${act}`) });
  await world.time.until(report(2));
  await world.time.until(Promise.all([0, 1, 2, 3].map(report)));
  expect(world.stored(tally(1))!.acts).toEqual([2, 0, 1, 3]);
  await world.time.until(world.system.stop());
});

test('reports under different fences are not joined', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  world.store.epochs.set(1, 7n).set(2, 8n);
  const first = world.ask(tally(1), { type: 'tally.report', acts: [0], n: 1 });
  const good = world.ask(tally(1), { type: 'tally.report', acts: [1], n: 1 }, { fence: { shard: 1, epoch: 7n } });
  const old = world.ask(tally(1), { type: 'tally.report', acts: [2], n: 1 }, { fence: { shard: 2, epoch: 7n } });
  await world.time.until(Promise.all([first, good, old]));
  expect(await good).toMatchObject({ ok: true });
  expect(await old).toMatchObject({ code: 'actor/not-owner' });
  expect(world.stored(tally(1))!.acts).toEqual([0, 1]);
});

test('a storm of reports is bounded and costs no more per report as it grows', async () => {
  const world = createWorld({ latencyMs: () => 1000 });
  const replies = Array.from({ length: 101_000 }, (_, act) =>
    world.ask(tally(1), { type: 'tally.report', acts: [act], n: 1 }),
  );
  const cell = world.system.domain.directory.find(tally(1))!;
  expect(cell.mailbox!.depth).toBeLessThanOrEqual(1000);
  for (const waiting of cell.mailbox!.waiting()) expect(waiting.keys.length).toBeLessThanOrEqual(100);
  await world.time.settle();
  const busy = await Promise.race([replies.at(-1)!, Promise.resolve('open')]);
  expect(busy).toMatchObject({ code: 'actor/busy' });
}, 30_000);

test('a full mailbox answers actor/busy at once', async () => {
  const world = createWorld({ latencyMs: () => 1000 });
  const accepted = Array.from({ length: 1001 }, (_, act) => world.ask(tally(1), { type: 'tally.add', act, n: 1 }));
  expect(await world.ask(tally(1), { type: 'tally.add', act: 9999, n: 1 })).toMatchObject({ code: 'actor/busy' });
  const answers = await world.time.until(Promise.all(accepted));
  expect(
    answers.filter((answer) => answer.ok).length +
      answers.filter((answer) => !answer.ok && answer.code === 'command/timeout').length,
  ).toBe(1001);
});

test('a sender whose time is up hears so, while the command still completes and its key answers', async () => {
  const world = createWorld({ latencyMs: () => 100 });
  const slow = key('slow-command');
  const command = { type: 'tally.add', act: 1, n: 1 } as const;
  const reply = world.ask(tally(1), command, { key: slow, deadlineAt: world.time.now() + 50 });
  await world.time.advance(60);
  expect(await reply).toMatchObject({ ok: false, code: 'command/timeout' });
  await world.time.advance(1000);
  expect(world.stored(tally(1))!.acts).toEqual([1]);
  expect(await world.time.until(world.ask(tally(1), command, { key: slow }))).toEqual({ ok: true, version: 1 });
  expect(world.stored(tally(1))!.acts).toEqual([1]);
});

test('malformed commands and unknown kinds are refused without a trace', async () => {
  const world = createWorld();
  expect(await world.ask(tally(1), { type: 'tally.add', act: 'x' } as never)).toMatchObject({
    code: 'command/malformed',
  });
  expect(await world.ask({ ...tally(1), kind: 'ghost' }, { type: 'tally.refuse' })).toMatchObject({
    code: 'command/unknown-kind',
  });
  expect(world.store.commits).toBe(0);
  expect(world.system.domain.directory.size).toBe(0);
});

test('draining refuses what is new and answers everything accepted, however often it is asked for', async () => {
  const world = createWorld({ latencyMs: () => 20 });
  const accepted = Array.from({ length: 30 }, (_, act) => world.ask(tally(act % 3), { type: 'tally.add', act, n: 1 }));
  const drained = Promise.all([world.system.domain.drain(), world.system.domain.drain()]);
  expect(await world.ask(tally(1), { type: 'tally.add', act: 99, n: 1 })).toMatchObject({ code: 'system/draining' });
  await world.time.until(drained);
  expect((await Promise.all(accepted)).every((answer) => answer.ok)).toBe(true);
  await world.system.domain.drain();
});

test('idle actors leave memory and come back equal', async () => {
  const world = createWorld();
  world.system.start();
  await world.time.until(Promise.all([1, 2, 3].map((n) => world.ask(tally(n), { type: 'tally.add', act: n, n }))));
  const before = [1, 2, 3].map((n) => world.system.domain.directory.find(tally(n))!.state);
  await world.time.advance(tallyKind.idleMs + 10_000);
  expect(world.system.domain.directory.size).toBe(0);
  for (const n of [1, 2, 3]) expect(await world.system.domain.activate(tally(n))).toBe(true);
  expect([1, 2, 3].map((n) => world.system.domain.directory.find(tally(n))!.state)).toEqual(before);
  await world.time.until(world.system.stop());
});

test('an idle actor is passivated though one of a kind that stays longer was used before it', async () => {
  const patient = { ...tallyKind, kind: 'patient', idleMs: 3_600_000 };
  const world = createWorld({ kinds: [tallyKind, patient] as unknown as DomainKind[] });
  await world.ask({ ...tally(1), kind: 'patient' }, { type: 'tally.add', act: 1, n: 1 });
  await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  await world.time.advance(tallyKind.idleMs + 1);
  expect(world.system.domain.directory.passivateIdle()).toBe(1);
  expect(world.system.domain.directory.find(tally(1))).toBeUndefined();
});

test('activations asked for together are one query', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  for (let n = 0; n < 500; n++)
    world.store.foreignWrite(tally(n), () => ({ total: n, acts: [], alarmAt: undefined, rings: [] }));
  const found = await world.time.until(
    Promise.all(Array.from({ length: 501 }, (_, n) => world.system.domain.activate(tally(n)))),
  );
  expect(found.filter(Boolean)).toHaveLength(500);
  expect(found.at(-1)).toBe(false);
  expect(world.store.loads).toBe(1);
});

test('looking at an actor while it works never puts an old state over its new one', async () => {
  let slow = true;
  const world = createWorld({ latencyMs: () => (slow ? 100 : 1) });
  world.store.foreignWrite(tally(1), () => ({ total: 1, acts: [], alarmAt: undefined, rings: [] }));
  const looked = world.system.domain.activate(tally(1));
  await world.time.advance(1);
  slow = false;
  const reply = await world.time.until(world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }));
  expect(reply).toEqual({ ok: true, version: 2 });
  await world.time.until(looked);
  await world.time.advance(200);
  expect(world.system.domain.directory.find(tally(1))).toMatchObject({ version: 2, state: { total: 2 } });
  expect(await world.time.until(world.ask(tally(1), { type: 'tally.expect', total: 2 }))).toMatchObject({ ok: true });
});

test('a refusal is never of a state that another server has changed', async () => {
  const world = createWorld();
  await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  world.store.foreignWrite(tally(1), (state) => ({ ...(state as object), total: 50 }));
  expect(await world.ask(tally(1), { type: 'tally.expect', total: 50 })).toEqual({ ok: true, version: 2 });
  world.store.foreignWrite(tally(1), (state) => ({ ...(state as object), total: 51 }));
  expect(await world.ask(tally(1), { type: 'tally.expect', total: 50 })).toMatchObject({ code: 'tally/other-total' });
});

test('an actor that another server keeps changing answers command/contended after four decisions', async () => {
  const world = createWorld({
    fault: () => (
      world.store.foreignWrite(tally(1), () => ({ total: 0, acts: [], alarmAt: undefined, rings: [] })),
      'none'
    ),
  });
  expect(await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 })).toMatchObject({ code: 'command/contended' });
  expect(world.store.commits).toBe(4);
  expect(world.store.answers.size).toBe(0);
});

test.for([
  ['unavailable', 'storage/unavailable'],
  ['full', 'storage/full'],
] as const)(
  'while the database is %s commands are answered %s, and the same key acts afterwards',
  async ([trouble, code]) => {
    let fault: typeof trouble | 'none' = trouble;
    const world = createWorld({ fault: () => fault });
    const command = { type: 'tally.add', act: 1, n: 1 } as const;
    expect(await world.ask(tally(1), command, { key: key('again-later') })).toMatchObject({ code });
    expect(world.observer.trouble).toHaveLength(1);
    fault = 'none';
    expect(await world.ask(tally(1), command, { key: key('again-later') })).toEqual({ ok: true, version: 1 });
    expect(world.observer.crashes).toEqual([]);
  },
);

test('a database that cannot be read answers storage/unavailable', async () => {
  const world = createWorld({ loadFault: () => 'unavailable' });
  expect(await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 })).toMatchObject({ code: 'storage/unavailable' });
});

test('a row that cannot be read hurts no actor that is read together with it', async () => {
  const world = createWorld();
  const load = world.store.load.bind(world.store);
  world.store.load = (of, kind, ids) =>
    ids.includes(tally(7).id) ? Promise.reject(new TypeError('a row nobody understands')) : load(of, kind, ids);
  const replies = await world.time.until(
    Promise.all(Array.from({ length: 20 }, (_, n) => world.ask(tally(n), { type: 'tally.add', act: n, n: 1 }))),
  );
  expect(replies.filter((reply) => reply.ok)).toHaveLength(19);
  expect(replies[7]).toMatchObject({ code: 'actor/set-aside' });
  expect(new Set(world.observer.crashes.map(({ address }) => address)).size).toBe(1);
});

test('a follower that throws hurts neither the command nor its actor', async () => {
  const world = createWorld({
    system: {
      onCommitted: () => {
        throw new Error('a view is broken');
      },
    },
  });
  expect(await world.time.until(world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }))).toEqual({
    ok: true,
    version: 1,
  });
  expect(world.system.domain.directory.find(tally(1))).toMatchObject({ restarts: 0, status: 'ready', version: 1 });
});
