import { expect, test } from 'vitest';
import { deviceIntentActor } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { DeviceIntentCommand } from '#shared/deviceIntent/commands.ts';
import { DeviceIntentEvent } from '#shared/deviceIntent/events.ts';
import { DeviceIntentState as StateName } from '#shared/deviceIntent/values.ts';
import { ActorId, UserId } from '#shared/values/ids.ts';

const AT = 1_800_000_000_000;
const id = ActorId.parse('d0000000-0000-4000-8000-000000000004');
const device = { kind: 'nas', id: ActorId.parse('e0000000-0000-4000-8000-000000000005') };
const amina: Caller = { kind: 'user', userId: UserId.parse('a0000000-0000-4000-8000-000000000001'), branches: 'all' };
const intents: Caller = { kind: 'system', name: 'intents' };

const commands = {
  request: { type: 'deviceIntent.request', device, act: 'nas.reboot', input: {}, notAfter: AT + 60_000 },
  begin: { type: 'deviceIntent.begin', baseline: { bootedAt: 1 } },
  wait: { type: 'deviceIntent.wait', why: 'no answer', retryAt: AT + 15_000 },
  confirm: { type: 'deviceIntent.confirm', proof: 'up for 20 s', readAt: AT },
  undo: { type: 'deviceIntent.undo', why: 'refused', readAt: AT },
  fail: { type: 'deviceIntent.fail', why: 'half', differences: [{ path: '/radius', wanted: 'a', found: 'b' }] },
  retry: { type: 'deviceIntent.retry' },
  cancel: { type: 'deviceIntent.cancel' },
  dismiss: { type: 'deviceIntent.dismiss', reason: 'seen' },
  expire: { type: 'deviceIntent.expiryDue', due: AT + 60_000 },
} as const;
type Name = keyof typeof commands;

function decide(state: DeviceIntentState | undefined, name: Name) {
  const command = DeviceIntentCommand.parse(commands[name]);
  const caller = ['request', 'retry', 'cancel', 'dismiss'].includes(name) ? amina : intents;
  return deviceIntentActor.decide(state, command, { id, at: AT, caller });
}

function after(names: readonly Name[]): DeviceIntentState | undefined {
  let state: DeviceIntentState | undefined;
  for (const name of names) {
    const decision = decide(state, name);
    if (!decision.accepted) throw new Error(`${name}: ${decision.refusal.code}`);
    for (const event of decision.events) DeviceIntentEvent.parse(event);
    state = decision.state;
  }
  return state;
}

/** How to get there; `begun` ones may have written to the device. */
const ways: Readonly<Record<string, readonly Name[]>> = {
  absent: [],
  requested: ['request'],
  waiting: ['request', 'wait'],
  running: ['request', 'begin'],
  'waiting, begun': ['request', 'begin', 'wait'],
  needsAttention: ['request', 'begin', 'fail'],
  'requested, begun': ['request', 'begin', 'fail', 'retry'],
  done: ['request', 'begin', 'confirm'],
  undone: ['request', 'begin', 'undo'],
  cancelled: ['request', 'cancel'],
  expired: ['request', 'expire'],
  dismissed: ['request', 'begin', 'fail', 'dismiss'],
};

const order: readonly Name[] = [
  'request',
  'begin',
  'wait',
  'confirm',
  'undo',
  'fail',
  'retry',
  'cancel',
  'dismiss',
  'expire',
];
const ended = Array.from({ length: 9 }, () => 'deviceIntent/ended');
const begun = ['running', 'waiting', 'done', 'undone', 'needsAttention'];
const no = 'command/not-allowed';
/** The state each command of `order` leads to, or the code it is refused with; `=` stays without an event. */
const table: Readonly<Record<string, readonly string[]>> = {
  absent: ['requested', ...Array.from({ length: 8 }, () => 'actor/not-found'), '='],
  requested: ['deviceIntent/exists', ...begun, no, 'cancelled', no, 'expired'],
  waiting: ['deviceIntent/exists', 'running', '=', 'done', 'undone', 'needsAttention', no, 'cancelled', no, 'expired'],
  running: ['deviceIntent/exists', ...begun, no, 'deviceIntent/running', no, '='],
  'waiting, begun': [
    'deviceIntent/exists',
    'running',
    '=',
    'done',
    'undone',
    'needsAttention',
    no,
    'deviceIntent/running',
    no,
    '=',
  ],
  needsAttention: ['deviceIntent/exists', no, no, no, no, no, 'requested', no, 'dismissed', '='],
  'requested, begun': ['deviceIntent/exists', ...begun, no, 'deviceIntent/running', no, '='],
  done: [...ended, '='],
  undone: [...ended, '='],
  cancelled: [...ended, '='],
  expired: [...ended, '='],
  dismissed: [...ended, '='],
};

test.each(Object.keys(ways).flatMap((from) => order.map((name, index) => [from, name, table[from]![index]!] as const)))(
  'in %s, %s leads to %s',
  (from, name, outcome) => {
    const before = after(ways[from]!);
    const decision = decide(before, name);
    if (!decision.accepted) return expect(decision.refusal.code).toBe(outcome);
    for (const event of decision.events) DeviceIntentEvent.parse(event);
    if (outcome !== '=') return expect(decision.state.state).toBe(outcome);
    expect(decision.events).toEqual([]);
    return expect(decision.state?.state ?? 'absent').toBe(before?.state ?? 'absent');
  },
);

test('every state is in the table', () => {
  const reached = new Set(Object.values(ways).flatMap((way) => after(way)?.state ?? []));
  expect(reached).toEqual(new Set(StateName.options));
});

test('what may have been written keeps its first baseline, and does not expire', () => {
  const first = after(['request', 'begin', 'wait'])!;
  const decision = deviceIntentActor.decide(
    first,
    DeviceIntentCommand.parse({ type: 'deviceIntent.begin', baseline: { bootedAt: 2 } }),
    { id, at: AT, caller: intents },
  );
  expect(decision).toMatchObject({ accepted: true, state: { baseline: { bootedAt: 1 }, attempts: 2 } });
  expect(deviceIntentActor.deadlines(first)).toEqual([]);
  expect(deviceIntentActor.deadlines(after(['request'])!)).toEqual([{ name: 'expiry', dueAt: AT + 60_000 }]);
});
