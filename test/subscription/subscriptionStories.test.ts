import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subscriptionActor } from '#actors/subscription/subscriptionActor.ts';
import { profileInForce } from '#shared/subscription/profileTimes.ts';
import { addCycles, dayOfMonth, endOfDay } from '#shared/subscription/validity.ts';
import { ActorId } from '#shared/values/ids.ts';
import { AT, business, DAY, home, HOUR, Line, other, system, terms } from './subscriptionSteps.ts';

const zone = 'Africa/Nairobi';
const create = { type: 'subscription.create', ...home, start: 'now' } as const;
const renew = { type: 'subscription.renew', cycles: 1, from: 'end' } as const;
const days = (text: string): number => endOfDay(zone, text);
const iso = (at: number | undefined): string => new Date(at ?? 0).toISOString();

test('operators.md 9: 31 January and a month is 28 February, then 31 March again; a leap year has its 29th', () => {
  const month = { unit: 'month', count: 1 } as const;
  const ends = [1, 2, 3, 13].map((times) => iso(addCycles(zone, days('2027-01-31'), month, times, 31)));
  expect(ends).toEqual(['2027-02-28', '2027-03-31', '2027-04-30', '2028-02-29'].map((day) => `${day}T20:59:59.999Z`));
  expect(iso(addCycles(zone, days('2028-02-29'), { unit: 'year', count: 1 }, 1, 29))).toBe('2029-02-28T20:59:59.999Z');
  expect(dayOfMonth(zone, days('2027-01-31'))).toBe(31);
});

test('operators.md 9: a date is valid until its last moment in the zone of the branch', () => {
  expect(iso(endOfDay('Asia/Dhaka', '2027-03-01'))).toBe('2027-03-01T17:59:59.999Z');
  expect(iso(endOfDay('Africa/Nairobi', '2027-03-01'))).toBe('2027-03-01T20:59:59.999Z');
});

test('a day is a day on the clock where clocks are put forward', () => {
  const evening = Date.parse('2027-03-27T19:30:00Z');
  expect(iso(addCycles('Europe/Berlin', evening, { unit: 'day', count: 1 }, 1, 27))).toBe('2027-03-28T18:30:00.000Z');
});

test('operators.md 9: renewal early and within the grace follows the end; after it, it begins when it is paid', () => {
  const line = new Line().send({ ...create, validUntil: days('2027-01-31') });
  line.until(AT + DAY).send(renew);
  expect(iso(line.state?.validUntil)).toBe('2027-02-28T20:59:59.999Z');
  line.until(days('2027-02-28') + 2 * DAY);
  expect(line.state?.state).toBe('grace');
  line.send(renew);
  expect([line.state?.state, iso(line.state?.validUntil)]).toEqual(['active', '2027-03-31T20:59:59.999Z']);
  line.until(days('2027-03-31') + 10 * DAY);
  expect(line.state?.state).toBe('expired');
  const paidAt = line.now;
  line.send(renew);
  expect(line.state?.validUntil).toBe(addCycles(zone, paidAt, terms.cycle, 1, dayOfMonth(zone, paidAt)));
});

test('its grace begins and ends by itself, and a router hears of both', () => {
  const line = new Line().send({ ...create, validUntil: AT + DAY });
  const version = line.state!.policyVersion;
  line.until(AT + DAY);
  expect([line.state?.state, line.state?.policyVersion]).toEqual(['grace', version + 1]);
  line.until(AT + 4 * DAY);
  expect([line.state?.state, line.state?.policyVersion]).toEqual(['expired', version + 2]);
  expect(line.events.slice(1)).toEqual([
    { type: 'subscription.graceBegan', until: AT + 4 * DAY, policyVersion: version + 1 },
    { type: 'subscription.expired', validUntil: AT + DAY, policyVersion: version + 2 },
  ]);
});

test('quota crossed is heard once a period, given back with more data, and new with the next cycle', () => {
  const line = new Line().send(create);
  line.send(renew);
  const report = {
    type: 'subscription.reportUsage',
    periodFrom: line.state!.quotaPeriodFrom!,
    usedBytes: 100_000_000_000,
  } as const;
  line.send({ ...report, usedBytes: 99_999_999_999 }, system);
  expect(line.state?.tier).toBe('full');
  line
    .send(report, system)
    .send(report, system)
    .send({ ...report, usedBytes: 120_000_000_000 }, system);
  expect(line.events.filter(({ type }) => type === 'subscription.quotaCrossed')).toHaveLength(1);
  line.send({ type: 'subscription.addQuota', bytes: 1_000_000_000 });
  expect([line.state?.tier, line.state?.quotaExtraBytes]).toEqual(['full', 1_000_000_000]);
  line.send({ ...report, usedBytes: 101_000_000_000 }, system);
  expect(line.state?.tier).toBe('fup');
  line.until(line.state!.quotaPeriodUntil!);
  expect([line.state?.tier, line.state?.quotaExtraBytes, line.state?.usedBytes]).toEqual(['full', 0, 0]);
  expect(line.state!.quotaPeriodUntil).toBe(line.state!.validUntil);
});

