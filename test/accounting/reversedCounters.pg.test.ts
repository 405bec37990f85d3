import { expect, test } from 'vitest';
import { ReversedCounters } from '#server/accounting/reversedCounters.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { BEGAN, loaderWorld } from './loaderWorld.ts';

const HOUR_MS = 3_600_000;

test('a router that says input for output is counted as it means it, for sessions of the time it does', async () => {
  await using world = await loaderWorld();
  const { tenantId, nasId } = world;
  await world.rows(`set session_replication_role = replica;
    insert into lastmile.nas_radius (tenant_id, nas_id, message_authenticator, counters_reversed_from, counters_reversed_until)
    values ('${tenantId}', '${nasId}', 'learnt', to_timestamp(${BEGAN / 1000}), to_timestamp(${(BEGAN + 2 * HOUR_MS) / 1000}))`);
  const counters = { octetsIn: 1_000, octetsOut: 50, gigawords: true };
  const began = { before: BEGAN - HOUR_MS, within: BEGAN + HOUR_MS, after: BEGAN + 2 * HOUR_MS };
  for (const [acctSessionId, startedAt] of Object.entries(began)) {
    await world.say({ kind: 1, acctSessionId, startedAt });
    await world.say({ kind: 2, acctSessionId, startedAt, seconds: 600, ...counters });
  }
  await world.say({
    ...{ kind: 2, acctSessionId: 'elsewhere', startedAt: began.within, seconds: 600, ...counters },
    nasId: '019a0000-0000-7000-8000-0000000000ee',
  });
  const reversed = new ReversedCounters(world.db.database.systemPool, systemClock);
  await world.load({
    prepare: () => reversed.prepare(),
    meant: (chunk) => reversed.turned(chunk),
    zoneOf: () => 'UTC',
  });
  const sessions = await world.rows<{ id: string; in: number; out: number }>(
    `select acct_session_id as id, octets_in::int as in, octets_out::int as out from lastmile.line_session`,
  );
  expect(Object.fromEntries(sessions.map((row) => [row.id, [row.in, row.out]]))).toEqual({
    before: [1_000, 50],
    within: [50, 1_000],
    after: [1_000, 50],
    elsewhere: [1_000, 50],
  });
  // As with the session, so with its reports and the sum of the day.
  expect(
    await world.rows(`select sum(octets_in)::int as in, sum(octets_out)::int as out from lastmile.accounting_record`),
  ).toEqual([{ in: 3_050, out: 1_150 }]);
  expect(
    await world.rows(`select sum(octets_in)::int as in, sum(octets_out)::int as out from lastmile.usage_day`),
  ).toEqual([{ in: 3_050, out: 1_150 }]);
});
