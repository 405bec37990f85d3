import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { QuotaMeter } from '#server/accounting/quotaMeter.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { EventLog } from '#server/platform/eventLog/eventLog.ts';
import { TenantId } from '#shared/values/ids.ts';
import { eventually } from '../support/eventually.ts';
import { BEGAN, loaderWorld, type LoaderWorld } from './loaderWorld.ts';

const QUOTA = 10_000;

/** An active line with a quota, as the database has it. */
async function sellQuota(world: LoaderWorld, began: number): Promise<void> {
  const [customer, sold] = [randomUUID(), randomUUID()];
  const terms = { zone: 'Africa/Nairobi', quotaBytes: QUOTA };
  await world.rows(`
    insert into lastmile.package (tenant_id, id, version, name, description, access_types, priority, profiles, quota_bytes, quota_counts, fup,
        cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms, on_expiry, price_minor, currency, created_at, changed_at)
      values ('${world.tenantId}', '${sold}', 1, 'Ten', '', '{pppoe}', 8, '[]', ${QUOTA}, 'total', '{}', 'month', 1, 1, 'refuse', 300, 0,
        'walledGarden', 0, 'KES', now(), now());
    insert into lastmile.customer (tenant_id, id, version, number, kind, name, name_key, phones, address, labels, notes, created_at, changed_at)
      values ('${world.tenantId}', '${customer}', 1, 1, 'person', 'Wanjiku', 'wanjiku', '{}', '', '{}', '', now(), now());
    insert into lastmile.subscription (tenant_id, id, version, state, number, customer_id, package_id, terms, access_type, tier,
        starts_at_first_use, quota_period_from, quota_extra_bytes, used_bytes, macs, mac_binding, framed_routes, policy_version, created_at)
      values ('${world.tenantId}', '${world.subscriptionId}', 1, 'active', 1, '${customer}', '${sold}', '${JSON.stringify(terms)}', 'pppoe',
        'full', false, to_timestamp(${began} / 1000.0), 0, 0, '{}', 'off', '{}', 1, now())`);
}

test('a quota is told as used up at the report that shows it, counted from when its period began', async () => {
  await using world = await loaderWorld();
  await world.say({ kind: 1 });
  await world.say({ kind: 3, seconds: 300, octetsIn: 4000, octetsOut: 5000 });
  await world.load();
  await sellQuota(world, BEGAN + 400_000);
  const told: CommandEnvelope[] = [];
  let events: Parameters<EventLog['follow']>[0] | undefined;
  const meter = new QuotaMeter({
    database: world.db.database,
    eventLog: {
      follow: (options: Parameters<EventLog['follow']>[0]) => {
        events = options;
        return { stop: () => Promise.resolve() };
      },
    } as unknown as EventLog,
    // The period is noticed as it begins.
    clock: { ...systemClock, now: () => BEGAN + 401_000 },
    newId: randomUUID,
    ask: (envelope) => {
      told.push(envelope);
      return Promise.resolve({ ok: true, version: 2 });
    },
    onTrouble: (error) => {
      throw error;
    },
  });
  await meter.follow(TenantId.parse(world.tenantId));
  const changed = { kind: 'subscription', actorId: world.subscriptionId };
  await (events!.onEvents as (records: readonly object[]) => unknown)([changed]);
  let noted = 0;
  while (noted === 0) noted = (await world.rows('select from lastmile.usage_period')).length;
  const used = { onLoaded: (batch: { readonly days: Parameters<QuotaMeter['used']>[0] }) => meter.used(batch.days) };
  await world.say({ kind: 3, seconds: 600, octetsIn: 8000, octetsOut: 10_000 });
  await world.load(used);
  expect(told).toEqual([]);
  await world.say({ kind: 3, seconds: 900, octetsIn: 9000, octetsOut: 10_000 });
  await world.load(used);
  await eventually(() => told.length > 0, 'it is told');
  expect(told[0]!.command).toEqual({
    type: 'subscription.reportUsage',
    periodFrom: BEGAN + 400_000,
    usedBytes: 10_000,
  });
  await meter.stop();
});
