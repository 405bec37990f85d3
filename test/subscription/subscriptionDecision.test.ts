import { describe, expect, test } from 'vitest';
import { subscriptionActor } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { Decision } from '#actors/system/domainKind.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { SubscriptionCommand } from '#shared/subscription/commands.ts';
import { SUBSCRIPTION_EVENT_VERSIONS, SubscriptionEvent } from '#shared/subscription/events.ts';
import { ActorId, BranchId, UserId } from '#shared/values/ids.ts';
import { AT, business, DAY, decide as decideAs, home, HOUR, id, other, terms, user } from './subscriptionSteps.ts';

const amina = user();
const system: Caller = { kind: 'system', name: 'deadline' };

type Send = { readonly type: SubscriptionCommand['type'] } & Record<string, unknown>;
type Step = readonly [command: Send, caller?: Caller, at?: number];

function decide(
  state: SubscriptionState | undefined,
  command: Send,
  caller: Caller = amina,
  at = AT,
): Decision<SubscriptionState, SubscriptionEvent> {
  return decideAs(state, command, caller, at);
}

function after(...steps: readonly Step[]): SubscriptionState {
  let state: SubscriptionState | undefined;
  for (const [command, caller, at] of steps) {
    const decision = decide(state, command, caller, at);
    if (!decision.accepted) throw new Error(`${command.type}: ${decision.refusal.code}`);
    state = decision.state;
  }
  return state!;
}

const create = { type: 'subscription.create', ...home } as const;
const MONTH_AGO = AT - 31 * DAY;
const made: Step = [{ ...create, start: 'later' }, amina, MONTH_AGO];
const begun: Step = [{ ...create, start: 'now', validUntil: AT + 10 * DAY }, amina, MONTH_AGO];
const lapsed: Step = [{ ...create, start: 'now', validUntil: AT - DAY }, amina, MONTH_AGO];
const gone: Step = [{ ...create, start: 'now', validUntil: AT - 20 * DAY }, amina, MONTH_AGO];
const toGrace: Step = [{ type: 'subscription.validityDue', due: AT - DAY }, system, AT - DAY];
const toExpired: Step = [{ type: 'subscription.validityDue', due: AT - 20 * DAY }, system, AT - DAY];
const suspending: Step = [{ type: 'subscription.suspend', reason: 'misuse' }, amina, AT - HOUR];
const leaving: Step = [{ type: 'subscription.leave', reason: 'moved' }, amina, AT - HOUR];

const states = {
  absent: undefined,
  pending: after(made),
  active: after(begun),
  grace: after(lapsed, toGrace),
  expired: after(gone, toExpired),
  suspended: after(begun, suspending),
  left: after(begun, leaving),
} as const;
type StateName = keyof typeof states;

/** state → event · `nothing`: accepted without a change · a code: refused */
type Expected =
  | readonly [to: SubscriptionState['state'], event: SubscriptionEvent['type']]
  | 'nothing'
  | `${string}/${string}`;
type Rows = Readonly<Record<StateName, Expected>>;

const notFound = 'actor/not-found';
const left = 'subscription/left';
/** The same in every state in which the line lives. */
const alive = (event: SubscriptionEvent['type']): Rows => ({
  absent: notFound,
  pending: ['pending', event],
  active: ['active', event],
  grace: ['grace', event],
  expired: ['expired', event],
  suspended: ['suspended', event],
  left,
});
const everywhere = (expected: Expected): Rows =>
  Object.fromEntries(Object.keys(states).map((state) => [state, expected])) as unknown as Rows;
const served = (event: SubscriptionEvent['type'], suspended: Expected): Rows => ({
  absent: notFound,
  pending: 'subscription/not-begun',
  active: ['active', event],
  grace: ['active', event],
  expired: ['active', event],
  suspended,
  left,
});

