import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommitUnit } from '#actors/system/ports.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { createWorld, tally, type ActorWorld } from '../support/actorWorld.ts';
import { UNSTORABLE_ACT, type TallyState } from '../support/tallyKind.ts';

const unstorable = (unit: CommitUnit): boolean =>
  ((unit.change?.state as TallyState | undefined)?.acts ?? []).includes(UNSTORABLE_ACT);
const cellOf = (world: ActorWorld, n: number) => world.system.domain.directory.find(tally(n))!;

test('a message that crashes its actor twice is set aside and the next one goes on', async () => {
  const world = createWorld();
  const poison = world.ask(tally(1), { type: 'tally.break' });
  const next = world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  expect(await world.time.until(poison)).toMatchObject({
    ok: false,
    code: 'actor/set-aside',
    details: { id: world.store.setAside[0]!.id },
  });
  expect(await world.time.until(next)).toEqual({ ok: true, version: 1 });
  expect(world.store.setAside).toHaveLength(1);
  expect(world.store.setAside[0]).toMatchObject({
    envelope: { command: { type: 'tally.break' } },
    error: expect.stringContaining('broken by a message') as string,
  });
  expect(world.observer.crashes).toHaveLength(2);
});

test('a key whose message was set aside is answered with that', async () => {
  const world = createWorld();
  const key = IdempotencyKey.parse('poison-key');
  const first = await world.time.until(world.ask(tally(1), { type: 'tally.break' }, { key }));
  expect(await world.time.until(world.ask(tally(1), { type: 'tally.break' }, { key }))).toEqual(first);
  expect(world.store.setAside).toHaveLength(1);
});

test('a state the database refuses crashes its actor alone and is set aside', async () => {
  const world = createWorld({ refuses: unstorable });
  const replies = Array.from({ length: 40 }, (_, n) =>
    n === 17
      ? world.ask(tally(n), { type: 'tally.unstorable', act: n })
      : world.ask(tally(n), { type: 'tally.add', act: n, n: 1 }),
  );
  const answers = await world.time.until(Promise.all(replies));
  expect(answers.map((answer) => answer.ok)).toEqual(Array.from({ length: 40 }, (_, n) => n !== 17));
  expect(answers[17]).toMatchObject({ code: 'actor/set-aside' });
  expect(new Set(world.observer.crashes.map(({ address }) => address)).size).toBe(1);
});

test('among joined reports only the one that crashes is set aside', async () => {
  const world = createWorld({ latencyMs: () => 5, refuses: unstorable });
  const acts = [0, 1, 2, UNSTORABLE_ACT, 4, 5];
  const replies = acts.map((act) => world.ask(tally(1), { type: 'tally.report', acts: [act], n: 1 }));
  const answers = await world.time.until(Promise.all(replies));
  expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, false, true, true]);
  expect(world.store.setAside).toHaveLength(1);
  expect(world.stored(tally(1))!.acts.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 4, 5]);
});

test('without a database a message cannot be set aside: its sender is told to try again and the actor goes on', async () => {
  let fault: 'none' | 'unavailable' = 'unavailable';
  const world = createWorld({ fault: () => fault });
  expect(await world.time.until(world.ask(tally(1), { type: 'tally.break' }))).toMatchObject({
    code: 'storage/unavailable',
  });
  expect(world.store.setAside).toEqual([]);
  fault = 'none';
  expect(await world.time.until(world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 }))).toEqual({
    ok: true,
    version: 1,
  });
});

test('an actor that used up its restarts is failed, refuses, is tried again slowly and recovers', async () => {
  const world = createWorld();
  const poisons = Array.from({ length: 4 }, () => world.ask(tally(1), { type: 'tally.break' }));
  const waiting = world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  const answers = await world.time.until(Promise.all([...poisons, waiting]));
  expect(answers.map((answer) => !answer.ok && answer.code)).toEqual([
    'actor/set-aside',
    'actor/set-aside',
    'actor/failed',
    'actor/failed',
    'actor/failed',
  ]);
  expect(cellOf(world, 1).status).toBe('failed');
  expect(world.gaveUp).toHaveLength(1);
  expect(await world.ask(tally(1), { type: 'tally.add', act: 2, n: 1 })).toMatchObject({ code: 'actor/failed' });
  expect(world.recovered).toEqual([]);
  await world.time.advance(60_000);
  expect(await world.ask(tally(1), { type: 'tally.add', act: 3, n: 1 })).toEqual({ ok: true, version: 1 });
  expect(world.recovered).toEqual(world.gaveUp);
  await world.ask(tally(1), { type: 'tally.add', act: 4, n: 1 });
  expect(world.recovered).toHaveLength(1);
});

