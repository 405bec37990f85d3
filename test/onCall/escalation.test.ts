import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from '#actors/system/envelope.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import { alarm, amina, EscalationWorld, MINUTE_MS, otieno, owner, raise } from './escalationWorld.ts';

const byOtieno: Caller = { kind: 'user', userId: otieno, branches: 'all' };
const shelve = (world: EscalationWorld, minutes: number): AlarmCommand => ({
  type: 'alarm.shelve',
  until: world.time.now() + minutes * MINUTE_MS,
  reason: 'works on the fibre',
});
const minutesOf = (world: EscalationWorld): readonly number[] => [...new Set(world.told.map(({ minute }) => minute))];

test('an unseen critical reaches the one on call at once, the next after ten minutes, then who manages on-call, and again', async () => {
  const world = new EscalationWorld();
  await world.tell(raise);
  await world.advance(50 * MINUTE_MS);
  expect(world.told.map(({ minute, userId }) => [minute, userId])).toEqual([
    [0, otieno],
    [10, otieno],
    [10, amina],
    [20, owner],
    [35, otieno],
    [45, otieno],
    [45, amina],
  ]);
});

test.for([
  ['is acknowledged', { type: 'alarm.acknowledge' }, 'acknowledged'],
  ['is claimed', { type: 'alarm.claim' }, 'claimed'],
  ['clears', { type: 'alarm.clear' }, 'cleared'],
  ['becomes harmless', { ...raise, severity: 'minor' }, 'notCovered'],
] as const)('nobody is told any more once the alarm %s', async ([, command, why]) => {
  const world = new EscalationWorld();
  await world.tell(raise);
  await world.advance(12 * MINUTE_MS);
  expect(await world.tell(command, byOtieno)).toBe('ok');
  await world.advance(120 * MINUTE_MS);
  expect(minutesOf(world)).toEqual([0, 10]);
  expect(world.escalation()).toMatchObject({ state: 'ended', ending: why });
});

test('the log says who is being told by which notice, and whom nothing reaches', async () => {
  const world = new EscalationWorld();
  await world.tell(raise);
  await world.advance(1_000);
  const [notice] = world.notices();
  expect(world.events('escalation')).toEqual([
    { type: 'escalation.started', episode: 1, severity: 'critical', policyId: expect.any(String) as string },
    { type: 'escalation.stepReached', episode: 1, round: 0, step: 0 },
    {
      type: 'escalation.notified',
      ...{ round: 0, step: 0, unreachable: [] },
      told: [{ noticeId: notice?.id, userId: otieno, routes: [{ channel: 'push' }] }],
    },
  ]);
});

test('a shelved alarm does not escalate, and begins again when the shelving ends', async () => {
  const world = new EscalationWorld();
  await world.tell(raise);
  await world.advance(5 * MINUTE_MS);
  await world.tell(shelve(world, 60), byOtieno);
  await world.advance(55 * MINUTE_MS);
  expect(minutesOf(world)).toEqual([0]);
  expect(world.escalation()?.state).toBe('held');
  await world.advance(20 * MINUTE_MS);
  expect(minutesOf(world)).toEqual([0, 65, 75]);
});

test('what is not in the rule escalates nobody, until it becomes as bad', async () => {
  const world = new EscalationWorld();
  await world.tell({ ...raise, severity: 'major' });
  await world.advance(30 * MINUTE_MS);
  expect(world.escalation()).toBeUndefined();
  await world.tell(raise);
  expect(minutesOf(world)).toEqual([30]);
});

test('an alarm that comes back is a new call', async () => {
  const world = new EscalationWorld();
  await world.tell(raise);
  await world.tell({ type: 'alarm.clear' });
  await world.advance(30 * MINUTE_MS);
  await world.tell(raise);
  await world.advance(11 * MINUTE_MS);
  expect(minutesOf(world)).toEqual([0, 30, 40]);
  expect(world.escalation()?.episode).toBe(2);
});

test('with nobody on call the next step comes at once, and the round is not asked for without pause', async () => {
  const world = new EscalationWorld({ gap: true });
  await world.tell(raise);
  await world.advance(1 * MINUTE_MS);
  expect(world.told.map(({ userId }) => userId)).toEqual([owner]);
  await world.advance(10 * MINUTE_MS);
  expect(world.told).toHaveLength(1);
});

test('when no notice of a step arrives the next step comes at once', async () => {
  const world = new EscalationWorld({ send: ({ userId }) => (userId === otieno ? 'never' : 'delivered') });
  await world.tell(raise);
  await world.advance(10_000);
  expect(world.told.map(({ minute, userId }) => [minute, userId])).toEqual([[0, amina]]);
});

