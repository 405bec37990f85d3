import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pino from 'pino';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import { shardOf } from '#actors/system/shard.ts';
import { insertNas } from '#server/nas/nasStore.ts';
import { hashPassword } from '#server/platform/auth/passwordHash.ts';
import { createDatabase, type Database } from '#server/platform/db/database.ts';
import { grantServerRole } from '#server/platform/db/grantServerRole.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets, type Secrets } from '#server/platform/secrets/secrets.ts';
import { sealPassword } from '#server/subscription/subscriptionPassword.ts';
import { subscriptionTable } from '#server/subscription/subscriptionStore.ts';
import { findTenant, foundTenant } from '#server/tenant/tenantStore.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { withClient } from '../../support/withClient.ts';

/** Of the owner of the company. */
export const preparedLogin = { email: 'owner@bench.test', password: 'bench-owner-2026' };

export interface PrepareOptions {
  readonly count: number;
  readonly secret: string;
  /** Where packets come from; one at 127.0.0.1 unless told. */
  readonly routers?: readonly { readonly name: string; readonly address: string }[];
}

const load = { name: 'Load', address: '127.0.0.1' };
const PER_BATCH = 1_000;
const YEAR_MS = 365 * 86_400_000;
const PACKAGE = ActorId.parse('0198fa29-0b0d-7b80-828d-000000000001');
const ZONE = 'Africa/Nairobi';

/**
 * A company with so many active subscriptions `user000000`, passwords `pass000000`, of one package with 5 Mbit/s up and
 * 20 down, and a router at 127.0.0.1, in the embedded database of a data folder in which nothing runs. What an earlier
 * run prepared is used again.
 */
export async function prepareSubscriptions(
  dataDir: string,
  { count, secret, routers = [load] }: PrepareOptions,
  report: (line: string) => void,
): Promise<void> {
  await using postgres = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
  await migrate(postgres.ownerUrl, join(import.meta.dirname, '../../../migrations'));
  await grantServerRole(postgres.ownerUrl, decodeURIComponent(new URL(postgres.serverUrl).username));
  const superuser = new URL(postgres.superuserUrl);
  superuser.pathname = new URL(postgres.serverUrl).pathname;
  const database = createDatabase({ url: postgres.serverUrl, applicationName: 'bench' });
  await database.start();
  try {
    if ((await database.systemTx((tx) => findTenant(tx, 'bench'))) !== undefined) {
      await requireCount(superuser.href, dataDir, count);
      report('the subscriptions of an earlier run are used again');
      return;
    }
    const began = performance.now();
    const secrets = createSecrets(loadKeyring(dataDir, undefined));
    const tenant = await found(database);
    const customers = await fillCustomers(superuser.href, tenant, count);
    for (const router of routers) await registerRouter(database, secrets, tenant, router, secret);
    await fillSubscriptions(database, secrets, tenant, customers);
    await withClient(superuser.href, (client) => client.query('vacuum analyze'));
    report(`${count} subscriptions prepared in ${Math.round((performance.now() - began) / 1_000)} s`);
  } finally {
    await database.stop();
  }
}

async function requireCount(superuserUrl: string, dataDir: string, count: number): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from lastmile.subscription');
    if (rows[0]?.count !== count)
      throw new Error(
        `${dataDir} has ${rows[0]?.count} subscriptions of another run, not ${count}: use another folder`,
      );
  });
}

async function found(database: Database): Promise<TenantId> {
  const passwordHash = await hashPassword(preparedLogin.password);
  const owner = { name: 'Bench Owner', email: preparedLogin.email, role: 'owner' as const, passwordHash };
  const company = { slug: 'bench', name: 'Bench Networks', country: 'KE', currency: 'KES', timeZone: ZONE };
  const branches = [{ name: 'Nairobi', timeZone: ZONE }];
  return await database.systemTx((tx) => foundTenant(tx, { ...company, branches, users: [owner] }, Date.now()));
}

/** With the package they buy; answers their ids by number. */
async function fillCustomers(superuserUrl: string, tenant: TenantId, count: number): Promise<readonly ActorId[]> {
  return await withClient(superuserUrl, async (client) => {
    await client.query('set search_path = lastmile');
    await client.query(
      `insert into package (tenant_id, id, version, name, description, access_types, down_bps, up_bps, priority, profiles,
         quota_counts, cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms, on_expiry, price_minor,
         currency, created_at, changed_at)
       values ($1, $2, 1, 'Home 20', '', '{pppoe,hotspot}', 20000000, 5000000, 8, '[]', 'total', 'month', 1, 0, 'newestWins', 300, 0,
         'walledGarden', 250000, 'KES', now(), now())`,
      [tenant, PACKAGE],
    );
    const { rows } = await client.query<{ id: string }>(
      `insert into customer (tenant_id, id, version, number, kind, name, name_key, phones, address, labels, notes,
         created_at, changed_at)
       select $1, gen_random_uuid(), 1, n, 'person', 'Customer ' || n, 'customer ' || n,
         array['+2547' || lpad(n::text, 8, '0')], '', '{}', '', now(), now() from generate_series(1, $2::int) n
       returning id`,
      [tenant, count],
    );
    await client.query(
      `insert into tenant_number (tenant_id, kind, last) select $1, kind, $2 from unnest(array['customer', 'subscription']) kind`,
      [tenant, count],
    );
    return rows.map(({ id }) => ActorId.parse(id));
  });
}