test('a failed actor restarted by hand works at once, and its old slow retry disturbs nothing', async () => {
  const world = createWorld();
  const exhaust = async (): Promise<void> => {
    await world.time.until(Promise.all(Array.from({ length: 4 }, () => world.ask(tally(1), { type: 'tally.break' }))));
  };
  await exhaust();
  await world.time.advance(30_000);
  expect(world.system.domain.restart(tally(1))).toBe(true);
  expect(await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 })).toMatchObject({ ok: true });
  await exhaust();
  const failedAt = world.time.now();
  expect(cellOf(world, 1).status).toBe('failed');
  await world.time.advance(failedAt + 59_000 - world.time.now());
  expect(cellOf(world, 1).status).toBe('failed');
  await world.time.advance(2_000);
  expect(cellOf(world, 1).status).not.toBe('failed');
});

test('the failure of one actor leaves its siblings alone', async () => {
  const world = createWorld();
  const poisons = Array.from({ length: 4 }, () => world.ask(tally(1), { type: 'tally.break' }));
  const others = Array.from({ length: 10 }, (_, n) => world.ask(tally(n + 2), { type: 'tally.add', act: n, n: 1 }));
  expect((await world.time.until(Promise.all(others))).every((answer) => answer.ok)).toBe(true);
  await world.time.until(Promise.all(poisons));
});

test('a crash asked for from outside costs an idle actor its memory, not its state', async () => {
  const world = createWorld();
  await world.ask(tally(1), { type: 'tally.add', act: 1, n: 3 });
  await world.time.settle();
  const before = cellOf(world, 1).state;
  expect(world.system.crash(tally(1))).toBe(true);
  expect(cellOf(world, 1)).toMatchObject({ status: 'restarting', state: undefined, restarts: 1 });
  const reply = world.ask(tally(1), { type: 'tally.expect', total: 3 });
  expect(await world.time.until(reply)).toMatchObject({ ok: true });
  expect(cellOf(world, 1).state).toEqual(before);
});

test('a crash asked for while a command is stored happens after it, at once', async () => {
  const world = createWorld({ latencyMs: () => 10 });
  const reply = world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  await world.time.advance(15);
  expect(world.system.crash(tally(1))).toBe(true);
  expect(await world.time.until(reply)).toEqual({ ok: true, version: 1 });
  await world.time.settle();
  expect(cellOf(world, 1)).toMatchObject({ status: 'restarting', restarts: 1 });
  await world.time.advance(1000);
  expect(cellOf(world, 1).status).toBe('cold');
});

test('a deadline whose actor crashes on it is set aside once and rings no more', async () => {
  const world = createWorld();
  world.store.setDeadline(tally(1), { name: 'alarm', dueAt: world.time.now() + 1000 });
  const { decide } = world.system.domain.kindOf('tally')!;
  Object.assign(world.system.domain.kindOf('tally')!, {
    decide: (...args: Parameters<typeof decide>) => {
      if ((args[1] as { type: string }).type === 'tally.ring') throw new TypeError('cannot ring');
      return decide(...args);
    },
  });
  try {
    world.system.start();
    await world.time.advance(20_000);
  } finally {
    Object.assign(world.system.domain.kindOf('tally')!, { decide });
  }
  expect(world.store.setAside).toHaveLength(1);
  expect(world.store.deadlines()).toEqual([]);
  await world.time.until(world.system.stop());
});

const meddling = fc.array(
  fc.record({
    afterMs: fc.nat(40),
    act: fc.constantFrom('crash' as const, 'restart' as const, 'look' as const, 'passivate' as const),
  }),
  { maxLength: 25 },
);

test('crashes, restarts and looks at any moment lose nothing, double nothing and leave nobody without an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      meddling,
      fc.array(fc.nat(20), { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1 }),
      async (acts, gaps, seed) => {
        const world = createWorld({ latencyMs: () => 7, seed });
        const meddle = async (): Promise<void> => {
          for (const { afterMs, act } of acts) {
            await new Promise<void>((resolve) => void world.time.setTimeout(resolve, afterMs));
            if (act === 'crash') world.system.crash(tally(1));
            else if (act === 'restart') world.system.domain.restart(tally(1));
            else if (act === 'look') await world.system.domain.activate(tally(1));
            else world.system.domain.directory.passivateIdle();
          }
        };
        const meddled = meddle();
        const replies: ReturnType<ActorWorld['ask']>[] = [];
        for (const [act, gap] of gaps.entries()) {
          await world.time.advance(gap);
          replies.push(
            world.ask(tally(1), {
              type: act % 3 === 0 ? 'tally.report' : 'tally.add',
              act,
              acts: [act],
              n: 1,
            } as never),
          );
        }
        const answers = await world.time.until(Promise.all(replies), 120_000);
        await world.time.until(meddled);
        const accepted = answers.flatMap((answer, act) => (answer.ok ? [act] : []));
        expect(world.stored(tally(1))?.acts ?? []).toEqual(accepted);
        // Only a crash by hand may refuse: two of the same message set it aside, many exhaust the restarts.
        for (const answer of answers)
          if (!answer.ok) expect(['actor/set-aside', 'actor/failed']).toContain(answer.code);
        await world.time.until(world.system.stop());
      },
    ),
    { numRuns: 150 },
  );
});