const commands: Readonly<Record<string, { readonly send: Send; readonly by?: Caller; readonly rows: Rows }>> = {
  'create now': {
    send: { ...create, start: 'now' },
    rows: { ...everywhere('subscription/exists'), absent: ['active', 'subscription.created'] },
  },
  'create for later': {
    send: { ...create, start: 'later' },
    rows: { ...everywhere('subscription/exists'), absent: ['pending', 'subscription.created'] },
  },
  'create in the past': {
    send: { ...create, start: 'now', validUntil: AT - 1 },
    rows: { ...everywhere('subscription/exists'), absent: 'subscription/end-in-past' },
  },
  'create for eleven years': {
    send: { ...create, start: 'now', validUntil: AT + 11 * 366 * DAY },
    rows: { ...everywhere('subscription/exists'), absent: 'subscription/end-too-far' },
  },
  activate: {
    send: { type: 'subscription.activate', cycles: 1 },
    rows: {
      ...everywhere('subscription/already-active'),
      absent: notFound,
      pending: ['active', 'subscription.activated'],
      suspended: 'subscription/suspended',
      left,
    },
  },
  renew: {
    send: { type: 'subscription.renew', cycles: 1, from: 'end' },
    rows: served('subscription.renewed', ['suspended', 'subscription.renewed']),
  },
  'renew from now': {
    send: { type: 'subscription.renew', cycles: 1, from: 'now' },
    rows: served('subscription.renewed', ['suspended', 'subscription.renewed']),
  },
  extend: {
    send: { type: 'subscription.extend', days: 2 },
    rows: served('subscription.extended', ['suspended', 'subscription.extended']),
  },
  'set the end': {
    send: { type: 'subscription.setEnd', until: AT + DAY },
    rows: served('subscription.extended', ['suspended', 'subscription.extended']),
  },
  'set the end in the past': {
    send: { type: 'subscription.setEnd', until: AT - DAY },
    rows: {
      ...everywhere('subscription/end-in-past'),
      absent: notFound,
      pending: 'subscription/not-begun',
      left,
    },
  },
  suspend: {
    send: { type: 'subscription.suspend', reason: 'misuse' },
    rows: {
      ...everywhere(['suspended', 'subscription.suspended']),
      absent: notFound,
      suspended: 'subscription/already-suspended',
      left,
    },
  },
  resume: {
    send: { type: 'subscription.resume' },
    rows: {
      ...everywhere('subscription/not-suspended'),
      absent: notFound,
      suspended: ['active', 'subscription.resumed'],
      left,
    },
  },
  leave: {
    send: { type: 'subscription.leave', reason: 'moved' },
    rows: { ...everywhere(['left', 'subscription.left']), absent: notFound, left },
  },
  return: {
    send: { type: 'subscription.return' },
    rows: { ...everywhere('subscription/not-left'), absent: notFound, left: ['active', 'subscription.returned'] },
  },
  'undo what is not the last act': {
    send: { type: 'subscription.undo', of: 5 },
    rows: { ...everywhere('subscription/nothing-to-undo'), absent: notFound },
  },
  'undo the last act': {
    send: { type: 'subscription.undo', of: AT - HOUR },
    rows: {
      ...everywhere('subscription/nothing-to-undo'),
      absent: notFound,
      suspended: ['active', 'subscription.undone'],
      left: ['active', 'subscription.undone'],
    },
  },
  'change package': {
    send: { type: 'subscription.changePackage', packageId: other, terms: business, when: 'now' },
    rows: alive('subscription.packageChanged'),
  },
  'change to the same package': {
    send: { type: 'subscription.changePackage', packageId: home.packageId, terms, when: 'now' },
    rows: { ...everywhere('subscription/same-package'), absent: notFound, left },
  },
  'plan a package': {
    send: { type: 'subscription.changePackage', packageId: other, terms: business, when: 'nextCycle' },
    rows: alive('subscription.packageChangePlanned'),
  },
  'keep the package': {
    send: { type: 'subscription.keepPackage' },
    rows: { ...everywhere('nothing'), absent: notFound, left },
  },
  'change credentials': {
    send: { type: 'subscription.changeCredentials', username: 'Neema', usernameKey: 'neema', password: 'sealed' },
    rows: alive('subscription.credentialsChanged'),
  },
  'bind equipment': {
    send: { type: 'subscription.setMacs', macs: ['4C-5E-0C-00-00-01'], macBinding: 'fixed' },
    rows: alive('subscription.macsChanged'),
  },
  'set addresses': {
    send: { type: 'subscription.setAddresses', staticIpv4: '203.0.113.7', framedRoutes: [] },
    rows: alive('subscription.addressesChanged'),
  },
  'same addresses': {
    send: { type: 'subscription.setAddresses', framedRoutes: [] },
    rows: { ...everywhere('nothing'), absent: notFound, left },
  },
  sessions: { send: { type: 'subscription.setSessions', sessions: 3 }, rows: alive('subscription.sessionsChanged') },
  'override rates': {
    send: { type: 'subscription.overrideRates', rates: { downBps: 50_000_000, upBps: 50_000_000, until: AT + DAY } },
    rows: alive('subscription.ratesOverridden'),
  },
  'override rates until yesterday': {
    send: { type: 'subscription.overrideRates', rates: { downBps: 50_000_000, upBps: 50_000_000, until: AT - DAY } },
    rows: { ...everywhere('subscription/override-in-past'), absent: notFound, left },
  },
  'end no override': {
    send: { type: 'subscription.endOverride' },
    rows: { ...everywhere('subscription/no-override'), absent: notFound, left },
  },
  'add quota': {
    send: { type: 'subscription.addQuota', bytes: 1_000_000_000 },
    rows: { ...alive('subscription.quotaAdded'), pending: 'subscription/not-begun' },
  },
  'move branch': {
    send: { type: 'subscription.moveBranch', zone: 'Asia/Dhaka' },
    rows: alive('subscription.branchChanged'),
  },
  'apply terms': {
    send: { type: 'subscription.applyTerms', packageId: home.packageId, terms: business },
    by: system,
    rows: { ...alive('subscription.termsChanged'), left: 'nothing' },
  },
  'terms of another package': {
    send: { type: 'subscription.applyTerms', packageId: other, terms: business },
    by: system,
    rows: { ...everywhere('nothing'), absent: notFound },
  },
  rekey: {
    send: { type: 'subscription.rekey', usernameKey: 'WANJIKU' },
    by: system,
    rows: { ...alive('subscription.rekeyed'), left: 'nothing' },
  },
  'set zone': {
    send: { type: 'subscription.setZone', zone: 'Asia/Dhaka' },
    by: system,
    rows: { ...alive('subscription.zoneChanged'), left: 'nothing' },
  },
  'set zone of a branch that it is not in any more': {
    send: {
      type: 'subscription.setZone',
      branchId: BranchId.parse('00000000-0000-4000-8000-0000000000bb'),
      zone: 'Asia/Dhaka',
    },
    by: system,
    rows: { ...everywhere('nothing'), absent: notFound },
  },
  'first use': {
    send: { type: 'subscription.firstUse', usedAt: AT - HOUR, mac: '4c:5e:0c:00:00:02' },
    by: system,
    rows: { ...alive('subscription.firstUsed'), left: 'nothing' },
  },
  'a due validity of another time': {
    send: { type: 'subscription.validityDue', due: 1 },
    by: system,
    rows: everywhere('nothing'),
  },
  'a due grace of another time': {
    send: { type: 'subscription.graceDue', due: 1 },
    by: system,
    rows: everywhere('nothing'),
  },
  'a due profile of another time': {
    send: { type: 'subscription.profileDue', due: 1 },
    by: system,
    rows: everywhere('nothing'),
  },
  'a due override of another time': {
    send: { type: 'subscription.overrideDue', due: 1 },
    by: system,
    rows: everywhere('nothing'),
  },
  'a due quota of another time': {
    send: { type: 'subscription.quotaPeriodDue', due: 1 },
    by: system,
    rows: everywhere('nothing'),
  },
  'usage of another period': {
    send: { type: 'subscription.reportUsage', periodFrom: 1, usedBytes: 900_000_000_000 },
    by: system,
    rows: { ...everywhere('nothing'), absent: notFound },
  },
  'an approval from a person': {
    send: { type: 'subscription.suspend', reason: 'misuse', approvalId: id },
    rows: everywhere('command/not-permitted'),
  },
};

