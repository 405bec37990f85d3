import { expect, test } from 'vitest';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { createWorld, otherTenant, tally, tenant } from '../support/actorWorld.ts';
import type { Fault } from '../support/modelStore.ts';

test('one loser in a group commit decides again and hurts nobody', async () => {
  const world = createWorld({ latencyMs: () => 5 });
  const ids = Array.from({ length: 20 }, (_, n) => n);
  await world.time.until(Promise.all(ids.map((n) => world.ask(tally(n), { type: 'tally.add', act: 0, n: 1 }))));
  world.store.foreignWrite(tally(3), (state) => ({ ...(state as object), total: 100 }));
  const answers = await world.time.until(
    Promise.all(ids.map((n) => world.ask(tally(n), { type: 'tally.add', act: 1, n: 1 }))),
  );
  expect(answers.map((answer) => answer.ok && answer.version)).toEqual(ids.map((n) => (n === 3 ? 3 : 2)));
  expect(world.stored(tally(3))).toMatchObject({ total: 101, acts: [0, 1] });
});

test.for(['unknown-stored', 'unknown-lost'] as const)(
  'after %s every key has acted once and got its answer',
  async (unknown) => {
    const faults: Fault[] = ['none', unknown, 'unavailable', unknown, 'full', 'none'];
    const world = createWorld({ latencyMs: () => 5, fault: () => faults.shift() ?? 'none' });
    const ids = Array.from({ length: 10 }, (_, n) => n);
    await world.time.until(Promise.all(ids.map((n) => world.ask(tally(n), { type: 'tally.add', act: 0, n: 1 }))));
    const replies = ids.map((n) =>
      world.ask(tally(n), { type: n % 2 ? 'tally.add' : 'tally.report', act: 1, acts: [1], n: 1 } as never),
    );
    expect(await world.time.until(Promise.all(replies))).toEqual(ids.map(() => ({ ok: true, version: 2 })));
    for (const n of ids) expect(world.stored(tally(n))).toMatchObject({ total: 2, acts: [0, 1] });
    expect(world.store.log).toHaveLength(20);
    const after = await world.time.until(
      Promise.all(ids.map((n) => world.ask(tally(n), { type: 'tally.expect', total: 2 }))),
    );
    expect(after.every((answer) => answer.ok)).toBe(true);
  },
);

test('nobody is answered while the outcome of COMMIT is unknown', async () => {
  const faults: Fault[] = ['unknown-stored', 'unavailable', 'unavailable'];
  const world = createWorld({ fault: () => faults.shift() ?? 'none' });
  let answered = false;
  const reply = world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  void reply.then(() => (answered = true));
  await world.time.advance(100);
  expect(world.store.commits).toBe(2);
  expect(answered).toBe(false);
  await world.time.advance(400);
  expect(await reply).toEqual({ ok: true, version: 1 });
});

test('a command of a refused kind after an unknown COMMIT acts once as well', async () => {
  const faults: Fault[] = ['unknown-stored'];
  const world = createWorld({ fault: () => faults.shift() ?? 'none' });
  const key = IdempotencyKey.parse('refused-unknown');
  expect(await world.time.until(world.ask(tally(1), { type: 'tally.refuse' }, { key }))).toMatchObject({
    code: 'tally/refused',
  });
  expect(world.store.answers.size).toBe(1);
});

test('batches are handed on in the order of the log, also when they were split', async () => {
  const world = createWorld({
    latencyMs: () => 3,
    system: { mostUnitsPerCommit: 4 },
    refuses: (unit) => unit.address.id === tally(5).id,
  });
  const replies = Array.from({ length: 30 }, (_, n) => world.ask(tally(n % 10), { type: 'tally.add', act: n, n: 1 }));
  await world.time.until(Promise.all(replies));
  const positions = world.batches.flatMap((batch) => batch.events.map((event) => event.position));
  expect(positions).toEqual(Array.from({ length: positions.length }, (_, n) => n + 1));
  expect(positions.length).toBe(27);
});

test('tenants commit beside one another', async () => {
  const world = createWorld({ latencyMs: () => 10 });
  const [one, two] = [tally(1, tenant), tally(1, otherTenant)];
  const replies = [
    world.ask(one, { type: 'tally.add', act: 1, n: 1 }),
    world.ask(two, { type: 'tally.add', act: 2, n: 1 }),
  ];
  await world.time.advance(31);
  expect((await Promise.all(replies)).every((answer) => answer.ok)).toBe(true);
  expect(world.batches.map((batch) => [batch.tenant, batch.events.map((event) => event.position)])).toEqual([
    [tenant, [1]],
    [otherTenant, [1]],
  ]);
});

test('an old epoch cannot write', async () => {
  const world = createWorld();
  world.store.epochs.set(9, 4n);
  const ask = (epoch: bigint): Promise<unknown> =>
    world.ask(tally(1), { type: 'tally.add', act: Number(epoch), n: 1 }, { fence: { shard: 9, epoch } });
  expect(await ask(4n)).toMatchObject({ ok: true });
  world.store.epochs.set(9, 5n);
  expect(await ask(4n)).toMatchObject({ code: 'actor/not-owner' });
  expect(await ask(5n)).toMatchObject({ ok: true });
  expect(world.stored(tally(1))!.acts).toEqual([4, 5]);
});
