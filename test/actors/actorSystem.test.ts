import { expect, test } from 'vitest';
import { createWorld, otherTenant, tally, tenant } from '../support/actorWorld.ts';

test('stop ends what runs in reverse order and answers what was accepted, and waits however often it is called', async () => {
  const world = createWorld({ latencyMs: () => 20 });
  world.system.start();
  const order: string[] = [];
  for (const name of ['first', 'second']) {
    await world.system.runUnderRoot({
      name,
      label: name,
      role: 'service',
      start: () => Promise.resolve({ stop: () => Promise.resolve(void order.push(name)) }),
    });
  }
  const accepted = Array.from({ length: 10 }, (_, act) => world.ask(tally(act), { type: 'tally.add', act, n: 1 }));
  const ends = [world.system.stop(), world.system.stop()].map((stopped, index) =>
    stopped.then(() => order.push(`stopped ${index}`)),
  );
  await world.time.until(Promise.all(ends));
  expect(order.slice(0, 2)).toEqual(['second', 'first']);
  expect((await Promise.all(accepted)).every((reply) => reply.ok)).toBe(true);
  expect(await world.ask(tally(1), { type: 'tally.add', act: 99, n: 1 })).toMatchObject({ code: 'system/draining' });
  expect(world.time.waitingMs()).toEqual([]);
});

test('a tenant sees what serves everyone and its own part of the tree', async () => {
  const world = createWorld();
  world.system.addTenant(tenant, 'One');
  world.system.addTenant(otherTenant, 'Other');
  await world.system.runUnderRoot({
    name: 'http',
    label: 'HTTP',
    role: 'listener',
    start: () => Promise.resolve({ stop: () => Promise.resolve() }),
  });
  await world.ask(tally(1), { type: 'tally.add', act: 1, n: 1 });
  await world.ask(tally(2, otherTenant), { type: 'tally.add', act: 1, n: 1 });
  const paths = world.system.tree(tenant).map(({ path }) => path);
  expect(paths).toContain('root/http');
  expect(paths).toContain(`root/${tenant}/domain/tally/${tally(1).id}`);
  expect(paths.filter((path) => path.includes(otherTenant))).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
});

test('what fails below the root is told with its tenant, what serves all without', async () => {
  const told: [string, string | undefined][] = [];
  const world = createWorld({ system: { onGaveUp: (path, of) => void told.push([path, of]) } });
  const fails = { label: 'x', role: 'service' as const, start: () => Promise.reject(new Error('no')) };
  await world.system.runUnderRoot({ ...fails, name: 'radius' });
  world.system.addTenant(tenant, 'One');
  await world.system.root
    .supervisor(tenant, 'One')
    .supervisor('devices', 'Devices')
    .run({ ...fails, name: 'olt' });
  await world.system.root.supervisor('processes', 'Processes').run({ ...fails, name: 'lab' });
  await world.time.advance(10_000);
  expect(told.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
    [`root/${tenant}/devices/olt`, tenant],
    ['root/processes/lab', undefined],
    ['root/radius', undefined],
  ]);
});

test('inspecting an actor at rest brings it into memory; one that never was is not shown', async () => {
  const world = createWorld();
  await world.ask(tally(1), { type: 'tally.wakeAt', at: world.time.now() + 1_000 });
  await world.time.advance(1);
  const second = createWorld({ time: world.time, store: world.store });
  expect(await second.system.inspect(tally(1))).toMatchObject({
    version: 1,
    machineState: 'counting',
    deadlines: [{ name: 'alarm' }],
  });
  expect(await second.system.inspect(tally(2))).toBeUndefined();
  expect(await second.system.inspect({ ...tally(1), kind: 'ghost' })).toBeUndefined();
});

test('the Inspector reads what waits and what happened to the last fifty messages', async () => {
  const world = createWorld({ latencyMs: () => 10 });
  const replies = Array.from({ length: 60 }, (_, act) =>
    world.ask(tally(1), act % 2 ? { type: 'tally.add', act, n: 1 } : { type: 'tally.refuse' }),
  );
  await world.time.advance(45);
  const busy = await world.time.until(world.system.inspect(tally(1)));
  expect(busy!.mailboxDepth).toBeGreaterThan(40);
  expect(busy!.mailbox[0]).toMatchObject({ waitingMs: expect.any(Number) as number });
  await world.time.until(Promise.all(replies));
  const idle = await world.time.until(world.system.inspect(tally(1)));
  expect(idle!.messages).toHaveLength(50);
  expect(idle!.messages.at(-1)).toMatchObject({ type: 'tally.add', outcome: 'accepted', by: 'test' });
  expect(idle!.messages.at(-2)).toMatchObject({ outcome: 'refused', code: 'tally/refused' });
});
