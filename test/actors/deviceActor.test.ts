import { expect, test } from 'vitest';
import type { ActorInspection } from '#shared/inspector/view.ts';
import { createWorld, otherTenant, tally, tenant, type ActorWorld } from '../support/actorWorld.ts';
import { testDevice } from '../support/testDevice.ts';

const device = testDevice(tenant, 1);

async function inspected(world: ActorWorld): Promise<ActorInspection> {
  return (await world.system.inspect(device.address))!;
}

async function withDevice(spec = device): Promise<ActorWorld> {
  const world = createWorld();
  world.system.addTenant(tenant, 'Test');
  await world.system.startDevice(spec);
  await world.time.settle();
  return world;
}

test('a device actor connects, takes messages and shows its state', async () => {
  const world = await withDevice();
  expect(world.system.tellDevice(device.address, { type: 'device.count' })).toBe(true);
  expect(await inspected(world)).toMatchObject({
    state: 'running',
    machineState: 'online',
    context: { count: 1 },
    family: 'device',
  });
  await world.system.stop();
});

test('a machine that throws is restarted, the process lives and the messages before are still to be read', async () => {
  const world = await withDevice();
  expect(world.system.tellDevice(device.address, { type: 'device.throw' })).toBe(true);
  await world.time.settle();
  expect(await inspected(world)).toMatchObject({ state: 'restarting', lastError: 'TypeError: a bug in the machine' });
  expect(world.system.tellDevice(device.address, { type: 'device.count' })).toBe(false);
  await world.time.advance(200);
  const after = await inspected(world);
  expect(after).toMatchObject({ state: 'running', machineState: 'online', restarts: 1, context: { count: 0 } });
  expect(after.messages.map(({ type }) => type)).toEqual(['device.throw']);
  await world.system.stop();
});

test('a device that refuses to connect is restarted until it is given up, and told when it is well again', async () => {
  let reachable = false;
  const world = createWorld();
  world.system.addTenant(tenant, 'Test');
  await world.system.startDevice(
    testDevice(tenant, 1, () => (reachable ? Promise.resolve() : Promise.reject(new Error('no route')))),
  );
  await world.time.advance(10_000);
  expect(world.gaveUp).toEqual([`root/${tenant}/devices/testDevice:${device.address.id}`]);
  reachable = true;
  await world.time.advance(60_000);
  expect(await inspected(world)).toMatchObject({ state: 'running', machineState: 'online' });
  expect(world.recovered).toEqual(world.gaveUp);
  await world.system.stop();
});

test('a machine that ends by itself is started again', async () => {
  const world = await withDevice();
  world.system.tellDevice(device.address, { type: 'device.end' });
  await world.time.advance(200);
  expect(await inspected(world)).toMatchObject({ state: 'running', machineState: 'online', restarts: 1 });
  expect((await inspected(world)).lastError).toContain('DeviceActorEnded');
  await world.system.stop();
});

test('an unknown event is counted, not lost and not fatal', async () => {
  const world = await withDevice();
  world.system.tellDevice(device.address, { type: 'device.surprise' });
  expect(await inspected(world)).toMatchObject({ state: 'running', context: { unexpected: 1 }, restarts: 0 });
  await world.system.stop();
});

test('delays of a machine run on the clock of the system', async () => {
  const world = await withDevice();
  world.system.tellDevice(device.address, { type: 'device.wait' });
  await world.time.advance(4_999);
  expect(await inspected(world)).toMatchObject({ machineState: 'waiting' });
  await world.time.advance(1);
  expect(await inspected(world)).toMatchObject({ machineState: 'online' });
  await world.system.stop();
});

test('a stopped device stays stopped, leaves no timer and its address can be started again', async () => {
  const world = await withDevice();
  world.system.tellDevice(device.address, { type: 'device.wait' });
  await world.system.stopDevice(device.address);
  await world.time.advance(120_000);
  expect(world.time.waitingMs()).toEqual([]);
  expect(world.system.tellDevice(device.address, { type: 'device.count' })).toBe(false);
  expect(await world.system.inspect(device.address)).toBeUndefined();
  await world.system.startDevice(device);
  await world.time.settle();
  expect(await inspected(world)).toMatchObject({ machineState: 'online', restarts: 0 });
  await world.system.stop();
});

test('starting an address twice is refused and leaves the first alone', async () => {
  const world = await withDevice();
  await expect(async () => world.system.startDevice(device)).rejects.toThrow('already');
  expect(world.system.tellDevice(device.address, { type: 'device.count' })).toBe(true);
  expect(await inspected(world)).toMatchObject({ context: { count: 1 } });
  await world.system.stop();
});

test('a restart and a crash by hand go through supervision', async () => {
  const world = await withDevice();
  expect(await world.system.restart(device.address)).toBe(true);
  await world.time.settle();
  expect(await inspected(world)).toMatchObject({ state: 'running', restarts: 1 });
  expect(world.system.crash(device.address)).toBe(true);
  expect(await inspected(world)).toMatchObject({
    state: 'restarting',
    lastError: expect.stringContaining('RequestedCrash') as string,
  });
  await world.time.advance(200);
  expect(await inspected(world)).toMatchObject({ state: 'running', restarts: 2 });
  await world.system.stop();
});

test('messages that no JSON can hold do not break the Inspector', async () => {
  const world = await withDevice();
  const circle: Record<string, unknown> = { type: 'device.count', octets: 5n, password: 'x' };
  world.system.tellDevice(device.address, { ...circle, type: 'device.count' });
  circle['self'] = circle;
  world.system.tellDevice(device.address, circle as { type: string });
  const bodies = (await inspected(world)).messages.map(({ body }) => body);
  expect(bodies[0]).toContain('"5"');
  expect(bodies.join()).not.toContain('"x"');
  await world.system.stop();
});

test('a storm among the devices takes neither the domain nor another tenant down', async () => {
  const world = createWorld({ latencyMs: () => 3 });
  world.system.start();
  for (const one of [tenant, otherTenant]) world.system.addTenant(one, one);
  const healthy = testDevice(otherTenant, 999);
  await world.system.startDevice(healthy);
  const devices = Array.from({ length: 200 }, (_, n) => testDevice(tenant, n));
  for (const spec of devices) await world.system.startDevice(spec);
  const replies = [];
  for (let second = 0; second < 20; second++) {
    for (const { address } of devices) world.system.tellDevice(address, { type: 'device.throw' });
    replies.push(world.ask(tally(second), { type: 'tally.add', act: second, n: 1 }));
    await world.time.advance(1_000);
  }
  expect((await Promise.all(replies)).every((reply) => reply.ok)).toBe(true);
  expect(world.gaveUp).toHaveLength(200);
  const nodes = world.system.tree(tenant);
  expect(nodes.filter(({ state }) => state === 'failed')).toHaveLength(200);
  expect(nodes.find(({ path }) => path === `root/${tenant}/domain/tally`)).toMatchObject({
    state: 'running',
    liveActors: 20,
    restarts: 0,
  });
  expect(world.system.tree(otherTenant).filter(({ role }) => role === 'actor')).toMatchObject([
    { state: 'running', restarts: 0 },
  ]);
  await world.time.until(world.system.stop());
});