async function registerRouter(
  database: Database,
  secrets: Secrets,
  tenant: TenantId,
  { name, address }: { readonly name: string; readonly address: string },
  secret: string,
): Promise<void> {
  const id = ActorId.parse(randomUUID());
  const nas = {
    name,
    branchId: null,
    vendor: 'mikrotik',
    address,
    port: 8728,
    security: 'plain' as const,
    fingerprint: null,
    username: 'lastmile',
    password: secrets.encrypt(tenant, `nas/${id}/password`, 'none'),
    radiusSecret: secrets.encrypt(tenant, `nas/${id}/radiusSecret`, secret),
    attribution: 'address' as const,
    radiusSource: address,
    nasIdentifier: null,
    tunnelAddress: null,
    latitude: null,
    longitude: null,
    site: '',
    notes: '',
    monitored: false,
    maintenance: false,
    commandsPerSecond: 10,
  };
  await database.tenantTx(tenant, (tx) => insertNas(tx, id, nas, Date.now()));
}

/** Through the product's own store, search keys and all. */
async function fillSubscriptions(
  database: Database,
  secrets: Secrets,
  tenant: TenantId,
  customers: readonly ActorId[],
): Promise<void> {
  const validUntil = Date.now() + YEAR_MS;
  for (let from = 0; from < customers.length; from += PER_BATCH) {
    const writes = customers.slice(from, from + PER_BATCH).map((customer, index) => {
      const state = { ...subscriptionOf(secrets, tenant, customer, from + index), validUntil };
      return { id: state.id, expectedVersion: 0, state };
    });
    const saved = await inTenant(database.appPool, tenant, (client) => subscriptionTable.save(client, tenant, writes));
    if (saved.size !== writes.length) throw new Error(`${SUBSCRIPTION}: ${saved.size} of ${writes.length} were saved`);
    await setDeadlines(
      database,
      tenant,
      writes.map(({ id }) => id),
      validUntil,
    );
  }
}

/** As the actor sets them with what it is made by. */
async function setDeadlines(
  database: Database,
  tenant: TenantId,
  ids: readonly ActorId[],
  validUntil: number,
): Promise<void> {
  const shards = ids.map((id) => shardOf({ tenant, kind: SUBSCRIPTION, id }));
  await inTenant(database.appPool, tenant, (client) =>
    client.query(
      `insert into lastmile.deadline (tenant_id, kind, actor_id, name, due_at, shard)
       select $1, $2, r.id, 'validity', to_timestamp($3::float8 / 1000), r.shard
       from unnest($4::uuid[], $5::smallint[]) as r (id, shard)`,
      [tenant, SUBSCRIPTION, validUntil, ids, shards],
    ),
  );
}

function subscriptionOf(secrets: Secrets, tenant: TenantId, customerId: ActorId, n: number): SubscriptionState {
  const id = ActorId.parse(randomUUID());
  const six = String(n).padStart(6, '0');
  const now = Date.now();
  return {
    ...nothing,
    id,
    state: 'active',
    number: n + 1,
    customerId,
    packageId: PACKAGE,
    terms: { cycle: { unit: 'month', count: 1 }, zone: ZONE, graceMs: 0, quotaAction: 'throttle', profiles: [] },
    accessType: 'pppoe',
    username: `user${six}`,
    usernameKey: `user${six}`,
    password: sealPassword(secrets, tenant, id, `pass${six}`),
    tier: 'full',
    validUntil: now + YEAR_MS,
    startsAtFirstUse: false,
    activatedAt: now,
    quotaExtraBytes: 0,
    usedBytes: 0,
    macs: [],
    macBinding: 'off',
    framedRoutes: [],
    policyVersion: 1,
    createdAt: now,
  };
}

const nothing = {
  branchId: undefined,
  nextPackageId: undefined,
  nextTerms: undefined,
  anchorDay: undefined,
  firstUsedAt: undefined,
  quotaPeriodFrom: undefined,
  quotaPeriodUntil: undefined,
  staticIpv4: undefined,
  delegatedPrefix: undefined,
  sessionsOverride: undefined,
  rateOverride: undefined,
  profile: undefined,
  profileUntil: undefined,
  protectedBy: undefined,
  suspendedAt: undefined,
  suspendedReason: undefined,
  leftAt: undefined,
  leftReason: undefined,
  lastAct: undefined,
  createdBy: undefined,
};
