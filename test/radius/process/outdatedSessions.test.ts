import { expect, test } from 'vitest';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { OutdatedSessions } from '#server/radius/process/outdatedSessions.ts';
import { RadiusMemory } from '#server/radius/process/radiusMemory.ts';
import { field, state } from '#server/radius/session/sessionRecord.ts';

const tenantId = '0192a0c4-7e1a-7000-8000-000000000001';
const nasId = '0192a0c4-7e1a-7000-8000-000000000002';
const subscriptionId = '0192a0c4-7e1a-7000-8000-000000000003';
const now = 1_800_000_000_000;

const policyOf = (fields: Partial<SubscriptionPolicy>): SubscriptionPolicy => ({
  ...{ tenantId, subscriptionId, version: 1, username: 'amina', password: 'secret', accessTypes: ['pppoe'] },
  ...{ standing: 'open', reply: 7, endsAtExpiry: false, macs: [], macBinding: 'off', macLogin: false },
  ...{ sessions: 1, sessionPolicy: 'refuse', framedRoutes: [], nasIds: [] },
  ...fields,
});

/** A policy with one session that is up. */
function world(fields: Partial<SubscriptionPolicy> = {}) {
  const memory = new RadiusMemory();
  const outdated = new OutdatedSessions({
    memory,
    identity: (session) => ({ tenantId, nasId, acctSessionId: memory.sessions.id(session) }),
    now: () => now,
  });
  const say = (policy: SubscriptionPolicy): void => {
    const message = { say: 'policies', policies: [policy] } as const;
    outdated.around(message, () => memory.apply(message));
  };
  say(policyOf(fields));
  const { sessions, tenants, routers, policies } = memory;
  let ref = sessions.add({
    tenant: tenants.number(tenantId),
    nas: routers.number(nasId),
    policy: policies.byId(subscriptionId),
    at: now - 60_000,
  });
  const id = Buffer.from('81a00001amina');
  ref = sessions.name(ref, sessions.hash(routers.number(nasId), id, 0, 8), id, 0, 8, 8, 13);
  sessions.setState(ref, state.open);
  sessions.setU32(ref, field.version, 1);
  return { memory, outdated, say, ref };
}

test('nothing is noted of a policy that is said again', () => {
  const { outdated, say } = world();
  say(policyOf({}));
  expect(outdated.any).toBe(false);
});

test('a newer policy is noted for the session that is up, with what was and what is to be', () => {
  const { outdated, say } = world();
  say(policyOf({ version: 2, reply: 8 }));
  expect(outdated.take()).toEqual([
    {
      ...{ tenantId, nasId, subscriptionId, acctSessionId: '81a00001', username: 'amina' },
      ...{ startedAt: now - 60_000, version: 1, newest: 2, before: 7, after: 8 },
    },
  ]);
});

test.each<[string, Partial<SubscriptionPolicy>, object, string[]]>([
  ['closed, with a walled garden', { standing: 'closed', afterReply: 9 }, { before: 7, after: 9 }, ['mustEnd']],
  ['closed', { standing: 'closed' }, { before: 7 }, ['after']],
  ['past its end', { validUntil: now - 1 }, { before: 7 }, ['after', 'endsAt']],
  ['of another fixed address', { staticIpv4: '10.0.0.9' }, { mustEnd: true, after: 7 }, []],
  ['of other routes', { framedRoutes: ['192.0.2.0/24'] }, { mustEnd: true, after: 7 }, []],
  ['with an end', { validUntil: now + 1, endsAtExpiry: true }, { endsAt: now + 1, after: 7 }, ['mustEnd']],
])('a policy that is now %s', (_what, fields, expected, absent) => {
  const { outdated, say } = world();
  say(policyOf({ version: 2, ...fields }));
  const [session] = outdated.take();
  expect(session).toMatchObject(expected);
  for (const name of absent) expect(session).not.toHaveProperty(name);
});

test('a policy that is gone leaves sessions that have to end', () => {
  const { memory, outdated } = world();
  const message = { say: 'removed', tenantId, subscriptionIds: [subscriptionId] } as const;
  outdated.around(message, () => memory.apply(message));
  expect(outdated.take()).toMatchObject([{ acctSessionId: '81a00001', version: 1, newest: 2 }]);
});

test('a session that began with an older policy hears everything', () => {
  const { memory, outdated, say, ref } = world();
  memory.sessions.setState(ref, state.admitted);
  say(policyOf({ version: 2, reply: 8 }));
  expect(outdated.any).toBe(false);
  outdated.note(ref);
  const [session] = outdated.take();
  expect(session).toMatchObject({ version: 1, newest: 2, after: 8 });
  expect(session).not.toHaveProperty('before');
});

test('another main hears of all that are behind, once', () => {
  const { outdated, say } = world();
  say(policyOf({ version: 2, reply: 8 }));
  outdated.take();
  outdated.compareAll();
  outdated.step();
  expect(outdated.take()).toMatchObject([{ version: 1, newest: 2, after: 8 }]);
  outdated.step();
  expect(outdated.any).toBe(false);
});

test('an end that the clock has reached before main says so does not hide what the session has', () => {
  const { outdated, say } = world({ validUntil: now - 20, afterReply: 9 });
  say(policyOf({ version: 2, standing: 'closed', validUntil: now - 20, afterReply: 9 }));
  expect(outdated.take()).toMatchObject([{ before: 7, after: 9 }]);
});
