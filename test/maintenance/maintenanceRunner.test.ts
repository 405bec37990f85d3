import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alarmId } from '#server/alarm/alarmId.ts';
import { coversAlarm } from '#shared/maintenance/covers.ts';
import { ActorId, BranchId, UserId } from '#shared/values/ids.ts';
import { person, RunnerWorld, tenant } from './runnerWorld.ts';

const HOUR = 3_600_000;
const westlands = BranchId.parse('c0000000-0000-4000-8000-000000000001');
const karen = BranchId.parse('c0000000-0000-4000-8000-000000000002');
const window = ActorId.parse('d0000000-0000-4000-8000-000000000001');
const other = ActorId.parse('d0000000-0000-4000-8000-000000000002');
const babu = UserId.parse('b0000000-0000-4000-8000-000000000002');
const router = { kind: 'nas', id: 'e0000000-0000-4000-8000-000000000001', name: 'Core', sources: ['core-1'] };

const plan = (world: RunnerWorld, more: object = {}): object => ({
  type: 'maintenance.plan',
  title: 'Core swap',
  reason: 'New core router',
  impact: '',
  scope: [{ kind: 'branch', id: westlands }],
  from: world.now + HOUR,
  to: world.now + 2 * HOUR,
  notices: [],
  ...more,
});
const raise = (world: RunnerWorld, source: string, branchId?: BranchId): ActorId => {
  const id = alarmId(tenant, source, 'linkDown');
  world.alarm(id, {
    type: 'alarm.raise',
    source,
    cause: 'linkDown',
    severity: 'major',
    text: '',
    ...(branchId ? { branchId } : {}),
  });
  return id;
};

test('alarms in scope are quiet from the start, new ones at once, and loud again at the end; others are left alone', async () => {
  const world = new RunnerWorld();
  const inside = raise(world, 'sw-1', westlands);
  const outside = raise(world, 'sw-2', karen);
  world.window(window, plan(world));
  world.now += 1;
  world.window(window, { type: 'maintenance.start' });
  await world.hear();
  const later = raise(world, 'sw-3', westlands);
  await world.hear();
  const states = (): unknown => [inside, outside, later].map((id) => world.alarms.get(id)!.state);
  expect(states()).toEqual(['shelved', 'raised', 'shelved']);
  expect(world.alarms.get(inside)).toMatchObject({ shelvedFor: window, shelvedReason: 'Maintenance: Core swap' });
  world.window(window, { type: 'maintenance.end' });
  await world.hear();
  expect(states()).toEqual(['raised', 'raised', 'raised']);
  expect(world.windows.get(window)!.report).toMatchObject({
    total: 2,
    alarmsShelved: 2,
    notBack: [
      { kind: 'alarm', name: 'sw-3', before: false },
      { kind: 'alarm', name: 'sw-1', before: true },
    ],
  });
});

test('what a person has shelved or unshelved meanwhile stays as the person wants it', async () => {
  const world = new RunnerWorld();
  const [shelved, shown] = [raise(world, 'sw-1', westlands), raise(world, 'sw-2', westlands)];
  world.alarm(shelved, { type: 'alarm.shelve', until: world.now + 90 * HOUR, reason: 'known' }, person);
  world.window(window, plan(world));
  world.window(window, { type: 'maintenance.start' });
  await world.hear();
  world.alarm(shown, { type: 'alarm.unshelve' }, person);
  await world.hear();
  expect(world.alarms.get(shown)!.state).toBe('raised');
  world.window(window, { type: 'maintenance.end' });
  await world.hear();
  expect(world.alarms.get(shelved)!.state).toBe('shelved');
});

test('of two windows the second goes on when the first is over', async () => {
  const world = new RunnerWorld();
  const alarm = raise(world, 'sw-1', westlands);
  world.window(window, plan(world));
  world.window(other, plan(world, { title: 'Power', to: world.now + 5 * HOUR }));
  world.window(window, { type: 'maintenance.start' });
  await world.hear();
  world.window(other, { type: 'maintenance.start' });
  await world.hear();
  expect(world.alarms.get(alarm)!.shelvedFor).toBe(window);
  world.window(window, { type: 'maintenance.end' });
  await world.hear();
  expect(world.alarms.get(alarm)).toMatchObject({ state: 'shelved', shelvedFor: other });
  world.window(other, { type: 'maintenance.end' });
  await world.hear();
  expect(world.alarms.get(alarm)!.state).toBe('raised');
});

test('at its end everything is back: it ends by itself', async () => {
  const world = new RunnerWorld();
  world.things = [{ ...router, up: true }];
  world.window(window, plan(world, { scope: [{ kind: 'nas', id: router.id }] }));
  world.now += HOUR;
  world.wake();
  await world.hear();
  expect(world.windows.get(window)).toMatchObject({ state: 'running', affected: { total: 1 } });
  world.now += HOUR;
  world.wake();
  await world.hear();
  expect(world.windows.get(window)).toMatchObject({ state: 'ended', report: { total: 0 } });
});

