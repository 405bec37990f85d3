import { expect, test } from 'vitest';
import type { ShardOwnership } from '#actors/system/ports.ts';
import { shardOf } from '#actors/system/shard.ts';
import { createWorld, tally, type ActorWorld } from '../support/actorWorld.ts';
import { ModelStore } from '../support/modelStore.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const ringsOf = (world: ActorWorld, n: number): readonly number[] => world.stored(tally(n))?.rings ?? [];

async function wakeAt(world: ActorWorld, n: number, inMs: number): Promise<number> {
  const at = world.time.now() + inMs;
  await world.time.until(world.ask(tally(n), { type: 'tally.wakeAt', at }));
  return at;
}

test('a deadline wakes a passivated actor once, in time', async () => {
  const world = createWorld({ latencyMs: () => 2 });
  world.system.start();
  const at = await wakeAt(world, 1, 600_000);
  await world.time.advance(300_000);
  expect(world.system.domain.directory.size).toBe(0);
  await world.time.advance(310_000);
  expect(ringsOf(world, 1)).toEqual([at]);
  expect(world.observer.lateMs).toHaveLength(1);
  expect(world.observer.lateMs[0]).toBeLessThanOrEqual(20);
  expect(world.store.deadlines()).toEqual([]);
  await world.time.until(world.system.stop());
});

test('a deadline set for a moment from now does not wait for the next look', async () => {
  const world = createWorld({ latencyMs: () => 2 });
  world.system.start();
  await world.time.advance(1_003);
  const at = await wakeAt(world, 1, 20);
  await world.time.advance(60);
  expect(ringsOf(world, 1)).toEqual([at]);
  await world.time.until(world.system.stop());
});

test('a deadline that was moved rings at its new time only, one called off never', async () => {
  const world = createWorld();
  world.system.start();
  await wakeAt(world, 1, 5_000);
  const moved = await wakeAt(world, 1, 9_000);
  await world.time.advance(20_000);
  expect(ringsOf(world, 1)).toEqual([moved]);
  await world.time.until(world.system.stop());
});

test('a deadline due while no server ran rings after the start, once', async () => {
  const time = new SimulatedTime();
  const store = new ModelStore({ clock: time });
  const before = createWorld({ time, store });
  before.system.start();
  const at = await wakeAt(before, 1, 5_000);
  await time.until(before.system.stop());
  await time.advance(60_000);
  expect(ringsOf(before, 1)).toEqual([]);
  const after = createWorld({ time, store });
  after.system.start();
  await time.advance(5_000);
  expect(ringsOf(after, 1)).toEqual([at]);
  await time.until(after.system.stop());
});

test('two servers that own the same shard for a moment let a deadline ring once', async () => {
  const time = new SimulatedTime();
  const store = new ModelStore({ clock: time, latencyMs: () => 3 });
  const worlds = [createWorld({ time, store }), createWorld({ time, store })];
  for (const world of worlds) world.system.start();
  const ats = [];
  for (let n = 0; n < 20; n++) ats.push(await wakeAt(worlds[n % 2]!, n, 2_000));
  await time.advance(10_000);
  for (let n = 0; n < 20; n++) expect(ringsOf(worlds[0]!, n)).toEqual([ats[n]]);
  expect(store.log.filter((event) => event.type === 'tally.rang')).toHaveLength(20);
  for (const world of worlds) await time.until(world.system.stop());
});

test('a server whose memory is older than the database does not swallow a deadline', async () => {
  const time = new SimulatedTime();
  const store = new ModelStore({ clock: time });
  const [one, two] = [createWorld({ time, store }), createWorld({ time, store })];
  one.system.start();
  await one.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  const at = await wakeAt(two, 1, 3_000);
  await time.advance(10_000);
  expect(ringsOf(one, 1)).toEqual([at]);
  await time.until(one.system.stop());
});

test('only deadlines of owned shards ring here', async () => {
  const mine = shardOf(tally(1));
  const other = Array.from({ length: 50 }, (_, n) => n + 2).find((n) => shardOf(tally(n)) !== mine)!;
  const ownership: ShardOwnership = { owned: () => [mine], fence: () => undefined };
  const world = createWorld({ system: { ownership } });
  world.system.start();
  const at = await wakeAt(world, 1, 1_000);
  await wakeAt(world, other, 1_000);
  await world.time.advance(5_000);
  expect(ringsOf(world, 1)).toEqual([at]);
  expect(ringsOf(world, other)).toEqual([]);
  await world.time.until(world.system.stop());
});

test('1,000 deadlines a second ring within a second, in order', async () => {
  const world = createWorld({ latencyMs: () => 4 });
  const start = world.time.now() + 1_000;
  for (let n = 0; n < 5_000; n++) {
    world.store.states.set(`${tally(n).tenant}/tally/${tally(n).id}`, {
      state: { total: 0, acts: [], alarmAt: start + n, rings: [] },
      version: 1,
    });
    world.store.setDeadline(tally(n), { name: 'alarm', dueAt: start + n });
  }
  world.system.start();
  await world.time.advance(7_500);
  expect(world.observer.lateMs).toHaveLength(5_000);
  expect(Math.max(...world.observer.lateMs)).toBeLessThanOrEqual(1_000);
  const rang = world.store.log.map((event) => event.data['due'] as number);
  expect(rang).toEqual(rang.toSorted((a, b) => a - b));
  await world.time.until(world.system.stop());
}, 20_000);