test('free days bring no new quota', () => {
  const line = new Line().send(create);
  const from = line.state!.quotaPeriodFrom;
  line.send({ type: 'subscription.extend', days: 2 });
  line.until(line.state!.validUntil! - 1);
  expect(line.state?.quotaPeriodFrom).toBe(from);
});

test('a package for the next cycle comes with it, whether it was paid before or after', () => {
  const plan = { type: 'subscription.changePackage', packageId: other, terms: business, when: 'nextCycle' } as const;
  const early = new Line().send(create).send(plan).send(renew);
  const end = early.state!.quotaPeriodUntil!;
  expect(early.state?.packageId).toBe(home.packageId);
  early.until(end);
  expect([early.state?.packageId, early.state?.terms]).toEqual([other, business]);
  const late = new Line().send(create).send(plan);
  late.until(late.state!.validUntil! + 30 * DAY).send(renew);
  expect([late.state?.packageId, late.state?.nextPackageId]).toEqual([other, undefined]);
  expect(late.events.at(-1)).toMatchObject({ type: 'subscription.renewed', packageId: other });
});

test('rates by the time of day change when the clock of the zone says so', () => {
  const night = { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '06:00' };
  const line = new Line().send({ ...create, terms: { ...terms, profiles: [night] } });
  expect([line.state?.profile, iso(line.state?.profileUntil)]).toEqual([undefined, '2027-01-15T19:00:00.000Z']);
  const version = line.state!.policyVersion;
  line.until(AT + 12 * HOUR);
  expect([line.state?.profile, line.state?.policyVersion, iso(line.state?.profileUntil)]).toEqual([
    0,
    version + 1,
    '2027-01-16T03:00:00.000Z',
  ]);
  expect(line.events.at(-1)).toEqual({ type: 'subscription.profileChanged', profile: 0, policyVersion: version + 1 });
});

test('a profile that holds all week never changes, and one on Sundays is found from a Monday', () => {
  const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '00:00' }];
  expect(profileInForce(always, zone, AT)).toEqual({ profile: 0, until: undefined });
  const sunday = [{ days: [7], from: '08:00', until: '20:00' }];
  const monday = Date.parse('2027-01-18T06:00:00Z');
  expect(profileInForce(sunday, zone, monday)).toEqual({
    profile: undefined,
    until: Date.parse('2027-01-24T05:00:00Z'),
  });
});

test('other rates end by themselves', () => {
  const rates = { downBps: 50_000_000, upBps: 20_000_000, until: AT + HOUR };
  const line = new Line().send(create).send({ type: 'subscription.overrideRates', rates });
  expect(line.state?.rateOverride).toEqual(rates);
  line.until(AT + HOUR);
  expect(line.state?.rateOverride).toBeUndefined();
  expect(line.events.at(-1)).toMatchObject({ type: 'subscription.overrideEnded', early: false });
});

test('validity that begins with the first use, and the equipment that is bound by it', () => {
  const line = new Line().send({ ...create, start: 'firstUse', macBinding: 'firstUse' });
  line.until(AT + 5 * DAY);
  expect(line.state?.state).toBe('pending');
  line.send({ type: 'subscription.firstUse', usedAt: line.now - HOUR, mac: '4C5E0C000001' }, system);
  expect([line.state?.state, line.state?.macs]).toEqual(['active', ['4c:5e:0c:00:00:01']]);
  expect(line.state?.validUntil).toBe(addCycles(zone, line.now - HOUR, terms.cycle, 1, 20));
  line.send({ type: 'subscription.firstUse', usedAt: line.now, mac: '4C5E0C000002' }, system);
  expect(line.state?.macs).toEqual(['4c:5e:0c:00:00:01']);
  expect(line.events).toHaveLength(2);
});

test('operators.md 5: a protected line is cut by nobody alone, nor by time; a named approval cuts it', () => {
  const line = new Line().send({ ...create, validUntil: AT + DAY });
  line.send({ type: 'subscription.protect', reason: 'Mater Hospital' });
  for (const type of ['subscription.suspend', 'subscription.leave'] as const)
    expect(() => line.send({ type, reason: 'unpaid' })).toThrow('subscription/protected');
  expect(() => line.send({ type: 'subscription.protect' })).toThrow('subscription/protected');
  line.until(AT + 90 * DAY);
  expect(line.state?.state).toBe('grace');
  line.send({ type: 'subscription.suspend', reason: 'unpaid', approvalId: ActorId.parse(other) }, system);
  expect(line.state?.state).toBe('suspended');
  line.send({ type: 'subscription.resume' });
  expect(line.state?.state).toBe('grace');
  line.send({ type: 'subscription.protect', approvalId: ActorId.parse(other) }, system);
  line.until(line.now);
  expect(line.state?.state).toBe('expired');
});

