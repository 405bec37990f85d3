import { randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import type { StoredIpPool } from '#server/ipPool/storedIpPool.ts';
import { PoolAlarm } from '#server/ipPool/use/poolAlarm.ts';
import { PoolUses, type PoolUsesOptions } from '#server/ipPool/use/poolUses.ts';
import type { Sample } from '#server/sample/sampleFeature.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { storedNas } from '../nas/watchedRouters.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const tenant = TenantId.parse(randomUUID());
const poolOf = (fields: Partial<StoredIpPool>): StoredIpPool => ({
  ...{ tenant, id: ActorId.parse(randomUUID()), version: 1, name: 'Homes', family: 4, kind: 'server', packages: 0 },
  ...{ purpose: 'subscribers', routerPool: null, ranges: [], delegatedLength: null, nasIds: [], holdSeconds: 0 },
  ...{ notes: '', createdAt: 0, changedAt: 0, archivedAt: null },
  ...fields,
});
const server = poolOf({});
const onRouters = poolOf({ name: 'PPPoE', kind: 'router', routerPool: 'pppoe' });
const [one, two] = [storedNas({ name: 'R1' }), storedNas({ name: 'R2' })];

function site(pools: readonly StoredIpPool[]) {
  const clock = new SimulatedTime();
  const used = new Map<string, number>([
    [server.id, 10],
    [one.id, 10],
    [two.id, 10],
  ]);
  const told: string[] = [];
  const samples: Sample[] = [];
  const state = { pools, away: new Set<string>() };
  const options: PoolUsesOptions = {
    ...{ clock, tenants: () => [tenant], pools: () => Promise.resolve(state.pools) },
    routers: {
      inUse: () => [one, two],
      poolUsesOn: (_, id, names) =>
        state.away.has(id)
          ? Promise.reject(new Error('away'))
          : Promise.resolve(names.map((name) => ({ name, size: 100, used: used.get(id)! }))),
    },
    samples: { sink: { record: (more) => void samples.push(...more) }, history: () => Promise.resolve([]) },
    alarm: new PoolAlarm({
      ...{ clock, newId: randomUUID },
      ask: ({ command }) => {
        const { type, severity = '', text = '' } = command as { type: string; severity?: string; text?: string };
        told.push([type, severity, text].filter(Boolean).join(' '));
        return Promise.resolve({ ok: true } as never);
      },
      onTrouble: () => undefined,
    }),
    onTrouble: (error) => {
      throw error;
    },
  };
  const uses = new PoolUses(options);
  uses.countedBy({
    poolUses: () => [{ poolId: server.id, size: 100, used: used.get(server.id)!, at: clock.now() }],
    onPoolUses: () => () => undefined,
  });
  uses.start();
  const round = async (): Promise<void> => {
    const heard = vi.fn<() => void>();
    const unlisten = uses.onChange(heard);
    await clock.advance(60_000);
    await vi.waitFor(() => expect(heard).toHaveBeenCalled());
    unlisten();
    // What an earlier run may have raised is cleared first; that says nothing here.
    if (told[0] === 'alarm.clear') told.splice(0, told.filter((line) => line === 'alarm.clear').length);
  };
  return { uses, used, told, samples, state, round };
}

const running: PoolUses[] = [];
afterEach(async () => {
  for (const uses of running.splice(0)) await uses.stop();
});
const started = async (pools: readonly StoredIpPool[]) => {
  const made = site(pools);
  running.push(made.uses);
  await made.round();
  made.told.length = 0;
  return made;
};

test('a pool of this server is as full as its RADIUS says, and is recorded', async () => {
  const { uses, samples } = await started([server]);
  expect(uses.of(tenant, server)).toMatchObject({ size: 100, used: 10, forecast: { trend: 'early' }, routers: [] });
  expect(samples.map(({ metric, value }) => [metric, value])).toEqual([
    ['used', 10],
    ['size', 100],
  ]);
});

test('a pool of routers is as full as they say together, and each for itself', async () => {
  const { uses, used, round } = await started([onRouters]);
  used.set(two.id, 70);
  await round();
  expect(uses.of(tenant, onRouters)).toMatchObject({ size: 200, used: 80 });
  expect(uses.of(tenant, onRouters)?.routers.map(({ name, used: own }) => [name, own])).toEqual([
    ['R1', 10],
    ['R2', 70],
  ]);
});

test('from 90 % on there is an alarm, once; full is worse, and a little less is over', async () => {
  const { used, told, round } = await started([server]);
  for (const next of [89, 90, 95, 100, 88, 86]) {
    used.set(server.id, next);
    await round();
  }
  expect(told).toEqual([
    'alarm.raise major The address pool Homes is nearly full: 90 of 100 (90 %) are in use.',
    'alarm.raise critical The address pool Homes is full: 100 of 100. Whoever dials in now gets no address.',
    'alarm.raise major The address pool Homes is nearly full: 88 of 100 (88 %) are in use.',
    'alarm.clear',
  ]);
});

test('a full router raises its own alarm, which stays while it is away and ends with the pool', async () => {
  const { used, told, state, round } = await started([onRouters]);
  used.set(two.id, 99);
  await round();
  expect(told).toEqual(['alarm.raise major The address pool PPPoE on R2 is nearly full: 99 of 100 (99 %) are in use.']);
  state.away.add(two.id);
  await round();
  expect(told).toHaveLength(1);
  state.pools = [];
  await round();
  expect(told.slice(1)).toEqual(['alarm.clear']);
});