test('more than can be handled ring in order of time while the lag shows, and memory stays bounded', async () => {
  const world = createWorld({ latencyMs: () => 40 });
  const at = world.time.now() - 60_000;
  for (let n = 0; n < 10_000; n++) world.store.setDeadline(tally(n), { name: 'alarm', dueAt: at + n });
  world.system.start();
  await world.time.advance(300);
  expect(world.system.deadlines.lagMs).toBeGreaterThan(50_000);
  expect(
    [...world.system.domain.directory.cells()].filter((cell) => cell.status === 'working').length,
  ).toBeLessThanOrEqual(2_000);
  await world.time.advance(60_000);
  expect(world.store.deadlines()).toEqual([]);
  expect(world.system.deadlines.lagMs).toBe(0);
  await world.time.until(world.system.stop());
}, 20_000);

test('a deadline of a kind this release does not know stays, does not spin and does not stand in the way', async () => {
  const world = createWorld();
  for (let n = 0; n < 2_500; n++)
    world.store.setDeadline({ ...tally(n), kind: 'future' }, { name: 'x', dueAt: world.time.now() - 1_000 });
  world.system.start();
  const at = await wakeAt(world, 1, 10_000);
  const before = world.store.dueQueries;
  await world.time.advance(10_000);
  expect(world.store.dueQueries - before).toBeLessThan(40);
  await world.time.advance(1_000);
  expect(ringsOf(world, 1)).toEqual([at]);
  expect(world.store.deadlines()).toHaveLength(2_500);
  await world.time.until(world.system.stop());
});

test('a deadline of a failed actor is tried again without spinning, and rings when the actor is well', async () => {
  const world = createWorld();
  world.system.start();
  const at = await wakeAt(world, 1, 5_000);
  await world.time.until(Promise.all(Array.from({ length: 4 }, () => world.ask(tally(1), { type: 'tally.break' }))));
  expect(world.gaveUp).toHaveLength(1);
  const before = world.store.dueQueries;
  await world.time.advance(30_000);
  expect(ringsOf(world, 1)).toEqual([]);
  expect(world.store.dueQueries - before).toBeLessThan(200);
  await world.time.advance(60_000);
  expect(ringsOf(world, 1)).toEqual([at]);
  await world.time.until(world.system.stop());
});

test('deadlines wait out a database that does not answer', async () => {
  let down = true;
  const world = createWorld({ loadFault: () => (down ? 'unavailable' : 'none') });
  const at = world.time.now() + 1_000;
  world.store.setDeadline(tally(1), { name: 'alarm', dueAt: at });
  world.system.start();
  await world.time.advance(30_000);
  expect(world.observer.trouble.length).toBeGreaterThan(10);
  expect(world.observer.trouble.length).toBeLessThan(100);
  down = false;
  await world.time.advance(1_000);
  expect(world.store.deadlines()).toEqual([]);
  await world.time.until(world.system.stop());
});

test('a stopped system fires nothing', async () => {
  const world = createWorld({ latencyMs: () => 10 });
  world.system.start();
  await wakeAt(world, 1, 1_000);
  await world.time.advance(900);
  await world.time.until(world.system.stop());
  await world.time.advance(10_000);
  expect(ringsOf(world, 1)).toEqual([]);
  expect(world.time.waitingMs()).toEqual([]);
});

test('whoever is consulted about a kind says of all that is due together what its commands get beside', async () => {
  const world = createWorld();
  const asked: number[] = [];
  world.system.deadlines.consult('tally', (due) => {
    asked.push(due.length);
    // Shown by what the actor keeps of it.
    return Promise.resolve(({ dueAt }) => ({ due: dueAt + 1 }));
  });
  world.system.start();
  const at = world.time.now() + 2_000;
  for (const n of [1, 2, 3]) await world.time.until(world.ask(tally(n), { type: 'tally.wakeAt', at }));
  await world.time.advance(5_000);
  expect(asked).toEqual([3]);
  expect([1, 2, 3].map((n) => ringsOf(world, n))).toEqual([[at + 1], [at + 1], [at + 1]]);
  await world.time.until(world.system.stop());
});

test('whoever is consulted is asked before they are due, and their actors are awake by then', async () => {
  const world = createWorld({ latencyMs: () => 50 });
  const askedAt: number[] = [];
  world.system.deadlines.consult('tally', () => {
    askedAt.push(world.time.now());
    return Promise.resolve(() => ({}));
  });
  const at = world.time.now() + 5_000;
  world.system.start();
  await world.time.until(world.ask(tally(1), { type: 'tally.wakeAt', at }));
  await world.time.advance(3_000);
  expect(askedAt).toEqual([]);
  await world.time.advance(3_000);
  expect(askedAt).toHaveLength(1);
  expect(askedAt[0]).toBeLessThan(at - 200);
  expect(ringsOf(world, 1)).toEqual([at]);
  await world.time.until(world.system.stop());
});

test('while nobody can be consulted deadlines wait, and fire once it can be', async () => {
  const world = createWorld();
  let isAway = true;
  world.system.deadlines.consult('tally', () =>
    isAway ? Promise.reject(new Error('no database')) : Promise.resolve(() => ({})),
  );
  world.system.start();
  const at = await wakeAt(world, 1, 2_000);
  await world.time.advance(8_000);
  expect(ringsOf(world, 1)).toEqual([]);
  isAway = false;
  await world.time.advance(3_000);
  expect(ringsOf(world, 1)).toEqual([at]);
  await world.time.until(world.system.stop());
});
