import { inTenant } from '#server/platform/db/inTenant.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { parseCursor } from '#server/subscription/listCursor.ts';
import { pageOfLines } from '#server/subscription/pageOfLines.ts';
import { Roster } from '#server/subscription/roster.ts';
import { rosterOf, rosterPage } from '#server/subscription/rosterStore.ts';
import { subscriptionPage } from '#server/subscription/subscriptionListStore.ts';
import { sealPassword } from '#server/subscription/subscriptionPassword.ts';
import { createSubscriptionPolicies } from '#server/subscription/subscriptionPolicies.ts';
import { SubscriptionFilter, type SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';
import { startBenchDatabase } from './benchDatabase.ts';
import { fillCustomers } from './customersBenchFill.ts';
import { fillSubscriptions } from './fillSubscriptions.ts';
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
  const roster = new Roster();
  const ids: string[] = [];
  const reading = performance.now();
  for (let after = 0, last = 1; last > 0;) {
    const lines = await inTenant(db.database.appPool, tenant, (client) => rosterPage(client, tenant, after, 20_000));
    for (const line of lines) roster.put(line);
    ids.push(...lines.map(({ id }) => id));
    last = lines.length;
    after = lines.at(-1)?.number ?? after;
  }
  figures['rosterMs'] = Math.round(performance.now() - reading);
  report(`roster: ${figures['rosterMs']} ms`);
  await measure('counts', [
    async () => {
      const some = ids.slice(0, 100);
      for (const line of await inTenant(db.database.appPool, tenant, (client) => rosterOf(client, tenant, some)))
        roster.put(line);
      return roster.count('all', now + 14 * DAY_MS);
    },
  ]);
  const onlinePage = (share: number, filter: object, sort: SubscriptionSort) => {
    const online = ids.filter((_, n) => n % 1000 < share);
    const since = new Map(online.map((id, n) => [id, now - n]));
    const latestFirst = online.map((id, n) => ({ id, since: now - n }));
    const known = { latestFirst, has: (id: string) => since.has(id), sinceOf: (id: string) => since.get(id) };
    const asked = {
      filter: SubscriptionFilter.parse(filter),
      sort,
      limit: 101,
      now,
      after: undefined,
      scope: 'all',
    } as const;
    return (): Promise<unknown> => db.database.tenantTx(tenant, (tx) => pageOfLines(tx, asked, known));
  };
  await measure('online', [
    onlinePage(600, { online: true }, 'newest'),
    onlinePage(600, { online: false }, 'username'),
    onlinePage(600, {}, 'online'),
    onlinePage(990, { online: false }, 'newest'),
    onlinePage(2, { online: true }, 'newest'),
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
