import { randomUUID } from 'node:crypto';
import { createBulkFeature } from '#server/bulk/bulkFeature.ts';
import type { RouterPart } from '#server/bulk/router/routerRoutes.ts';
import { createCustomerFeature } from '#server/customer/customerFeature.ts';
import { createHotspotFeature } from '#server/hotspot/hotspotFeature.ts';
import { IpPools } from '#server/ipPool/ipPools.ts';
import type { NasAccount, StoredNas } from '#server/nas/nasFeature.ts';
import { NasRegistry } from '#server/nas/nasRegistry.ts';
import { Packages } from '#server/package/packages.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import type { Feature, FeatureContext } from '#server/platform/feature.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { nobodyOnline } from '#server/subscription/onlineLines.ts';
import { createSubscriptionFeature } from '#server/subscription/subscriptionFeature.ts';
import { createVoucherFeature } from '#server/voucher/voucherFeature.ts';
import { BulkRowPage } from '#shared/bulk/job.ts';
import { BulkMade as Made } from '#shared/bulk/requests.ts';
import type { SessionRow } from '#shared/session/view.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { recordingLog } from '../http/testServer.ts';
import { insertPackage } from '../subscription/subscriptionProduct.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { type AdministrationProduct, startAdministration } from '../tenant/administrationProduct.ts';

export interface BulkSite extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly product: AdministrationProduct;
  readonly tenant: TenantId;
  readonly owner: TestBrowser;
  /** Ids of lines that are in. */
  readonly online: Set<string>;
  readonly packages: { readonly home: ActorId; readonly business: ActorId };
  readonly lines: () => Record<string, unknown>[];
  upload(content: string | Buffer, name?: string): Promise<BulkMade>;
  /** Until the job is in one of the states; throws with the whole row when it is not in time. */
  until(id: string, states: readonly string[], mostMs?: number): Promise<Record<string, unknown>>;
  job(id: string): Promise<Record<string, unknown>>;
  rows(id: string, query?: string): Promise<BulkRowPage>;
  send(
    method: 'POST' | 'PUT',
    path: string,
    body?: object,
    as?: TestBrowser,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Uploads it, and does it with the columns as they were guessed. */
  import(content: string | Buffer, settings?: object): Promise<BulkMade>;
  check(id: string, settings?: object): Promise<Record<string, unknown>>;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}
type BulkMade = { readonly id: ActorId; readonly number: number };

const SECRETS = createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')]));

export const ROUTER = ActorId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7');
/** What the one router of the site has by itself. */
export const routerAccounts: readonly NasAccount[] = [
  {
    id: '*1',
    service: 'ppp',
    name: 'Wanjiku',
    password: 'secret99',
    profile: 'Home 10',
    comment: 'Wanjiku Kamau',
    disabled: false,
    lists: ['vip'],
  },
  { id: '*2', service: 'ppp', name: 'gone', password: 'secret98', profile: 'home-5M', disabled: true, lists: [] },
  {
    id: '*1',
    service: 'lease',
    name: 'Otieno',
    mac: 'aa:bb:cc:00:11:22',
    address: '100.64.3.7',
    profile: 'Home 10',
    disabled: false,
    lists: [],
  },
];

/** Who is in, as accounting tells it. */
export const openSessions: readonly SessionRow[] = Array.from({ length: 1200 }, (_, index) => ({
  ...{ id: `s${index}`, username: `=user${index}`, nasId: ROUTER, nasName: 'BRAS-1', access: 'pppoe' },
  ...{ acctSessionId: `8${index}`, ipv4: '100.64.0.7', startedAt: 1_800_000_000_000, heardAt: 1_800_000_060_000 },
  ...{ seconds: 60, octetsIn: 5_000_000_000 + index, octetsOut: 7, outBps: 1000.4 },
}));