test('something is not back: it overruns with an alarm of its own, until it is back or extended', async () => {
  const world = new RunnerWorld();
  world.things = [{ ...router, up: true }];
  world.window(window, plan(world, { scope: [{ kind: 'nas', id: router.id }] }));
  world.now += HOUR;
  world.wake();
  await world.hear();
  world.things = [{ ...router, up: false, state: 'down', since: world.now }];
  const own = raise(world, 'core-1');
  world.now += HOUR;
  world.wake();
  await world.hear();
  const overrun = (): unknown => [...world.alarms.values()].find(({ cause }) => cause === 'maintenanceOverrun')!.state;
  expect([world.windows.get(window)!.state, overrun(), world.alarms.get(own)!.state]).toEqual([
    'overrun',
    'raised',
    'shelved',
  ]);
  world.window(window, { type: 'maintenance.extend', to: world.now + HOUR });
  await world.hear();
  expect([world.windows.get(window)!.state, overrun()]).toEqual(['running', 'cleared']);
  world.now += HOUR;
  world.wake();
  await world.hear();
  expect(overrun()).toBe('raised');
  world.things = [{ ...router, up: true }];
  world.alarm(own, { type: 'alarm.clear' });
  await world.runner.lookAgain(tenant);
  await world.hear();
  expect([world.windows.get(window)!.state, overrun()]).toEqual(['ended', 'cleared']);
});

test('those who are to know are told before it begins, and at its end', async () => {
  const world = new RunnerWorld();
  world.window(window, plan(world, { notices: [{ beforeMs: HOUR / 2, to: [babu] }] }));
  world.now += HOUR / 2;
  world.wake();
  await world.hear();
  expect(world.windows.get(window)!.state).toBe('announced');
  world.now += HOUR / 2;
  world.wake();
  world.window(window, { type: 'maintenance.end' });
  await world.hear();
  expect(world.messages.map(({ userId, about }) => [userId, about])).toEqual([
    [babu, 'announced'],
    [babu, 'ended'],
  ]);
  expect(world.windows.get(window)!.told).toHaveLength(2);
});

test('a window of a branch touches nothing outside of it, whatever its scope names', () => {
  const reach = { branchId: westlands, scope: [{ kind: 'alarmSource', name: 'OLT-1' } as const], sources: [] };
  const covers = (source: string, branchId?: BranchId): boolean => coversAlarm(reach, { source, cause: 'x', branchId });
  expect([
    covers('OLT-1/0/3', westlands),
    covers('OLT-1', karen),
    covers('OLT-1'),
    covers('OLT-10', westlands),
  ]).toEqual([true, false, false, false]);
});

const sources = ['a-1', 'a-1/0', 'b-1', 'core-1'] as const;
const branches = [westlands, karen, undefined] as const;
const windows = [window, other] as const;
const act = fc.oneof(
  fc.record({
    do: fc.constant('raise' as const),
    source: fc.constantFrom(...sources),
    branch: fc.constantFrom(...branches),
  }),
  fc.record({ do: fc.constant('clear' as const), source: fc.constantFrom(...sources) }),
  fc.record({ do: fc.constant('unshelve' as const), source: fc.constantFrom(...sources) }),
  fc.record({
    do: fc.constant('plan' as const),
    id: fc.constantFrom(...windows),
    item: fc.constantFrom(
      { kind: 'branch', id: westlands },
      { kind: 'alarmSource', name: 'a-1' },
      { kind: 'nas', id: router.id },
    ),
  }),
  fc.record({
    do: fc.constantFrom('start' as const, 'end' as const, 'extend' as const),
    id: fc.constantFrom(...windows),
  }),
  fc.record({ do: fc.constant('extend' as const), id: fc.constantFrom(...windows) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4 * HOUR }) }),
  fc.record({
    do: fc.constant('hear' as const),
    most: fc.integer({ min: 1, max: 9 }),
    failures: fc.integer({ min: 0, max: 2 }),
  }),
);

test('whatever happens in whatever order: after the end nothing is left quiet, and nothing outside was ever touched', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const world = new RunnerWorld();
      world.things = [{ ...router, up: true }];
      const idOf = (source: string): ActorId => alarmId(tenant, source, 'linkDown');
      for (const one of acts) {
        if (one.do === 'raise') raise(world, one.source, one.branch);
        else if (one.do === 'clear') world.alarm(idOf(one.source), { type: 'alarm.clear' });
        else if (one.do === 'unshelve') world.alarm(idOf(one.source), { type: 'alarm.unshelve' }, person);
        else if (one.do === 'plan') world.window(one.id, plan(world, { scope: [one.item] }));
        else if (one.do === 'start' || one.do === 'end') world.window(one.id, { type: `maintenance.${one.do}` });
        else if (one.do === 'extend') world.window(one.id, { type: 'maintenance.extend', to: world.now + 9 * HOUR });
        else if (one.do === 'wait') {
          world.now += one.ms;
          world.wake();
        } else if (one.do === 'hear') {
          world.failures = one.failures;
          await world.hear(one.most).catch(() => undefined);
          world.failures = 0;
        }
      }
      await world.hear();
      for (const id of windows) world.window(id, { type: 'maintenance.end' });
      await world.hear();
      const quiet = [...world.alarms.values()].filter(({ shelvedFor }) => shelvedFor !== undefined);
      const open = new Set(
        [...world.windows.values()].filter(({ endedAt }) => endedAt === undefined).map(({ id }) => id),
      );
      expect(quiet.filter(({ shelvedFor }) => !open.has(shelvedFor!))).toEqual([]);
      const touched = world.log.filter(
        ({ type, data }) => type === 'alarm.shelved' && data['maintenanceId'] !== undefined,
      );
      for (const { actorId, data } of touched) {
        const { scope } = world.windows.get(data['maintenanceId'] as ActorId)!;
        const covered = sources.some((source) => idOf(source) === actorId && mayCover(scope[0]!, source));
        expect(covered).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

/** Without regard of the branch an alarm had at that time. */
function mayCover(item: { readonly kind: string }, source: string): boolean {
  if (item.kind === 'alarmSource') return source.startsWith('a-1');
  return item.kind === 'branch' || source === 'core-1';
}
