import { expect, test } from 'vitest';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import { changesPolicy, policyVersionIn, subscriptionsOf } from '#server/subscription/policyEvents.ts';
import { subscriptionPolicyOf, type PolicyPackage } from '#server/subscription/subscriptionPolicy.ts';
import { type SubscriptionPolicyDraft, templateKeyText } from '#server/subscription/templateKey.ts';
import { usernameKey } from '#shared/subscription/usernameKey.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { AT, DAY, home, Line, system, terms } from './subscriptionSteps.ts';

const tenantId = TenantId.parse('aaaaaaaa-0000-4000-8000-000000000001');
const poolId = ActorId.parse('bbbbbbbb-0000-4000-8000-000000000001');
const bought: PolicyPackage = {
  id: home.packageId,
  sessions: 2,
  sessionPolicy: 'refuse',
  onExpiry: 'walledGarden',
  fup: { act: 'throttle', rates: { downBps: 1_000_000, upBps: 1_000_000 } },
  profiles: [],
  poolId,
  ipv6PoolId: null,
};
const create = { type: 'subscription.create', ...home, start: 'now', validUntil: AT + 10 * DAY } as const;

function policy(
  state: SubscriptionState,
  changed: Partial<PolicyPackage> = {},
  allocates = true,
  allocatesPrefix = false,
): SubscriptionPolicyDraft {
  return subscriptionPolicyOf({
    tenantId,
    subscription: state,
    package: { ...bought, ...changed },
    password: 'k9sample',
    allocates,
    allocatesPrefix,
  });
}

test('a valid line is let in until the end of its grace, with what its package and tier say', () => {
  const line = new Line().send(create);
  expect(policy(line.state!)).toEqual({
    tenantId,
    subscriptionId: line.state!.id,
    version: 1,
    username: 'wanjiku',
    password: 'k9sample',
    accessTypes: ['pppoe'],
    standing: 'open',
    validUntil: AT + 13 * DAY,
    replyKey: { tenantId, packageId: home.packageId, tier: 'full', garden: false },
    afterReplyKey: { tenantId, packageId: home.packageId, tier: 'full', garden: true },
    endsAtExpiry: false,
    macs: [],
    macBinding: 'off',
    macLogin: false,
    sessions: 2,
    sessionPolicy: 'refuse',
    poolId,
    framedRoutes: [],
    nasIds: [],
  });
});

test.each([
  [
    'disconnected at the end: the session ends by itself',
    { onExpiry: 'disconnect' } as const,
    { endsAtExpiry: true, afterReplyKey: undefined },
  ],
  ['the pool of the router', { poolId: null }, { poolId: undefined }],
])('%s', (_name, changed, expected) => {
  const found = { poolId: undefined, afterReplyKey: undefined, ...policy(new Line().send(create).state!, changed) };
  expect(found).toMatchObject(expected);
});

test.each([
  ['suspended', [{ type: 'subscription.suspend', reason: 'x' }], 0, 'closed', 'suspended', true],
  ['expired', [], 20 * DAY, 'closed', 'expired', true],
  ['left', [{ type: 'subscription.leave', reason: 'x' }], 0, 'closed', 'left', false],
  ['in grace', [], 11 * DAY, 'open', undefined, true],
] as const)('%s: %#', (_name, sends, wait, standing, closedReason, garden) => {
  const line = new Line().send(create);
  for (const send of sends) line.send(send);
  const found = policy(line.until(AT + wait).state!);
  expect([found.standing, found.closedReason, found.afterReplyKey !== undefined]).toEqual([
    standing,
    closedReason,
    garden,
  ]);
});

test('before its first use it is let in where that begins it, and not where somebody has to', () => {
  const state = (start: string): SubscriptionState =>
    new Line().send({ ...create, validUntil: undefined, start }).state!;
  expect(policy(state('firstUse')).standing).toBe('open');
  expect(policy(state('later'))).toMatchObject({ standing: 'closed', closedReason: 'pending' });
});

test('a used quota throttles or blocks as the package says, and blocks no protected line', () => {
  const line = new Line().send(create);
  line.send({ type: 'subscription.reportUsage', periodFrom: AT, usedBytes: terms.quotaBytes! }, system);
  expect(policy(line.state!).replyKey.tier).toBe('fup');
  const blocked = { fup: { act: 'block' } } as const;
  expect(policy(line.state!, blocked)).toMatchObject({ standing: 'closed', closedReason: 'quotaUsed' });
  line.send({ type: 'subscription.protect', reason: 'clinic' });
  const found = policy(line.state!, blocked);
  expect([found.standing, found.replyKey.tier, found.validUntil]).toEqual(['open', 'full', undefined]);
});

test('other rates stand above tier and time of day, and have a template of their own', () => {
  const rates = { downBps: 50_000_000, upBps: 20_000_000, until: AT + DAY };
  const line = new Line().send(create).send({ type: 'subscription.overrideRates', rates });
  const { replyKey } = policy(line.state!);
  expect(replyKey.override).toEqual({ downBps: 50_000_000, upBps: 20_000_000 });
  expect(templateKeyText(replyKey)).toBe(`${tenantId}/${home.packageId}/50000000:20000000`);
  expect(templateKeyText({ ...replyKey, garden: true })).toBe(`${tenantId}/${home.packageId}/garden`);
});

test('MAC login is for what has no username, and for IPoE', () => {
  const mac = { ...create, username: undefined, usernameKey: undefined, macs: ['4c:5e:0c:00:00:01'] };
  expect(policy(new Line().send({ ...mac, accessType: 'ipoe' }).state!)).toMatchObject({ macLogin: true });
  expect(policy(new Line().send({ ...create, accessType: 'ipoe' }).state!).macLogin).toBe(true);
  expect(policy(new Line().send(create).state!).macLogin).toBe(false);
});

test('events say whose policy they change and which version a router has to know', () => {
  const line = new Line().send(create);
  const record = (type: string, data: object = {}) =>
    ({
      kind: 'subscription',
      actorId: line.state!.id,
      type,
      data,
      position: 1,
      v: 1,
      version: 1,
      at: AT,
      tenant: tenantId,
      actorUser: undefined,
      cause: undefined,
    }) as const;
  expect(
    subscriptionsOf([record('subscription.renewed') as never, record('subscription.macsChanged') as never]),
  ).toEqual([line.state!.id]);
  expect(changesPolicy(record('subscription.packageKept') as never)).toBe(false);
  expect(changesPolicy(record('subscription.packageKept', { policyVersion: 4 }) as never)).toBe(true);
  expect(changesPolicy(record('subscription.passwordRevealed') as never)).toBe(false);
  expect(policyVersionIn(record('subscription.renewed', { policyVersion: 4 }) as never)).toBe(4);
  expect(policyVersionIn(record('subscription.macsChanged') as never)).toBeUndefined();
});

test('how a name is compared (operators 8)', () => {
  const cases = [
    [' Ali@Fibre ', { caseSensitive: false, realm: 'keep' }, 'ali@fibre'],
    ['Ali@Fibre', { caseSensitive: true, realm: 'keep' }, 'Ali@Fibre'],
    ['Ali@x@Fibre', { caseSensitive: false, realm: 'strip' }, 'ali@x'],
    ['@fibre', { caseSensitive: false, realm: 'strip' }, '@fibre'],
  ] as const;
  for (const [name, rules, key] of cases) expect(usernameKey(name, rules)).toBe(key);
});