test('operators.md 5: what was done last is taken back within a day, once, and not over what happened since', () => {
  const line = new Line().send({ ...create, validUntil: AT + DAY });
  const before = line.state!;
  line.send(renew).send({ type: 'subscription.undo', of: AT });
  expect(line.state).toEqual({ ...before, policyVersion: before.policyVersion + 2 });
  expect(() => line.send({ type: 'subscription.undo', of: AT })).toThrow('nothing-to-undo');
  line.send({ type: 'subscription.addQuota', bytes: 5 });
  line.send({ type: 'subscription.reportUsage', periodFrom: AT, usedBytes: 200_000_000_000 }, system);
  expect(() => line.send({ type: 'subscription.undo', of: AT })).toThrow('nothing-to-undo');
  line.send({ type: 'subscription.suspend', reason: 'by mistake' });
  const at = line.now;
  line.until(AT + 26 * HOUR);
  expect(() => line.send({ type: 'subscription.undo', of: at })).toThrow('nothing-to-undo');
});

type Act = 'renew' | 'renewNow' | 'extend' | 'suspend' | 'resume' | 'leave' | 'return' | 'undo' | 'protect' | 'wait';

test(
  'property: whatever is done in whatever order, a line is never expired and valid at once, and every deadline ends',
  { timeout: 30_000 },
  () => {
    const act = fc.record({
      act: fc.constantFrom<Act>(
        'renew',
        'renewNow',
        'extend',
        'suspend',
        'resume',
        'leave',
        'return',
        'undo',
        'protect',
        'wait',
        'wait',
      ),
      hours: fc.integer({ min: 0, max: 24 * 45 }),
    });
    const cycle = fc.record({
      unit: fc.constantFrom('day', 'week', 'month', 'year' as const),
      count: fc.integer({ min: 1, max: 3 }),
    });
    const world = fc.record({
      acts: fc.array(act, { maxLength: 25 }),
      cycle,
      graceDays: fc.integer({ min: 0, max: 5 }),
      profiles: fc.boolean(),
    });
    fc.assert(
      fc.property(world, ({ acts, cycle: each, graceDays, profiles }) => {
        const night = { days: [1, 3, 5], from: '22:00', until: '06:00' };
        const own = { ...terms, cycle: each, graceMs: graceDays * DAY, profiles: profiles ? [night] : [] };
        const line = new Line().send({ ...create, terms: own });
        let version = line.state!.policyVersion;
        for (const { act: name, hours } of acts) {
          line.until(line.now + hours * HOUR);
          attempt(line, name);
          const { state, validUntil, policyVersion, protectedBy, quotaPeriodUntil, quotaPeriodFrom } = line.state!;
          const valid = validUntil! > line.now;
          if (state === 'active') expect(valid).toBe(true);
          if (state === 'grace' || state === 'expired') expect(valid).toBe(false);
          if (state === 'expired') expect(validUntil! + own.graceMs).toBeLessThanOrEqual(line.now);
          if (state === 'grace' && protectedBy === undefined)
            expect(validUntil! + own.graceMs).toBeGreaterThan(line.now);
          expect(policyVersion).toBeGreaterThanOrEqual(version);
          expect(quotaPeriodFrom!).toBeLessThan(quotaPeriodUntil!);
          version = policyVersion;
          for (const { dueAt } of subscriptionActor.deadlines(line.state!)) expect(dueAt).toBeGreaterThan(line.now);
        }
      }),
      { numRuns: 60 },
    );
  },
);

function attempt(line: Line, act: Act): void {
  const commands = {
    renew,
    renewNow: { ...renew, from: 'now' },
    extend: { type: 'subscription.extend', days: 3 },
    suspend: { type: 'subscription.suspend', reason: 'x' },
    resume: { type: 'subscription.resume' },
    leave: { type: 'subscription.leave', reason: 'x' },
    return: { type: 'subscription.return' },
    undo: { type: 'subscription.undo', of: line.state?.lastAct?.at ?? 0 },
    protect: { type: 'subscription.protect', reason: 'bank' },
  } as const;
  if (act === 'wait') return;
  try {
    line.send(commands[act]);
    line.until(line.now);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('subscription/')) throw error;
  }
}
