import type pg from 'pg';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { parseCursor } from '#server/subscription/listCursor.ts';
import { countByState, countExpiring, subscriptionPage } from '#server/subscription/subscriptionListStore.ts';
import { sealPassword } from '#server/subscription/subscriptionPassword.ts';
import { createSubscriptionPolicies } from '#server/subscription/subscriptionPolicies.ts';
import { SubscriptionFilter, type SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { startBenchDatabase } from './benchDatabase.ts';
import { fillCustomers } from './customersBenchFill.ts';
import { percentile } from './percentile.ts';

const ROUNDS = 10;
const DAY_MS = 86_400_000;

/** Half a million lines of one company: pages in every order and filter, counts, and what the RADIUS process is fed with. */
export async function benchSubscriptions(report: (line: string) => void, count = 500_000): Promise<object> {
  await using db = await startBenchDatabase();
  const { tenant } = await seedTenant(db);
  const secrets = createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')]));
  report(`filling ${count} subscriptions …`);
  const { branches } = await withClient(db.superuserUrl, async (client) => {
    const filled = await fillCustomers(client, tenant, count);
    await fillSubscriptions(client, tenant);
    return filled;
  });
  await sealAll(db.superuserUrl, tenant, (id) => sealPassword(secrets, tenant, id, 'pass000000'));
  const now = Date.now();
  const figures: Record<string, number> = { subscriptions: count };
  const measure = async (name: string, asks: readonly (() => Promise<unknown>)[]): Promise<void> => {
    const took: number[] = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const ask of asks) {
        const from = performance.now();
        await ask();
        took.push(performance.now() - from);
      }
    figures[`${name}P95Ms`] = Math.round(percentile(took, 0.95));
    report(`${name}: p50 ${Math.round(percentile(took, 0.5))} ms, p95 ${figures[`${name}P95Ms`]} ms`);
  };
  const page =
    (filter: object, sort: SubscriptionSort = 'newest', after?: string) =>
    (): Promise<unknown> =>
      db.database.tenantTx(tenant, (tx) =>
        subscriptionPage(tx, {
          filter: SubscriptionFilter.parse(filter),
          ...{ sort, limit: 101, now },
          after: after === undefined ? undefined : parseCursor(sort, after),
          scope: 'all',
        }),
      );
  const middle = `00000000-0000-4000-8000-000000000000_`;
  await measure('pages', [
    page({}),
    page({}, 'number', `${middle}${count / 2}`),
    page({}, 'username'),
    page({}, 'username', `${middle}user0${count / 4}`),
    page({}, 'end'),
    page({}, 'end', `${middle}${now + 10 * DAY_MS}`),
    page({ expiringWithinDays: 14 }, 'end'),
  ]);
  await measure('filters', [
    page({ states: ['suspended'] }),
    page({ states: ['expired', 'grace'] }),
    page({ states: ['left'] }),
    page({ branches: [branches[5]!] }),
    page({ states: ['suspended'], branches: [branches[1]!] }, 'username'),
  ]);
  await measure(
    'search',
    ['user04', 'wanj', 'wanjiku kamau', '10.20', '0722 1', 's-4'].map((text) => page({ text })),
  );
  await measure('counts', [
    () =>
      db.database.tenantTx(tenant, async (tx) => [
        await countByState(tx, 'all'),
        await countExpiring(tx, 'all', now + 14 * DAY_MS),
      ]),
  ]);
  const began = performance.now();
  let policies = 0;
  const { pages } = await createSubscriptionPolicies({
    database: db.database,
    secrets,
    onUnreadable: () => undefined,
  }).all(tenant);
  for await (const some of pages) policies += some.length;
  figures['policies'] = policies;
  figures['policiesPer100000Ms'] = Math.round(((performance.now() - began) / policies) * 100_000);
  report(`policies: ${policies}, ${figures['policiesPer100000Ms']} ms for 100,000`);
  return figures;
}

/** One line for each customer, with the ids and names that its search keys have. */
async function fillSubscriptions(client: pg.Client, tenant: TenantId): Promise<void> {
  for (const [n, name] of ['Home 10', 'Home 40', 'Business 100'].entries())
    await client.query(
      `insert into lastmile.package (tenant_id, id, version, name, description, access_types, down_bps, up_bps, priority, profiles,
         quota_counts, cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms, on_expiry, price_minor,
         currency, created_at, changed_at)
       values ($1, $2, 1, $3, '', '{pppoe}', 10000000, 10000000, 8, '[]', 'total', 'month', 1, 1, 'newestWins', 300, 0,
         'walledGarden', 1000, 'KES', now(), now())`,
      [tenant, packageId(n), name],
    );
  await client.query(
    `insert into lastmile.subscription (tenant_id, id, version, state, number, customer_id, branch_id, package_id, terms, access_type,
       username, username_key, tier, valid_until, starts_at_first_use, activated_at, quota_period_from, quota_period_until,
       quota_extra_bytes, used_bytes, macs, mac_binding, framed_routes, policy_version, created_at, suspended_at, suspended_reason, left_at)
     select $1, line, 1, case when n % 100 = 0 then 'suspended' when n % 101 = 0 then 'left' when n % 20 = 0 then 'expired' else 'active' end,
       n, id, branch, ($2::uuid[])[1 + n % 3],
       '{"cycle": {"unit": "month", "count": 1}, "zone": "Africa/Nairobi", "graceMs": 0, "quotaAction": "throttle", "profiles": []}',
       'pppoe', 'user' || lpad(n::text, 6, '0'), 'user' || lpad(n::text, 6, '0'), 'full',
       now() + (case when n % 20 = 0 then -5 else n % 30 end) * interval '1 day' + n * interval '1 second', false, now(), now(), now(),
       0, 0, '{}', 'off', '{}', 1, now(), case when n % 100 = 0 then now() end, case when n % 100 = 0 then 'x' end, case when n % 101 = 0 then now() end
     from filled`,
    [tenant, [0, 1, 2].map(packageId)],
  );
  await client.query('vacuum analyze lastmile.subscription');
}

function packageId(n: number): string {
  return `0198fa29-0b0d-7b80-828d-00000000020${n}`;
}

async function sealAll(url: string, tenant: TenantId, seal: (id: ActorId) => string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from lastmile.subscription where tenant_id = $1', [
      tenant,
    ]);
    const ids = rows.map(({ id }) => ActorId.parse(id));
    await client.query('set session_replication_role = replica');
    for (let from = 0; from < ids.length; from += 20_000) {
      const some = ids.slice(from, from + 20_000);
      await client.query(
        `update lastmile.subscription s set password = g.password
         from unnest($2::uuid[], $3::text[]) g(id, password) where s.tenant_id = $1 and s.id = g.id`,
        [tenant, some, some.map(seal)],
      );
    }
    await client.query('vacuum analyze lastmile.subscription');
  });
}
