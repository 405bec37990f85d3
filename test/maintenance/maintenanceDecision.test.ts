import { expect, test } from 'vitest';
import { maintenanceActor } from '#actors/maintenance/maintenanceActor.ts';
import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import type { Decision } from '#actors/system/domainKind.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { MaintenanceCommand } from '#shared/maintenance/commands.ts';
import { MAINTENANCE_EVENT_VERSIONS, MaintenanceEvent } from '#shared/maintenance/events.ts';
import { LONGEST_OVERRUN_MS, LONGEST_WINDOW_MS } from '#shared/maintenance/values.ts';
import { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

const AT = 1_800_000_000_000;
const HOUR = 3_600_000;
const amina = UserId.parse('a0000000-0000-4000-8000-000000000001');
const babu = UserId.parse('b0000000-0000-4000-8000-000000000002');
const branch = BranchId.parse('c0000000-0000-4000-8000-000000000003');
const id = ActorId.parse('d0000000-0000-4000-8000-000000000004');
const user = (userId: UserId, branches: readonly BranchId[] | 'all' = 'all'): Caller => ({
  kind: 'user',
  userId,
  branches,
});
const system: Caller = { kind: 'system', name: 'maintenance' };

type Send = { readonly type: MaintenanceCommand['type'] } & Record<string, unknown>;

function decide(
  state: MaintenanceState | undefined,
  command: Send,
  caller: Caller = user(amina),
  at = AT,
): Decision<MaintenanceState, MaintenanceEvent> {
  return maintenanceActor.decide(state, MaintenanceCommand.parse(command), { id, at, caller });
}

/** The state after commands that must be accepted. */
function after(...steps: readonly (readonly [command: Send, caller?: Caller, at?: number])[]): MaintenanceState {
  let state: MaintenanceState | undefined;
  for (const [command, caller, at] of steps) {
    const decision = decide(state, command, caller, at);
    if (!decision.accepted) throw new Error(`${command.type}: ${decision.refusal.code}`);
    state = decision.state;
  }
  return state!;
}

const plan = {
  type: 'maintenance.plan',
  title: 'Core swap',
  reason: 'New core router',
  impact: 'No internet for an hour',
  scope: [{ kind: 'branch', id: branch }],
  from: AT + HOUR,
  to: AT + 2 * HOUR,
  notices: [{ beforeMs: 2 * HOUR, to: [babu] }],
} as const;
const planning = [plan, user(amina), AT - 9000] as const;
const noticing = [{ type: 'maintenance.noticeDue', notice: 0, due: AT - 8000 + HOUR }, system, AT - 8000] as const;
const starting = [{ type: 'maintenance.startDue', due: AT + HOUR }, system, AT - 7000] as const;
const overrunning = [{ type: 'maintenance.endDue', due: AT + 2 * HOUR }, system, AT - 6000] as const;
const ending = [{ type: 'maintenance.end' }, user(amina), AT - 5000] as const;

const states = {
  absent: undefined,
  planned: after(planning),
  announced: after(planning, noticing),
  running: after(planning, starting),
  overrun: after(planning, starting, overrunning),
  ended: after(planning, starting, ending),
  cancelled: after(planning, [{ type: 'maintenance.cancel', reason: 'rain' }, user(amina), AT - 5000]),
} as const satisfies Record<string, MaintenanceState | undefined>;
type StateName = keyof typeof states;

/** state → event · `nothing`: accepted without a change · a code: refused */
type Expected =
  | readonly [to: MaintenanceState['state'], ...events: MaintenanceEvent['type'][]]
  | 'nothing'
  | `${string}/${string}`;

const notFound = 'actor/not-found';
const over = 'maintenance/over';
const wrong = 'maintenance/end-before-start';
const everywhere = (expected: Expected): Record<StateName, Expected> => ({
  absent: expected,
  planned: expected,
  announced: expected,
  running: expected,
  overrun: expected,
  ended: expected,
  cancelled: expected,
});
const exists = { ...everywhere('maintenance/exists') };
const deadline = (changed: Partial<Record<StateName, Expected>>): Record<StateName, Expected> => ({
  ...everywhere('nothing'),
  absent: 'nothing',
  ...changed,
});

const commands: Readonly<Record<string, { send: Send; by?: Caller; rows: Readonly<Record<StateName, Expected>> }>> = {
  plan: { send: plan, rows: { ...exists, absent: ['planned', 'maintenance.planned'] } },
  'plan that ends before it begins': { send: { ...plan, to: plan.from }, rows: { ...exists, absent: wrong } },
  'plan in the past': {
    send: { ...plan, from: AT - 2 * HOUR, to: AT - HOUR },
    rows: { ...exists, absent: 'maintenance/end-in-past' },
  },
  'plan for longer than 30 days': {
    send: { ...plan, to: plan.from + LONGEST_WINDOW_MS + 1 },
    rows: { ...exists, absent: 'maintenance/too-long' },
  },
  change: {
    send: { ...plan, type: 'maintenance.change', title: 'Other' },
    rows: {
      absent: notFound,
      planned: ['planned', 'maintenance.changed'],
      announced: ['planned', 'maintenance.changed'],
      running: 'maintenance/running',
      overrun: 'maintenance/running',
      ended: over,
      cancelled: over,
    },
  },
  'start by hand': {
    send: { type: 'maintenance.start' },
    rows: {
      absent: notFound,
      planned: ['running', 'maintenance.started'],
      announced: ['running', 'maintenance.started'],
      running: 'maintenance/running',
      overrun: 'maintenance/running',
      ended: over,
      cancelled: over,
    },
  },
  extend: {
    send: { type: 'maintenance.extend', to: AT + 3 * HOUR },
    rows: {
      absent: notFound,
      planned: 'maintenance/not-running',
      announced: 'maintenance/not-running',
      running: ['running', 'maintenance.extended'],
      overrun: ['running', 'maintenance.extended'],
      ended: over,
      cancelled: over,
    },
  },
  'extend to an earlier end': {
    send: { type: 'maintenance.extend', to: AT + HOUR },
    rows: {
      absent: notFound,
      planned: 'maintenance/not-running',
      announced: 'maintenance/not-running',
      running: 'maintenance/not-later',
      overrun: 'maintenance/not-later',
      ended: over,
      cancelled: over,
    },
  },
  end: {
    send: { type: 'maintenance.end', note: 'done' },
    rows: {
      absent: notFound,
      planned: 'maintenance/not-running',
      announced: 'maintenance/not-running',
      running: ['ended', 'maintenance.ended'],
      overrun: ['ended', 'maintenance.ended'],
      ended: over,
      cancelled: over,
    },
  },
  cancel: {
    send: { type: 'maintenance.cancel', reason: 'rain' },
    rows: {
      absent: notFound,
      planned: ['cancelled', 'maintenance.cancelled'],
      announced: ['cancelled', 'maintenance.cancelled'],
      running: 'maintenance/running',
      overrun: 'maintenance/running',
      ended: over,
      cancelled: over,
    },
  },
  'take by another': {
    send: { type: 'maintenance.take' },
    by: user(babu),
    rows: {
      absent: notFound,
      planned: ['planned', 'maintenance.taken'],
      announced: ['announced', 'maintenance.taken'],
      running: ['running', 'maintenance.taken'],
      overrun: ['overrun', 'maintenance.taken'],
      ended: over,
      cancelled: over,
    },
  },
  'take by its owner': {
    send: { type: 'maintenance.take' },
    rows: { ...everywhere('maintenance/already-yours'), absent: notFound, ended: over, cancelled: over },
  },
  'notice due': {
    send: { type: 'maintenance.noticeDue', notice: 0, due: AT },
    by: system,
    rows: deadline({ planned: ['announced', 'maintenance.announced'] }),
  },
  'notice not due any more': {
    send: { type: 'maintenance.noticeDue', notice: 0, due: AT - 2 * HOUR },
    by: system,
    rows: deadline({}),
  },
  'start due': {
    send: { type: 'maintenance.startDue', due: AT + HOUR },
    by: system,
    rows: deadline({ planned: ['running', 'maintenance.started'], announced: ['running', 'maintenance.started'] }),
  },
  'start of an earlier plan due': {
    send: { type: 'maintenance.startDue', due: AT },
    by: system,
    rows: deadline({}),
  },
  'end due': {
    send: { type: 'maintenance.endDue', due: AT + 2 * HOUR },
    by: system,
    rows: deadline({ running: ['overrun', 'maintenance.overran'] }),
  },
  'end of an earlier plan due': { send: { type: 'maintenance.endDue', due: AT }, by: system, rows: deadline({}) },
  'close due': {
    send: { type: 'maintenance.closeDue', due: AT + 2 * HOUR + LONGEST_OVERRUN_MS },
    by: system,
    rows: deadline({ overrun: ['ended', 'maintenance.ended'] }),
  },
  told: {
    send: { type: 'maintenance.told', persons: [{ userId: babu, about: 'announced', at: AT, sent: true }] },
    by: system,
    rows: {
      absent: notFound,
      planned: ['planned', 'maintenance.told'],
      announced: ['announced', 'maintenance.told'],
      running: ['running', 'maintenance.told'],
      overrun: ['overrun', 'maintenance.told'],
      ended: ['ended', 'maintenance.told'],
      cancelled: ['cancelled', 'maintenance.told'],
    },
  },
  resolve: {
    send: { type: 'maintenance.resolve', affected: { things: [], total: 0 } },
    by: system,
    rows: {
      absent: notFound,
      planned: 'command/not-allowed',
      announced: 'command/not-allowed',
      running: ['running', 'maintenance.resolved'],
      overrun: ['overrun', 'maintenance.resolved'],
      ended: over,
      cancelled: over,
    },
  },
  report: {
    send: { type: 'maintenance.report', report: { madeAt: AT, notBack: [], total: 0, alarmsShelved: 0 } },
    by: system,
    rows: {
      absent: notFound,
      planned: 'command/not-allowed',
      announced: 'command/not-allowed',
      running: 'command/not-allowed',
      overrun: 'command/not-allowed',
      ended: ['ended', 'maintenance.reported'],
      cancelled: over,
    },
  },
};

const cases = Object.entries(commands).flatMap(([name, { send, by, rows }]) =>
  Object.entries(rows).map(([state, expected]) => [state as StateName, name, send, by, expected] as const),
);

test.for(cases)('%s, %s', ([state, , send, by, expected]) => {
  const before = states[state];
  const decision = decide(before, send, by);
  if (typeof expected === 'string' && expected !== 'nothing') {
    expect(decision).toMatchObject({ accepted: false, refusal: { code: expected } });
    return;
  }
  if (!decision.accepted) throw new Error(decision.refusal.code);
  if (expected === 'nothing') {
    expect(decision.events).toEqual([]);
    return;
  }
  const [to, ...events] = expected;
  expect([decision.state.state, ...decision.events.map(({ type }) => type)]).toEqual([to, ...events]);
  for (const event of decision.events)
    expect(() => MaintenanceEvent.parse(JSON.parse(JSON.stringify(event)))).not.toThrow();
});

test('every command the actor understands is in the table', () => {
  const sent = new Set(Object.values(commands).map(({ send }) => send.type));
  expect([...sent].toSorted()).toEqual(MaintenanceCommand.options.map((option) => option.shape.type.value).toSorted());
  expect(Object.keys(MAINTENANCE_EVENT_VERSIONS).toSorted()).toEqual(
    MaintenanceEvent.options.map((option) => option.shape.type.value).toSorted(),
  );
});

test('whoever works in one branch plans for that branch, and for nothing else', () => {
  const other = BranchId.parse('c0000000-0000-4000-8000-000000000009');
  const caller = user(amina, [branch]);
  expect(decide(undefined, plan, caller)).toMatchObject({ refusal: { code: 'maintenance/branch-required' } });
  expect(decide(undefined, { ...plan, branchId: other }, caller)).toMatchObject({
    refusal: { code: 'maintenance/branch-required' },
  });
  expect(decide(undefined, { ...plan, branchId: branch }, caller)).toMatchObject({ accepted: true });
});

test('deadlines: notices and start while planned, the end while running, the last resort while it overruns', () => {
  const due = (state: MaintenanceState): unknown => maintenanceActor.deadlines(state);
  expect(due(states.planned)).toEqual([
    { name: 'notice:0', dueAt: AT - HOUR },
    { name: 'start', dueAt: AT + HOUR },
  ]);
  expect(due(states.announced)).toEqual([{ name: 'start', dueAt: AT + HOUR }]);
  expect(due(states.running)).toEqual([{ name: 'end', dueAt: AT + 2 * HOUR }]);
  expect(due(states.overrun)).toEqual([{ name: 'close', dueAt: AT + 2 * HOUR + LONGEST_OVERRUN_MS }]);
  expect(due(states.ended)).toEqual([]);
  expect(due(states.cancelled)).toEqual([]);
});
