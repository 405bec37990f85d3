import { expect, test } from 'vitest';
import { subscriptionActor } from '#actors/subscription/subscriptionActor.ts';
import { AT, DAY, home, Line, system, terms } from './subscriptionSteps.ts';

const create = { type: 'subscription.create', ...home, start: 'now', validUntil: AT + DAY } as const;
const release = { type: 'subscription.releaseCut' } as const;
const drop = { type: 'subscription.dropCut', days: 2 } as const;
const END = AT + 4 * DAY;

function held(): Line {
  const line = new Line().send(create);
  line.holds = true;
  return line.until(END);
}

test('operators 5: a line whose cut is held back is served on without end, until the cut is released', () => {
  const line = held();
  expect(line.state).toMatchObject({ state: 'grace', heldCut: { cause: 'expiry', at: END } });
  expect(subscriptionActor.deadlines(line.state!)).toEqual([]);
  line.until(END + 30 * DAY).send(release);
  expect([line.state?.state, line.state?.heldCut]).toEqual(['expired', undefined]);
  expect(line.events.slice(-2).map(({ type }) => type)).toEqual(['subscription.cutHeld', 'subscription.cutReleased']);
  const { policyVersion } = line.state!;
  line.send(release);
  expect(line.state?.policyVersion).toBe(policyVersion);
});

test('operators 5: a grace that would begin is not held back', () => {
  const line = new Line().send(create);
  line.holds = true;
  line.until(AT + DAY);
  expect([line.state?.state, line.state?.heldCut]).toEqual(['grace', undefined]);
});

test('operators 5: a cut that is dropped gives the line some days, after which it ends as any other', () => {
  const line = held()
    .until(END + DAY)
    .send(drop);
  expect([line.state?.state, line.state?.heldCut]).toEqual(['active', undefined]);
  expect(line.state?.validUntil).toBe(END + 3 * DAY);
  line.holds = false;
  line.until(END + 6 * DAY);
  expect(line.state?.state).toBe('expired');
});

test.each([
  ['renewed', { type: 'subscription.renew', cycles: 1, from: 'now' }, 'active'],
  ['extended', { type: 'subscription.extend', days: 3 }, 'active'],
  ['suspended', { type: 'subscription.suspend', reason: 'no longer wanted' }, 'suspended'],
  ['gone', { type: 'subscription.leave', reason: 'moved away' }, 'left'],
  ['protected', { type: 'subscription.protect', reason: 'a hospital' }, 'grace'],
] as const)('operators 5: nothing is held back any more of a line that is %s', (_, command, state) => {
  const line = held().send(command);
  expect([line.state?.state, line.state?.heldCut]).toEqual([state, undefined]);
});

test('operators 5: a quota that would block is held back; what only makes slower is not', () => {
  const line = new Line().send({ ...create, validUntil: AT + 20 * DAY, terms: { ...terms, quotaAction: 'block' } });
  const report = {
    type: 'subscription.reportUsage',
    periodFrom: line.state!.quotaPeriodFrom!,
    usedBytes: 100_000_000_000,
    hold: true,
  } as const;
  line.send(report, system);
  expect(line.state).toMatchObject({ tier: 'fup', heldCut: { cause: 'quota' } });
  line.send(release);
  expect(line.state).toMatchObject({ tier: 'fup', heldCut: undefined });
  const slower = new Line().send({ ...create, validUntil: AT + 20 * DAY }).send(report, system);
  expect([slower.state?.tier, slower.state?.heldCut]).toEqual(['fup', undefined]);
});

test('operators 5: a quota cut that is dropped stays dropped until the next period', () => {
  const line = new Line().send({ ...create, validUntil: AT + 60 * DAY, terms: { ...terms, quotaAction: 'block' } });
  const from = line.state!.quotaPeriodFrom!;
  line.send({ type: 'subscription.reportUsage', periodFrom: from, usedBytes: 100_000_000_000, hold: true }, system);
  line.send(drop);
  expect(line.state).toMatchObject({ state: 'active', heldCut: { cause: 'quota', dropped: true } });
  line.until(line.state!.quotaPeriodUntil!);
  expect([line.state?.tier, line.state?.heldCut]).toEqual(['full', undefined]);
});
