import { expect, test } from 'vitest';
import type { OutdatedSession } from '#server/radius/control/controlMessage.ts';
import { planSession } from '#server/radius/incoming/planSession.ts';
import type { ServiceProfile } from '#server/radius/reply/serviceProfile.ts';
import { replyDialectOf } from '#server/radius/reply/vendors/all.ts';

const slow: ServiceProfile = { accessType: 'pppoe', downBps: 5_000_000, upBps: 1_000_000, interimSeconds: 300 };
const fast: ServiceProfile = { ...slow, downBps: 50_000_000, upBps: 10_000_000 };
const garden: ServiceProfile = { ...slow, addressList: 'lastmile-walled-garden' };
const startedAt = 1_800_000_000_000;

const session = (fields: Partial<OutdatedSession>): OutdatedSession => ({
  tenantId: '0192a0c4-7e1a-7000-8000-000000000001',
  nasId: '0192a0c4-7e1a-7000-8000-000000000002',
  subscriptionId: '0192a0c4-7e1a-7000-8000-000000000003',
  ...{ acctSessionId: '81a00001', startedAt, version: 1, newest: 2, before: 1, after: 2 },
  ...fields,
});

const planned = (
  fields: Partial<OutdatedSession>,
  profiles: Record<number, { now: ServiceProfile; before?: ServiceProfile }>,
) =>
  planSession({
    session: session(fields),
    dialect: replyDialectOf('mikrotik'),
    profile: (template) => profiles[template],
  });

const text = (changes: string | undefined): string => Buffer.from(changes ?? '', 'base64').toString('latin1');

test('another rate is a CoA, with what a read-back has to find', () => {
  const plan = planned({}, { 1: { now: slow }, 2: { now: fast } });
  expect(text(plan?.changes)).toContain('10M/50M');
  expect(plan).toMatchObject({ version: 2, rates: { downBps: 50_000_000, upBps: 10_000_000 } });
});

test('a package that has changed is told under the same template', () => {
  const plan = planned({ before: 2 }, { 2: { now: fast, before: slow } });
  expect(text(plan?.changes)).toContain('10M/50M');
});

test('nothing is done by a template that is not known', () => {
  expect(planned({ after: 9 }, { 1: { now: slow } })).toBeUndefined();
});

test('the same content has nothing to say', () => {
  expect(planned({ before: 2 }, { 2: { now: fast } })).toBeUndefined();
});

test('what a session has is not known: everything is said', () => {
  expect(text(planned({ before: undefined }, { 2: { now: fast } })?.changes)).toContain('10M/50M');
});

test.each<[string, Partial<OutdatedSession>]>([
  ['nobody is let in any more', { after: undefined }],
  ['its address has changed', { mustEnd: true }],
  ['it leaves the walled garden, which these routers do not take by CoA', { before: 3, after: 2 }],
])('it is ended when %s', (_why, fields) => {
  const plan = planned(fields, { 1: { now: slow }, 2: { now: fast }, 3: { now: garden } });
  expect(plan).toBeDefined();
  expect(plan).not.toHaveProperty('changes');
});

test('an end that has moved is said as time from the beginning of the session', () => {
  const plan = planned({ before: 2, endsAt: startedAt + 3_600_000 }, { 2: { now: fast } });
  // Session-Timeout (27), six octets, 3600.
  expect(Buffer.from(plan?.changes ?? '', 'base64').toString('hex')).toBe('1b0600000e10');
  expect(plan).not.toHaveProperty('rates');
});

test('into the walled garden it is a CoA that has to be found on the router', () => {
  const profiles = { 1: { now: slow }, 2: { now: fast }, 3: { now: garden } };
  const plan = planned({ after: 3 }, profiles);
  expect(text(plan?.changes)).toContain('lastmile-walled-garden');
  expect(plan).toMatchObject({ garden: 'in' });
  // What it was before is not known: it may be in there still.
  expect(planned({ before: undefined, after: 2 }, profiles)).toMatchObject({ garden: 'out' });
  expect(planned({ after: 2 }, profiles)).not.toHaveProperty('garden');
});
