import { expect, test } from 'vitest';
import { alarmActor } from '#actors/alarm/alarmActor.ts';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import type { Decision } from '#actors/system/domainKind.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { AlarmCommand } from '#shared/alarm/commands.ts';
import { AlarmEvent } from '#shared/alarm/events.ts';
import { LONGEST_SHELVING_MS } from '#shared/alarm/values.ts';
import { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

const AT = 1_800_000_000_000;
const amina = UserId.parse('a0000000-0000-4000-8000-000000000001');
const babu = UserId.parse('b0000000-0000-4000-8000-000000000002');
const branch = BranchId.parse('c0000000-0000-4000-8000-000000000003');
const id = ActorId.parse('d0000000-0000-4000-8000-000000000004');
const user = (userId: UserId): Caller => ({ kind: 'user', userId, branches: 'all' });
const source: Caller = { kind: 'system', name: 'syslog' };

type Send = { readonly type: AlarmCommand['type'] } & Record<string, unknown>;

function decide(
  state: AlarmState | undefined,
  command: Send,
  caller: Caller = user(amina),
  at = AT,
): Decision<AlarmState, AlarmEvent> {
  return alarmActor.decide(state, AlarmCommand.parse(command), { id, at, caller });
}

/** The state after commands that must be accepted. */
function after(...steps: readonly (readonly [command: Send, caller?: Caller, at?: number])[]): AlarmState {
  let state: AlarmState | undefined;
  for (const [command, caller, at] of steps) {
    const decision = decide(state, command, caller, at);
    if (!decision.accepted) throw new Error(`${command.type}: ${decision.refusal.code}`);
    state = decision.state;
  }
  return state!;
}

const raise = {
  type: 'alarm.raise',
  source: 'OLT-1/0/3',
  cause: 'lossOfSignal',
  severity: 'major',
  text: 'LOS',
  branchId: branch,
} as const;
const shelve = { type: 'alarm.shelve', until: AT + 3_600_000, reason: 'works on the fibre' } as const;
const raising = [raise, source, AT - 9_000] as const;
const acknowledging = [{ type: 'alarm.acknowledge' }, user(babu), AT - 8_000] as const;
const claiming = [{ type: 'alarm.claim' }, user(babu), AT - 7_000] as const;
const shelving = [shelve, user(babu), AT - 6_000] as const;

/** Every state an alarm can be in; a shelved one remembers what it was. */
const states = {
  absent: undefined,
  raised: after(raising),
  acknowledged: after(raising, acknowledging),
  claimed: after(raising, acknowledging, claiming),
  'shelved, was raised': after(raising, shelving),
  'shelved, was acknowledged': after(raising, acknowledging, shelving),
  'shelved, was claimed': after(raising, claiming, shelving),
  cleared: after(raising, acknowledging, [{ type: 'alarm.clear' }, source, AT - 1_000]),
} as const satisfies Record<string, AlarmState | undefined>;
type StateName = keyof typeof states;

/** state → events · `nothing`: accepted without a change · a code: refused */
type Expected = readonly [to: AlarmState['state'], ...events: AlarmEvent['type'][]] | 'nothing' | `${string}/${string}`;

const already = 'alarm/already-acknowledged';
const commands = {
  'raise, same severity': {
    send: [raise, source],
    rows: {
      absent: ['raised', 'alarm.raised'],
      raised: ['raised', 'alarm.repeated'],
      acknowledged: ['acknowledged', 'alarm.repeated'],
      claimed: ['claimed', 'alarm.repeated'],
      'shelved, was raised': ['shelved', 'alarm.repeated'],
      'shelved, was acknowledged': ['shelved', 'alarm.repeated'],
      'shelved, was claimed': ['shelved', 'alarm.repeated'],
      cleared: ['raised', 'alarm.raised'],
    },
  },
  'raise, other severity': {
    send: [{ ...raise, severity: 'critical' }, source],
    rows: {
      absent: ['raised', 'alarm.raised'],
      raised: ['raised', 'alarm.severityChanged', 'alarm.repeated'],
      acknowledged: ['acknowledged', 'alarm.severityChanged', 'alarm.repeated'],
      claimed: ['claimed', 'alarm.severityChanged', 'alarm.repeated'],
      'shelved, was raised': ['shelved', 'alarm.severityChanged', 'alarm.repeated'],
      'shelved, was acknowledged': ['shelved', 'alarm.severityChanged', 'alarm.repeated'],
      'shelved, was claimed': ['shelved', 'alarm.severityChanged', 'alarm.repeated'],
      cleared: ['raised', 'alarm.raised'],
    },
  },
  acknowledge: {
    send: [{ type: 'alarm.acknowledge' }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: ['acknowledged', 'alarm.acknowledged'],
      acknowledged: already,
      claimed: already,
      'shelved, was raised': 'command/not-allowed',
      'shelved, was acknowledged': 'command/not-allowed',
      'shelved, was claimed': 'command/not-allowed',
      cleared: 'alarm/cleared',
    },
  },
  claim: {
    send: [{ type: 'alarm.claim' }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: ['claimed', 'alarm.acknowledged', 'alarm.claimed'],
      acknowledged: ['claimed', 'alarm.claimed'],
      claimed: 'alarm/claimed-by-other',
      'shelved, was raised': 'command/not-allowed',
      'shelved, was acknowledged': 'command/not-allowed',
      'shelved, was claimed': 'command/not-allowed',
      cleared: 'alarm/cleared',
    },
  },
  'claim by the holder': {
    send: [{ type: 'alarm.claim' }, user(babu)],
    rows: {
      absent: 'actor/not-found',
      raised: ['claimed', 'alarm.acknowledged', 'alarm.claimed'],
      acknowledged: ['claimed', 'alarm.claimed'],
      claimed: 'alarm/already-claimed',
      'shelved, was raised': 'command/not-allowed',
      'shelved, was acknowledged': 'command/not-allowed',
      'shelved, was claimed': 'command/not-allowed',
      cleared: 'alarm/cleared',
    },
  },
  take: {
    send: [{ type: 'alarm.take' }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: ['claimed', 'alarm.acknowledged', 'alarm.claimed'],
      acknowledged: ['claimed', 'alarm.claimed'],
      claimed: ['claimed', 'alarm.taken'],
      'shelved, was raised': 'command/not-allowed',
      'shelved, was acknowledged': 'command/not-allowed',
      'shelved, was claimed': 'command/not-allowed',
      cleared: 'alarm/cleared',
    },
  },
  'take by the holder': {
    send: [{ type: 'alarm.take' }, user(babu)],
    rows: {
      absent: 'actor/not-found',
      raised: ['claimed', 'alarm.acknowledged', 'alarm.claimed'],
      acknowledged: ['claimed', 'alarm.claimed'],
      claimed: 'alarm/already-claimed',
      'shelved, was raised': 'command/not-allowed',
      'shelved, was acknowledged': 'command/not-allowed',
      'shelved, was claimed': 'command/not-allowed',
      cleared: 'alarm/cleared',
    },
  },
  release: {
    send: [{ type: 'alarm.release' }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: 'alarm/not-claimed-by-you',
      acknowledged: 'alarm/not-claimed-by-you',
      claimed: 'alarm/not-claimed-by-you',
      'shelved, was raised': 'alarm/not-claimed-by-you',
      'shelved, was acknowledged': 'alarm/not-claimed-by-you',
      'shelved, was claimed': 'alarm/not-claimed-by-you',
      cleared: 'alarm/cleared',
    },
  },
  'release by the holder': {
    send: [{ type: 'alarm.release' }, user(babu)],
    rows: {
      absent: 'actor/not-found',
      raised: 'alarm/not-claimed-by-you',
      acknowledged: 'alarm/not-claimed-by-you',
      claimed: ['acknowledged', 'alarm.released'],
      'shelved, was raised': 'alarm/not-claimed-by-you',
      'shelved, was acknowledged': 'alarm/not-claimed-by-you',
      'shelved, was claimed': 'alarm/not-claimed-by-you',
      cleared: 'alarm/cleared',
    },
  },
  shelve: {
    send: [{ ...shelve, until: AT + 1 }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: ['shelved', 'alarm.shelved'],
      acknowledged: ['shelved', 'alarm.shelved'],
      claimed: ['shelved', 'alarm.shelved'],
      'shelved, was raised': ['shelved', 'alarm.shelved'],
      'shelved, was acknowledged': ['shelved', 'alarm.shelved'],
      'shelved, was claimed': ['shelved', 'alarm.shelved'],
      cleared: 'alarm/cleared',
    },
  },
  'shelve until now': {
    send: [{ ...shelve, until: AT }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: 'alarm/shelving-in-past',
      acknowledged: 'alarm/shelving-in-past',
      claimed: 'alarm/shelving-in-past',
      'shelved, was raised': 'alarm/shelving-in-past',
      'shelved, was acknowledged': 'alarm/shelving-in-past',
      'shelved, was claimed': 'alarm/shelving-in-past',
      cleared: 'alarm/cleared',
    },
  },
  'shelve for too long': {
    send: [{ ...shelve, until: AT + LONGEST_SHELVING_MS + 1 }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: 'alarm/shelving-too-long',
      acknowledged: 'alarm/shelving-too-long',
      claimed: 'alarm/shelving-too-long',
      'shelved, was raised': 'alarm/shelving-too-long',
      'shelved, was acknowledged': 'alarm/shelving-too-long',
      'shelved, was claimed': 'alarm/shelving-too-long',
      cleared: 'alarm/cleared',
    },
  },
  unshelve: {
    send: [{ type: 'alarm.unshelve' }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: 'alarm/not-shelved',
      acknowledged: 'alarm/not-shelved',
      claimed: 'alarm/not-shelved',
      'shelved, was raised': ['raised', 'alarm.unshelved'],
      'shelved, was acknowledged': ['acknowledged', 'alarm.unshelved'],
      'shelved, was claimed': ['claimed', 'alarm.unshelved'],
      cleared: 'alarm/cleared',
    },
  },
  'shelving expired': {
    send: [{ type: 'alarm.shelvingExpired', due: shelve.until }, source],
    rows: {
      absent: 'nothing',
      raised: 'nothing',
      acknowledged: 'nothing',
      claimed: 'nothing',
      'shelved, was raised': ['raised', 'alarm.shelvingExpired'],
      'shelved, was acknowledged': ['acknowledged', 'alarm.shelvingExpired'],
      'shelved, was claimed': ['claimed', 'alarm.shelvingExpired'],
      cleared: 'nothing',
    },
  },
  'an earlier shelving expired': {
    send: [{ type: 'alarm.shelvingExpired', due: shelve.until - 1 }, source],
    rows: {
      absent: 'nothing',
      raised: 'nothing',
      acknowledged: 'nothing',
      claimed: 'nothing',
      'shelved, was raised': 'nothing',
      'shelved, was acknowledged': 'nothing',
      'shelved, was claimed': 'nothing',
      cleared: 'nothing',
    },
  },
  comment: {
    send: [{ type: 'alarm.comment', text: 'called the site' }, user(amina)],
    rows: {
      absent: 'actor/not-found',
      raised: ['raised', 'alarm.commented'],
      acknowledged: ['acknowledged', 'alarm.commented'],
      claimed: ['claimed', 'alarm.commented'],
      'shelved, was raised': ['shelved', 'alarm.commented'],
      'shelved, was acknowledged': ['shelved', 'alarm.commented'],
      'shelved, was claimed': ['shelved', 'alarm.commented'],
      cleared: ['cleared', 'alarm.commented'],
    },
  },
  clear: {
    send: [{ type: 'alarm.clear', reason: 'signal is back' }, source],
    rows: {
      absent: 'nothing',
      raised: ['cleared', 'alarm.cleared'],
      acknowledged: ['cleared', 'alarm.cleared'],
      claimed: ['cleared', 'alarm.cleared'],
      'shelved, was raised': ['cleared', 'alarm.cleared'],
      'shelved, was acknowledged': ['cleared', 'alarm.cleared'],
      'shelved, was claimed': ['cleared', 'alarm.cleared'],
      cleared: 'nothing',
    },
  },
  suppress: {
    send: [
      { type: 'alarm.suppress', maintenanceId: id, until: AT + 7_200_000, reason: 'Maintenance: core swap' },
      { kind: 'system', name: 'maintenance' },
    ],
    rows: {
      absent: 'nothing',
      raised: ['shelved', 'alarm.shelved'],
      acknowledged: ['shelved', 'alarm.shelved'],
      claimed: ['shelved', 'alarm.shelved'],
      // What a person has shelved stays that person's.
      'shelved, was raised': 'nothing',
      'shelved, was acknowledged': 'nothing',
      'shelved, was claimed': 'nothing',
      cleared: 'nothing',
    },
  },
  lift: {
    send: [
      { type: 'alarm.lift', maintenanceId: id },
      { kind: 'system', name: 'maintenance' },
    ],
    rows: {
      absent: 'nothing',
      raised: 'nothing',
      acknowledged: 'nothing',
      claimed: 'nothing',
      'shelved, was raised': 'nothing',
      'shelved, was acknowledged': 'nothing',
      'shelved, was claimed': 'nothing',
      cleared: 'nothing',
    },
  },
} as const satisfies Record<string, { send: readonly [Send, Caller]; rows: Record<StateName, Expected> }>;

const rows = Object.entries(commands).flatMap(([name, { send, rows: expected }]) =>
  (Object.entries(expected) as [StateName, Expected][]).map(([from, to]) => ({ from, name, send, to })),
);

test('the table has a row for every command in every state', () => {
  const types = new Set(Object.values(commands).map(({ send }) => send[0].type));
  expect(types).toEqual(new Set(AlarmCommand.options.map((option) => option.shape.type.value)));
  expect(rows).toHaveLength(Object.keys(commands).length * Object.keys(states).length);
});

test.for(rows)('$from + $name -> $to', ({ from, send: [command, caller], to }) => {
  const before = states[from];
  const decision = decide(before, command, caller);
  if (typeof to === 'string' && to !== 'nothing') {
    expect(decision).toMatchObject({
      accepted: false,
      refusal: { ok: false, code: to, message: expect.stringMatching(/\w/) as string },
    });
    return;
  }
  if (!decision.accepted) throw new Error(`refused: ${decision.refusal.code}`);
  const events = decision.events.map((event) => AlarmEvent.parse(event));
  if (to === 'nothing') {
    expect(events).toEqual([]);
    if (before) expect(decision.state).toEqual(before);
    return;
  }
  const [state, ...types] = to;
  expect({ state: decision.state.state, events: events.map(({ type }) => type) }).toEqual({ state, events: types });
  expect(events).toEqual(decision.events.map((event) => JSON.parse(JSON.stringify(event)) as unknown));
  expect(decision.state.id).toBe(id);
});

test.for(['raised', 'acknowledged', 'claimed'] as const)(
  'a window shelves an alarm that is %s, and gives it back so',
  (name) => {
    const window = ActorId.parse('e0000000-0000-4000-8000-000000000005');
    const other = ActorId.parse('e0000000-0000-4000-8000-000000000006');
    const step = (state: AlarmState, command: Send): AlarmState => {
      const decision = decide(state, command, source);
      if (!decision.accepted) throw new Error(decision.refusal.code);
      return decision.state;
    };
    const suppress = {
      type: 'alarm.suppress',
      maintenanceId: window,
      until: AT + 1000,
      reason: 'Maintenance',
    } as const;
    const shelved = step(states[name], suppress);
    expect(shelved).toMatchObject({ state: 'shelved', shelvedFor: window, shelvedBy: undefined });
    expect(step(shelved, suppress)).toBe(shelved);
    expect(step(shelved, { type: 'alarm.lift', maintenanceId: other })).toBe(shelved);
    expect(step(shelved, { ...suppress, until: AT + 2000 }).shelvedUntil).toBe(AT + 2000);
    expect(step(shelved, { ...suppress, maintenanceId: other }).shelvedFor).toBe(other);
    expect(step(shelved, { type: 'alarm.lift', maintenanceId: window })).toMatchObject({
      state: name,
      shelvedFor: undefined,
    });
    expect(step(shelved, { ...shelve }).shelvedFor).toBeUndefined();
  },
);

test('a refusal names who was first and when', () => {
  const details = (state: AlarmState, command: Send, caller = user(amina)): unknown => {
    const decision = decide(state, command, caller);
    return decision.accepted ? 'accepted' : decision.refusal.details;
  };
  expect(details(states.acknowledged, { type: 'alarm.acknowledge' })).toEqual({ by: babu, at: AT - 8_000 });
  expect(details(states.claimed, { type: 'alarm.acknowledge' })).toEqual({ by: babu, at: AT - 8_000 });
  expect(details(states.claimed, { type: 'alarm.claim' })).toEqual({ by: babu, at: AT - 7_000 });
  expect(details(states.claimed, { type: 'alarm.release' })).toEqual({ by: babu, at: AT - 7_000 });
  expect(details(states.raised, { type: 'alarm.release' })).toBeUndefined();
});

test('who and when are kept, and both parties of a taken claim are named', () => {
  expect(states.claimed).toMatchObject({
    acknowledgedAt: AT - 8_000,
    acknowledgedBy: babu,
    claimedAt: AT - 7_000,
    claimedBy: babu,
  });
  const taken = decide(states.claimed, { type: 'alarm.take' });
  expect(taken).toMatchObject({
    events: [{ type: 'alarm.taken', from: babu }],
    state: { claimedBy: amina, claimedAt: AT, acknowledgedBy: babu },
  });
  const claimed = decide(states.raised, { type: 'alarm.claim' });
  expect(claimed).toMatchObject({
    state: { acknowledgedBy: amina, acknowledgedAt: AT, claimedBy: amina, claimedAt: AT },
  });
  expect(decide(states.raised, { type: 'alarm.clear', reason: 'mistake' })).toMatchObject({
    state: { clearedBy: amina, clearedAt: AT },
  });
  expect(decide(states.raised, { type: 'alarm.clear' }, source)).toMatchObject({
    state: { clearedBy: undefined, clearedAt: AT },
  });
});

test('nobody but a person holds a claim', () => {
  for (const type of ['alarm.claim', 'alarm.take'] as const) {
    expect(decide(states.raised, { type }, source)).toMatchObject({
      accepted: false,
      refusal: { code: 'command/not-permitted' },
    });
  }
});

test('occurrences are counted within an episode, and the latest text and time stand', () => {
  const repeated = after(raising, [{ ...raise, text: 'LOS again', occurrences: 5 }, source, AT - 100]);
  expect(repeated).toMatchObject({
    occurrences: 6,
    episode: 1,
    text: 'LOS again',
    raisedAt: AT - 9_000,
    lastOccurredAt: AT - 100,
    severity: 'major',
  });
});

test('an endless alarm stays storable', () => {
  const endless = { ...states.raised, occurrences: 2_147_483_600 };
  expect(decide(endless, { ...raise, occurrences: 100 }, source)).toMatchObject({
    state: { occurrences: 2_147_483_647 },
  });
});

test('a severity change names both severities', () => {
  const decision = decide(states.claimed, { ...raise, severity: 'warning' }, source);
  expect(decision).toMatchObject({
    state: { severity: 'warning', state: 'claimed' },
    events: [
      { type: 'alarm.severityChanged', from: 'major', to: 'warning' },
      { type: 'alarm.repeated', occurrences: 1 },
    ],
  });
});

test('a cause that returns starts a new episode without what people did in the old one, comments stay', () => {
  const before = after(raising, acknowledging, claiming, [{ type: 'alarm.comment', text: 'x' }], shelving, [
    { type: 'alarm.clear' },
    source,
  ]);
  expect(before).toMatchObject({
    claimedBy: undefined,
    shelvedUntil: undefined,
    acknowledgedBy: babu,
    state: 'cleared',
  });
  const decision = decide(before, { ...raise, severity: 'minor', occurrences: 3 }, source, AT + 5);
  expect(decision).toMatchObject({
    events: [{ type: 'alarm.raised', episode: 2, occurrences: 3, severity: 'minor', branchId: branch }],
    state: {
      state: 'raised',
      episode: 2,
      occurrences: 3,
      comments: 1,
      raisedAt: AT + 5,
      acknowledgedAt: undefined,
      acknowledgedBy: undefined,
      claimedBy: undefined,
      shelvedUntil: undefined,
      shelvedReason: undefined,
      clearedAt: undefined,
      clearedBy: undefined,
    },
  });
});

test('shelving is the only deadline; it moves with the shelving and goes with it', () => {
  expect(alarmActor.deadlines(states.raised)).toEqual([]);
  const shelved = states['shelved, was claimed'];
  expect(alarmActor.deadlines(shelved)).toEqual([{ name: 'shelving', dueAt: shelve.until }]);
  const moved = after(raising, shelving, [{ ...shelve, until: AT + 77 }]);
  expect(alarmActor.deadlines(moved)).toEqual([{ name: 'shelving', dueAt: AT + 77 }]);
  expect(alarmActor.deadlines(after(raising, shelving, [{ type: 'alarm.unshelve' }]))).toEqual([]);
  expect(alarmActor.deadlines(after(raising, shelving, [{ type: 'alarm.clear' }]))).toEqual([]);
  expect(alarmActor.due({ name: 'shelving', dueAt: 5 })).toEqual({ type: 'alarm.shelvingExpired', due: 5 });
});

test('waiting raises are joined with the sum of their occurrences and the newest words, nothing else is', () => {
  const join = (waiting: Send, next: Send): unknown =>
    alarmActor.coalesce!(AlarmCommand.parse(waiting), AlarmCommand.parse(next));
  expect(join({ ...raise, occurrences: 3 }, { ...raise, text: 'new', severity: 'critical', occurrences: 4 })).toEqual({
    ...raise,
    text: 'new',
    severity: 'critical',
    occurrences: 7,
  });
  expect(join(raise, { type: 'alarm.clear' })).toBeUndefined();
  expect(join({ type: 'alarm.clear' }, { type: 'alarm.clear' })).toBeUndefined();
});

test('people of one branch are told of alarms in it and of those without one', () => {
  expect(alarmActor.branch(states.raised)).toBe(branch);
  expect(alarmActor.branch(after([{ ...raise, branchId: undefined }, source]))).toBeUndefined();
});
