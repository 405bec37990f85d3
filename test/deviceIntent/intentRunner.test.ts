import { expect, test } from 'vitest';
import { DEVICE_INTENT, deviceIntentActor } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { DomainKind } from '#actors/system/domainKind.ts';
import type { IntentDriver, IntentOutcome, IntentTask } from '#server/deviceIntent/intentDriver.ts';
import { IntentRunner } from '#server/deviceIntent/intentRunner.ts';
import { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import { createWorld, system, tenant, type ActorWorld } from '#test/support/actorWorld.ts';

const router = ActorId.parse('e0000000-0000-4000-8000-000000000005');
const otherRouter = ActorId.parse('e0000000-0000-4000-8000-000000000006');
const intentId = (n: number): ActorId => ActorId.parse(`d0000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

interface Site {
  readonly world: ActorWorld;
  readonly troubles: unknown[];
  owned: boolean;
  runner(carryOut: IntentDriver['carryOut']): IntentRunner;
  request(n: number, device?: ActorId): Promise<void>;
  state(n: number): DeviceIntentState;
}

function createSite(): Site {
  const world = createWorld({ kinds: [deviceIntentActor as unknown as DomainKind] });
  world.store.epochs.set(1, 1n);
  let keys = 0;
  const stored = (id: ActorId): DeviceIntentState | undefined =>
    world.store.states.get(`${tenant}/${DEVICE_INTENT}/${id}`)?.state as DeviceIntentState | undefined;
  const site: Site = {
    world,
    troubles: [],
    owned: true,
    runner(carryOut) {
      const runner = new IntentRunner({
        clock: world.time,
        newId: () => `test-${++keys}`,
        ask: (envelope) => world.system.ask(envelope),
        fence: () => (site.owned ? { shard: 1, epoch: 1n } : undefined),
        read: (_, id) => Promise.resolve(stored(id)),
        onTrouble: (_, problem) => site.troubles.push(problem),
      });
      runner.register({ act: 'nas.reboot', timeoutMs: 60_000, carryOut });
      return runner;
    },
    async request(n, device = router) {
      const asked = world.system.ask({
        address: { tenant, kind: DEVICE_INTENT, id: intentId(n) },
        key: IdempotencyKey.parse(`request-${n}`),
        command: { type: 'deviceIntent.request', device: { kind: 'nas', id: device }, act: 'nas.reboot', input: {} },
        caller: system,
        deadlineAt: world.time.now() + 10_000,
      });
      await world.time.advance(100);
      expect(await asked).toMatchObject({ ok: true });
    },
    state: (n) => stored(intentId(n))!,
  };
  return site;
}

const done: IntentOutcome = { outcome: 'done', proof: 'up for 20 s', readAt: 1 };

async function run(site: Site, runner: IntentRunner, ...ns: readonly number[]): Promise<void> {
  for (const n of ns) runner.take(tenant, site.state(n));
  await site.world.time.advance(1_000);
}

test('what is asked for is begun durably before the device is written to, and ends with the proof', async () => {
  const site = createSite();
  await site.request(1);
  const seen: string[] = [];
  const runner = site.runner(async ({ begin }) => {
    await begin({ bootedAt: 7 });
    seen.push(site.state(1).state);
    return done;
  });
  await run(site, runner, 1);
  expect(seen).toEqual(['running']);
  expect(site.state(1)).toMatchObject({
    state: 'done',
    outcome: 'up for 20 s',
    baseline: { bootedAt: 7 },
    attempts: 1,
  });
});

test('after a crash between writing and reading back, the next run sees what the first one left and does not write again', async () => {
  const site = createSite();
  await site.request(1);
  let writes = 0;
  const bootedAt = (): number => 7 + writes;
  const carryOut =
    (crash: boolean) =>
    async ({ begin, signal }: IntentTask): Promise<IntentOutcome> => {
      const { baseline } = await begin({ bootedAt: bootedAt() });
      if (baseline['bootedAt'] === bootedAt()) writes += 1;
      if (crash) await new Promise((_, reject) => signal.addEventListener('abort', reject));
      return done;
    };
  const first = site.runner(carryOut(true));
  await run(site, first, 1);
  await first.stop();
  expect(site.state(1).state).toBe('running');
  await run(site, site.runner(carryOut(false)), 1);
  expect(writes).toBe(1);
  expect(site.state(1)).toMatchObject({ state: 'done', attempts: 2 });
});

test.each<[string, () => Promise<IntentOutcome>, Partial<DeviceIntentState>]>([
  [
    'cannot be reached',
    () => Promise.resolve({ outcome: 'unreachable', why: 'no route' }),
    { state: 'waiting', outcome: 'no route' },
  ],
  [
    'fails in an unknown way',
    () => Promise.reject(new Error('socket closed')),
    { state: 'waiting', outcome: 'socket closed' },
  ],
  [
    'refuses',
    () => Promise.resolve({ outcome: 'undone', why: 'no right', readAt: 2 }),
    { state: 'undone', outcome: 'no right' },
  ],
  [
    'has something else',
    () => Promise.resolve({ outcome: 'failed', why: 'half', differences: [{ path: '/radius', wanted: 'a' }] }),
    { state: 'needsAttention', differences: [{ path: '/radius', wanted: 'a' }] },
  ],
])('a device that %s leaves the intent as it must', async (_, carryOut, expected) => {
  const site = createSite();
  await site.request(1);
  await run(site, site.runner(carryOut), 1);
  expect(site.state(1)).toMatchObject(expected);
});

test('an attempt that takes too long is given up, and waits for the next', async () => {
  const site = createSite();
  await site.request(1);
  const runner = site.runner(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  );
  runner.take(tenant, site.state(1));
  await site.world.time.advance(61_000);
  expect(site.state(1)).toMatchObject({ state: 'waiting', outcome: 'it took too long' });
});

test('intents of one device are carried out one after the other, of different devices side by side', async () => {
  const site = createSite();
  await site.request(1);
  await site.request(2);
  await site.request(3, otherRouter);
  const under: string[] = [];
  const most = { one: 0, all: 0 };
  const runner = site.runner(async ({ intent }) => {
    under.push(intent.deviceId);
    most.one = Math.max(most.one, under.filter((device) => device === intent.deviceId).length);
    most.all = Math.max(most.all, under.length);
    await new Promise<void>((resolve) => site.world.time.setTimeout(resolve, 100));
    under.splice(under.indexOf(intent.deviceId), 1);
    return done;
  });
  await run(site, runner, 1, 2, 3, 1, 2);
  expect(most).toEqual({ one: 1, all: 2 });
  expect([1, 2, 3].map((n) => site.state(n).state)).toEqual(['done', 'done', 'done']);
  expect([1, 2, 3].map((n) => site.state(n).attempts)).toEqual([0, 0, 0]);
});

test('a server that does not own the device writes nothing to it', async () => {
  const site = createSite();
  await site.request(1);
  site.owned = false;
  let written = false;
  const runner = site.runner(async ({ begin }) => {
    await begin({});
    written = true;
    return done;
  });
  await run(site, runner, 1);
  expect(written).toBe(false);
  expect(site.state(1).state).toBe('requested');
  expect(site.troubles).toHaveLength(1);
});

test('an act nobody can carry out needs attention instead of waiting for ever', async () => {
  const site = createSite();
  await site.request(1);
  const runner = new IntentRunner({
    clock: site.world.time,
    newId: () => 'only-once-0',
    ask: (envelope) => site.world.system.ask(envelope),
    fence: () => ({ shard: 1, epoch: 1n }),
    read: () => Promise.resolve(site.state(1)),
    onTrouble: () => undefined,
  });
  await run(site, runner, 1);
  expect(site.state(1)).toMatchObject({ state: 'needsAttention', outcome: 'Nothing here can carry out nas.reboot.' });
});

test('what begins with its request is carried out without being read or begun again', async () => {
  const site = createSite();
  const asked = site.world.system.ask({
    address: { tenant, kind: DEVICE_INTENT, id: intentId(1) },
    key: IdempotencyKey.parse('request-1'),
    command: {
      ...{ type: 'deviceIntent.request', device: { kind: 'nas', id: router }, act: 'nas.reboot', input: {} },
      begun: { uptime: 7 },
    },
    caller: system,
    deadlineAt: site.world.time.now() + 10_000,
  });
  await site.world.time.advance(100);
  expect(await asked).toMatchObject({ ok: true, version: 1 });
  expect(site.state(1)).toMatchObject({ state: 'running', attempts: 1, baseline: { uptime: 7 } });
  const begun: unknown[] = [];
  const runner = site.runner(async ({ begin }): Promise<IntentOutcome> => {
    begun.push(await begin({ uptime: 9 }));
    return { outcome: 'done', proof: 'restarted', readAt: 1 };
  });
  runner.take(tenant, site.state(1), site.state(1));
  await site.world.time.advance(1_000);
  expect(begun).toEqual([{ baseline: { uptime: 7 }, resumed: false }]);
  expect(site.state(1)).toMatchObject({ state: 'done', attempts: 1 });
});

test('one that had begun with its request and was cut off is begun anew, as after any crash', async () => {
  const site = createSite();
  const asked = site.world.system.ask({
    address: { tenant, kind: DEVICE_INTENT, id: intentId(1) },
    key: IdempotencyKey.parse('request-1'),
    command: {
      ...{ type: 'deviceIntent.request', device: { kind: 'nas', id: router }, act: 'nas.reboot', input: {} },
      begun: { uptime: 7 },
    },
    caller: system,
    deadlineAt: site.world.time.now() + 10_000,
  });
  await site.world.time.advance(100);
  await asked;
  const begun: unknown[] = [];
  const runner = site.runner(async ({ begin }): Promise<IntentOutcome> => {
    begun.push(await begin({ uptime: 9 }));
    return { outcome: 'done', proof: 'restarted', readAt: 1 };
  });
  runner.take(tenant, site.state(1));
  await site.world.time.advance(1_000);
  expect(begun).toEqual([{ baseline: { uptime: 7 }, resumed: true }]);
  expect(site.state(1)).toMatchObject({ state: 'done', attempts: 2 });
});