describe.each(Object.entries(commands))('%s', (_name, { send, by, rows }) => {
  test.each(Object.keys(states) as StateName[])('in %s', (name) => {
    const state = states[name];
    const decision = decide(state, send, by);
    const expected = rows[name];
    if (typeof expected === 'string' && expected !== 'nothing') {
      expect(decision.accepted ? decision.state.state : decision.refusal.code).toBe(expected);
      return;
    }
    if (!decision.accepted) throw new Error(decision.refusal.code);
    if (expected === 'nothing') {
      expect(decision.events).toEqual([]);
      expect(decision.state).toEqual(state ?? decision.state);
      return;
    }
    expect([decision.state.state, ...decision.events.map(({ type }) => type)]).toEqual(expected);
    for (const event of decision.events) expect(SubscriptionEvent.parse(event)).toEqual(event);
  });
});

test('every command and every event of the contract is in the table or in the stories', () => {
  const sent = new Set(Object.values(commands).map(({ send }) => send.type));
  const known = SubscriptionCommand.options.map(({ shape }) => shape.type.value);
  expect(known.filter((type) => !sent.has(type))).toEqual([
    'subscription.protect',
    'subscription.releaseCut',
    'subscription.dropCut',
  ]);
  const events = SubscriptionEvent.options.map(({ shape }) => shape.type.value);
  expect(Object.keys(SUBSCRIPTION_EVENT_VERSIONS).toSorted()).toEqual(events.toSorted());
});

test('no event carries a name, a password or equipment', () => {
  const step = decide(undefined, { ...create, start: 'now', password: 'sealed-secret' });
  if (!step.accepted) throw new Error(step.refusal.code);
  const changed = decide(step.state, {
    type: 'subscription.setMacs',
    macs: ['4c:5e:0c:00:00:09'],
    macBinding: 'fixed',
  });
  const text = JSON.stringify([step.events, changed.accepted && changed.events]);
  for (const personal of ['wanjiku', 'sealed-secret', '4c:5e']) expect(text.toLowerCase()).not.toContain(personal);
});

test('branches of a caller are those of the line', () => {
  const branchId = BranchId.parse('c0000000-0000-4000-8000-000000000003');
  expect(subscriptionActor.branch(after([{ ...create, start: 'now', branchId }]))).toBe(branchId);
  expect(ActorId.parse(states.active.customerId)).toBe(home.customerId);
  expect(states.active.createdBy).toBe(UserId.parse('a0000000-0000-4000-8000-000000000001'));
});
