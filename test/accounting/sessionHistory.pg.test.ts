import { expect, test } from 'vitest';
import { addressCandidates } from '#server/accounting/addressCandidates.ts';
import { addressHoldings } from '#server/accounting/addressHistoryStore.ts';
import {
  lineOfSession,
  rejectsOfSubscription,
  reportsOfSession,
  sessionById,
  sessionsOfSubscription,
} from '#server/accounting/sessionHistoryStore.ts';
import {
  branchHours,
  namesOfUsers,
  topUsers,
  usageHours,
  usageOfSubscription,
} from '#server/accounting/usageReadStore.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { TenantId } from '#shared/values/ids.ts';
import { BEGAN, loaderWorld, type LoaderWorld } from './loaderWorld.ts';

const HOUR = 3_600_000;

async function holders(world: LoaderWorld, address: string, at: number): Promise<string[]> {
  const tenant = TenantId.parse(world.tenantId);
  const found = await inTenant(world.db.database.appPool, tenant, (client) =>
    addressHoldings(client, tenant, addressCandidates(address), at),
  );
  return found.map(({ session, held }) => `${session.username} ${held}`);
}

test('who had an IPv4 address, an IPv6 address inside a delegated prefix, and nobody before or after', async () => {
  await using world = await loaderWorld();
  const first = { acctSessionId: '8101', username: 'wanjiku', ipv4: [100, 64, 3, 7] as const };
  await world.say({ ...first, kind: 1 });
  await world.say({ ...first, kind: 3, seconds: 300, octetsIn: 1, octetsOut: 1, delegated: ['20010db800420100', 56] });
  await world.say({ ...first, kind: 2, seconds: 3600, octetsIn: 2, octetsOut: 2 });
  const next = {
    acctSessionId: '8102',
    username: 'otieno',
    ipv4: [100, 64, 3, 7] as const,
    startedAt: BEGAN + 2 * HOUR,
  };
  await world.say({ ...next, kind: 1 });
  await world.load();
  expect(await holders(world, '100.64.3.7', BEGAN - 1)).toEqual([]);
  expect(await holders(world, '100.64.3.7', BEGAN + HOUR / 2)).toEqual(['wanjiku 100.64.3.7']);
  expect(await holders(world, '100.64.3.7', BEGAN + 1.5 * HOUR)).toEqual([]);
  expect(await holders(world, '100.64.3.7', BEGAN + 9 * HOUR)).toEqual(['otieno 100.64.3.7']);
  expect(await holders(world, '2001:db8:42:17f::99', BEGAN + HOUR / 2)).toEqual(['wanjiku 2001:db8:42:100::/56']);
  expect(await holders(world, '2001:db8:42:200::99', BEGAN + HOUR / 2)).toEqual([]);
  expect(await holders(world, '2001:db8:42:17f::99', BEGAN + 60_000)).toEqual([]);
});

test('a session that changes its address in the middle had each in its time', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 1, ipv4: [10, 0, 0, 1] });
  await world.load();
  await world.say({ kind: 3, seconds: 600, octetsIn: 1, octetsOut: 1, ipv4: [10, 0, 0, 2] });
  await world.load();
  expect(await holders(world, '10.0.0.1', BEGAN + 300_000)).toEqual(['wanjiku4471 10.0.0.1']);
  expect(await holders(world, '10.0.0.1', BEGAN + 700_000)).toEqual([]);
  expect(await holders(world, '10.0.0.2', BEGAN + 700_000)).toEqual(['wanjiku4471 10.0.0.2']);
});

test('refusals are collapsed, and stand with the line’s sessions, reports and usage (operators 14)', async () => {
  await using world = await loaderWorld();
  const { tenantId, nasId, subscriptionId } = world;
  const reject = { tenantId, nasId, subscriptionId, username: 'wanjiku4471', reason: 'wrongPassword' };
  await world.say({ kind: 1 });
  await world.say({ kind: 3, seconds: 300, octetsIn: 100, octetsOut: 900 });
  await world.journal.say({
    kind: 'rejects',
    entries: [{ ...reject, count: 40, firstAt: BEGAN, lastAt: BEGAN + 9000 }],
  });
  await world.load();
  await world.journal.say({
    kind: 'rejects',
    entries: [{ ...reject, count: 2, firstAt: BEGAN + 10_000, lastAt: BEGAN + 20_000 }],
  });
  await world.load();
  const tenant = TenantId.parse(tenantId);
  await inTenant(world.db.database.appPool, tenant, async (client) => {
    expect(await rejectsOfSubscription(client, tenant, subscriptionId, 0)).toMatchObject([
      { times: 42, firstAt: BEGAN, lastAt: BEGAN + 20_000, reason: 'wrongPassword', mac: undefined },
    ]);
    const [session] = await sessionsOfSubscription(client, tenant, { id: subscriptionId, before: BEGAN + 1, limit: 5 });
    expect(session).toMatchObject({ seconds: 300, octetsOut: 900 });
    expect(await sessionById(client, tenant, session!.id)).toEqual(session);
    expect(await reportsOfSession(client, tenant, session!)).toMatchObject([
      { kind: 'interim', seconds: 300, octetsIn: 100 },
      { kind: 'start', seconds: 0, octetsIn: undefined },
    ]);
    const usage = { id: subscriptionId, from: '2026-11-01', until: '2026-11-30' };
    expect(await usageOfSubscription(client, tenant, usage)).toEqual([
      { day: '2026-11-21', octetsIn: 100, octetsOut: 900, seconds: 300 },
    ]);
    const top = { from: '2026-11-21', by: 'down', most: 3, branches: 'all', router: undefined } as const;
    const used = [{ id: subscriptionId, octetsIn: 100, octetsOut: 900 }];
    expect(await topUsers(client, tenant, top)).toEqual(used);
    expect(await topUsers(client, tenant, { ...top, router: nasId })).toEqual(used);
    expect(await topUsers(client, tenant, { ...top, router: subscriptionId })).toEqual([]);
    expect(await topUsers(client, tenant, { ...top, branches: [nasId] })).toEqual([]);
    expect(await namesOfUsers(client, tenant, [subscriptionId])).toEqual([]);
    expect(await lineOfSession(client, tenant, subscriptionId)).toBeUndefined();
    expect(await usageHours(client, tenant, { from: 0, router: nasId, branches: 'all' })).toEqual([
      { at: BEGAN, octetsIn: 100, octetsOut: 900 },
    ]);
    expect(await branchHours(client, tenant, { from: 0, branches: 'all' })).toEqual([
      { at: BEGAN, octetsIn: 100, octetsOut: 900 },
    ]);
  });
});

test('looking for an address uses its index under row-level security: what is compared with gives nothing away', async () => {
  await using world = await loaderWorld();
  const leaking = await world.rows(
    `select proname from pg_proc where proname in ('network_eq', 'uuid_eq', 'timestamptz_le', 'timestamptz_lt') and not proleakproof`,
  );
  expect(leaking).toEqual([]);
  const tenant = TenantId.parse(world.tenantId);
  const plan = await inTenant(world.db.database.appPool, tenant, async (client) => {
    await client.query('set local enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select * from lastmile.address_use where tenant_id = $1 and address = any ($2::inet[]) and from_at <= now()`,
      [tenant, addressCandidates('2001:db8::1')],
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toMatch(/Index Cond: .*address = ANY/);
});