test('quiet hours hold back what they name, and never what they do not', async () => {
  const quiet = { from: '00:00', until: '06:00', timeZone: 'Africa/Nairobi' } as const;
  const held = new EscalationWorld({ policy: { quiet: { ...quiet, severities: ['critical'] } } });
  const heard = new EscalationWorld({ policy: { quiet: { ...quiet, severities: ['major'] } } });
  await held.tell(raise);
  await heard.tell(raise);
  await held.advance(181 * MINUTE_MS);
  expect(minutesOf(heard)).toEqual([0]);
  // The world begins at 03:00 in Nairobi.
  expect(minutesOf(held)).toEqual([180]);
});

test('a notice that a crash left behind is sent again when its lease has run out', async () => {
  let silent = true;
  const world = new EscalationWorld({ send: () => (silent ? 'silence' : 'delivered') });
  await world.tell(raise);
  await world.restart();
  silent = false;
  await world.advance(2 * MINUTE_MS);
  expect(world.notices()).toMatchObject([{ state: 'delivered', attempts: 2, userId: otieno }]);
});

test('a notice tries four times, later and later, and stops when nobody needs it any more', async () => {
  const world = new EscalationWorld({ send: () => 'later' });
  await world.tell(raise);
  await world.advance(8_000);
  expect(world.notices()).toMatchObject([{ state: 'queued', attempts: 2 }]);
  await world.tell({ type: 'alarm.acknowledge' }, byOtieno);
  expect(world.notices()).toMatchObject([{ state: 'cancelled' }]);
  const stubborn = new EscalationWorld({ send: () => 'later' });
  await stubborn.tell(raise);
  await stubborn.advance(2 * MINUTE_MS);
  expect(stubborn.notices()[0]).toMatchObject({ state: 'failed', attempts: 4, outcome: 'no' });
});

type Act =
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'restart' | 'acknowledge' | 'shelve' | 'unshelve' | 'clear' | 'raise' };
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 25 }).map((minutes): Act => ({ kind: 'wait', minutes })) },
    fc.constantFrom<Act>(
      { kind: 'restart' },
      { kind: 'acknowledge' },
      { kind: 'shelve' },
      { kind: 'unshelve' },
      { kind: 'clear' },
      { kind: 'raise' },
    ),
  ),
  { minLength: 2, maxLength: 12 },
);

/** What the default rule promises for an alarm that has stood unseen for so many minutes, first call first. */
function promised(minutes: number): number[] {
  const due: number[] = [];
  for (let round = 0; round * 35 <= minutes; round += 1) due.push(...[0, 10, 20].map((step) => round * 35 + step));
  return due.filter((minute) => minute <= minutes);
}

test('whatever happens and whenever the process dies: each step in its time, none twice, none while somebody has taken notice', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (list) => {
      const world = new EscalationWorld();
      const expected: number[] = [];
      let now = 0;
      let unseenSince: number | undefined;
      let state = 'absent' as 'absent' | 'raised' | 'seen' | 'shelved';
      let wasSeen = false;
      const look = (next: typeof state): void => {
        if (unseenSince !== undefined)
          expected.push(...promised(now - unseenSince).map((minute) => minute + unseenSince!));
        unseenSince = next === 'raised' ? now : undefined;
        state = next;
      };
      for (const act of [{ kind: 'raise' } as Act, ...list]) {
        if (act.kind === 'restart') await world.restart();
        else if (act.kind === 'wait') {
          // A little more, so that a step and an act never fall on the same moment.
          await world.advance(act.minutes * MINUTE_MS);
          now += act.minutes;
        } else if (act.kind === 'raise') {
          await world.tell(raise);
          if (state === 'absent') [wasSeen] = [false, look('raised')];
        } else if (act.kind === 'acknowledge') {
          if ((await world.tell({ type: 'alarm.acknowledge' }, byOtieno)) === 'ok') [wasSeen] = [true, look('seen')];
        } else if (act.kind === 'shelve') {
          if ((await world.tell(shelve(world, 100_000 / 60), byOtieno)) === 'ok' && state !== 'shelved')
            look('shelved');
        } else if (act.kind === 'unshelve') {
          if ((await world.tell({ type: 'alarm.unshelve' }, byOtieno)) === 'ok') look(wasSeen ? 'seen' : 'raised');
        } else if ((await world.tell({ type: 'alarm.clear' })) === 'ok' && state !== 'absent')
          [wasSeen] = [false, look('absent')];
        await world.advance(1_500);
      }
      look('absent');
      const heard = world.told.filter(({ userId }) => userId !== amina).map(({ minute }) => minute);
      expect(heard.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
      expect(world.escalation()?.id).toBe(alarm);
    }),
    { numRuns: 60 },
  );
}, 120_000);