/** Features as the product makes them, over the parts of a test. */
function featuresOf(
  base: Omit<AdministrationProduct, 'url' | typeof Symbol.asyncDispose>,
  db: TestDatabase,
  log: ReturnType<typeof recordingLog>,
  online: ReadonlySet<string>,
): readonly Feature[] {
  const context = {
    ...{ database: db.database, eventLog: base.eventLog, clock: base.clock, names: base.tenants.names, host: nodeHost },
    ...{ approvals: base.approvals.approvals, secrets: SECRETS },
    // Databases of other systems stand on the loopback here.
    config: { http: { publicUrl: undefined }, privateTargets: ['127.0.0.0/8'] },
    repeating: createRepeatingLog({ log: log.log, clock: base.clock }),
    ask: (envelope: Parameters<FeatureContext['ask']>[0]) => base.system.ask(envelope),
    fence: () => ({ shard: 0, epoch: 0n }),
    tenants: () => base.system.tenants(),
  } as unknown as FeatureContext;
  const customers = createCustomerFeature(context);
  const subscriptions = createSubscriptionFeature(context);
  subscriptions.showOnline({ ...nobodyOnline, all: () => online });
  const made = { database: db.database, clock: base.clock, newId: nodeHost.newId, secrets: SECRETS };
  const hotspots = createHotspotFeature(context);
  const vouchers = createVoucherFeature(context, hotspots);
  const routers: RouterPart & { registry: NasRegistry } = {
    registry: new NasRegistry(made),
    find: (tenant, id) => (id === ROUTER ? ({ tenant, id, name: 'BRAS-1', branchId: null } as StoredNas) : undefined),
    accountsOn: () => Promise.resolve(routerAccounts),
  };
  const bulk = createBulkFeature(context, {
    customers,
    subscriptions,
    routers,
    packages: { packages: new Packages(made) },
    ipPools: { pools: new IpPools(made) },
    vouchers,
    intents: { request: () => Promise.reject(new Error('no device here')), latestOf: () => Promise.resolve([]) },
  });
  bulk.showSessions({
    openSessions: (_subject, { text }) => openSessions.filter(({ username }) => username.includes(text)),
  });
  return [customers, subscriptions, vouchers, bulk];
}

/** Savanna Fibre with two packages, on a database that may outlive it. */
export async function startBulk(given?: TestDatabase): Promise<BulkSite> {
  const db = given ?? (await createTestDatabase());
  const log = recordingLog();
  const online = new Set<string>();
  const product = await startAdministration(db, { more: (base) => featuresOf(base, db, log, online) });
  const query = (sql: string): Promise<readonly Record<string, unknown>[]> => asSuperuser(db, sql);
  const [company] = await query("select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const packages = { home: await packageNamed('Home 10'), business: await packageNamed('Business 50') };
  const browser = await loggedIn(product.url, ...owner);

  async function packageNamed(name: string): Promise<ActorId> {
    const [found] = await query(`select id from lastmile.package where tenant_id = '${tenant}' and name = '${name}'`);
    if (found) return ActorId.parse(found['id']);
    const id = ActorId.parse(randomUUID());
    await insertPackage(db, tenant, id, name, {});
    return id;
  }
  const browserHeaders = (): Record<string, string> => ({
    ...{
      cookie: browser.cookie(),
      'x-csrf-token': browser.view().csrfToken,
      origin: product.url,
      'sec-fetch-site': 'same-origin',
    },
  });
  const send: BulkSite['send'] = async (method, path, body = {}, as = browser) => {
    const answer = await as.send(method, path, body);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const job: BulkSite['job'] = async (id) =>
    (await query(`select * from lastmile.bulk_job where id = '${id}'`))[0] ?? {};
  const until: BulkSite['until'] = async (id, states, mostMs = 20_000) => {
    const giveUpAt = Date.now() + mostMs;
    for (;;) {
      const now = await job(id);
      if (states.includes(String(now['state']))) return now;
      if (Date.now() > giveUpAt) throw new Error(JSON.stringify([now, log.lines().slice(-5)]));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const site: BulkSite = {
    ...{ online, db, product, tenant, packages, owner: browser, lines: log.lines, send, job, until, query },
    async upload(content, name = 'customers.csv') {
      const answer = await fetch(`${product.url}/api/bulk/imports?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { ...browserHeaders(), 'content-type': 'application/octet-stream' },
        body: Buffer.from(content as string),
      });
      const body: unknown = await answer.json();
      if (answer.status !== 201) throw new Error(JSON.stringify(body));
      return Made.parse(body);
    },
    async check(id, settings = {}) {
      const guessed = (await job(id))['settings'] as object;
      const { status, body } = await send('PUT', `/api/bulk/jobs/${id}/settings`, {
        settings: { ...guessed, ...settings },
      });
      if (status !== 200) throw new Error(JSON.stringify(body));
      return await until(id, ['checked', 'failed']);
    },
    async import(content, settings = {}) {
      const made = await site.upload(content);
      await site.check(made.id, settings);
      await send('POST', `/api/bulk/jobs/${made.id}/start`);
      await until(made.id, ['done'], 60_000);
      return made;
    },
    async rows(id, text = '') {
      return BulkRowPage.parse(await (await browser.get(`/api/bulk/jobs/${id}/rows${text}`)).json());
    },
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      if (!given) await db[Symbol.asyncDispose]();
    },
  };
  return site;
}
