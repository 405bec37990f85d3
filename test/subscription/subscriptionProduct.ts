import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { FeatureContext } from '#server/platform/feature.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { type KeptRoster, Rosters } from '#server/subscription/rosters.ts';
import { SubscriptionChanges } from '#server/subscription/subscriptionChanges.ts';
import {
  createSubscriptionFeature,
  type OnlineLines,
  type SubscriptionFeature,
} from '#server/subscription/subscriptionFeature.ts';
import { SubscriptionMade, type DoSubscriptionAct } from '#shared/subscription/requests.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { recordingLog } from '../http/testServer.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { type AdministrationProduct, startAdministration } from '../tenant/administrationProduct.ts';

export interface SubscriptionProduct extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly product: AdministrationProduct;
  readonly subscriptions: SubscriptionFeature;
  readonly tenant: TenantId;
  readonly owner: TestBrowser;
  readonly customerId: ActorId;
  readonly packages: { readonly home: ActorId; readonly business: ActorId };
  login(who: readonly [string, string]): Promise<TestBrowser>;
  /** Somebody else with all rights: the NOC's person is made one. */
  addOwner(): Promise<TestBrowser>;
  make(asked?: object): Promise<z.infer<typeof SubscriptionMade>>;
  /** The answer's status and body. */
  act(
    id: string,
    act: DoSubscriptionAct['act'] | object,
    more?: object,
    as?: TestBrowser,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** What is counted of its lines. */
  rosters(): Promise<KeptRoster>;
  /** A line has a session from now on. */
  comeIn(id: ActorId): void;
  /** Columns of the row. */
  row(id: string): Promise<Record<string, unknown>>;
  events(id: string): Promise<readonly string[]>;
}

/** Savanna Fibre with a customer and two packages. */
export async function startSubscriptions(): Promise<SubscriptionProduct> {
  const db = await createTestDatabase();
  let subscriptions: SubscriptionFeature | undefined;
  let rosters: Rosters | undefined;
  const [online, comeIn] = simulatedOnline();
  const product = await startAdministration(db, {
    more: (base) => {
      const { log } = recordingLog();
      const ask: FeatureContext['ask'] = (envelope) => base.system.ask(envelope);
      subscriptions = createSubscriptionFeature({
        ...{ database: db.database, eventLog: base.eventLog, clock: base.clock, names: base.tenants.names },
        approvals: base.approvals.approvals,
        secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
        repeating: createRepeatingLog({ log, clock: base.clock }),
        ask,
        tenants: () => base.system.tenants(),
      } as unknown as FeatureContext);
      subscriptions.showOnline(online);
      const changes = new SubscriptionChanges(db.database, base.eventLog);
      const onTrouble = (error: unknown): never => {
        throw error;
      };
      rosters = new Rosters({ changes, clock: base.clock, database: db.database, online: () => online, onTrouble });
      const ended = { name: 'rosters', stop: () => changes.stop() };
      return [subscriptions, ended];
    },
  });
  const [company] = await asSuperuser(db, "select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const [customerId, home, business] = [randomUUID(), randomUUID(), randomUUID()].map((id) => ActorId.parse(id)) as [
    ActorId,
    ActorId,
    ActorId,
  ];
  await insertCustomer(db, tenant, customerId, 'Wanjikũ Kamau', 1042);
  await insertPackage(db, tenant, home, 'Home 10', { quota: 100_000_000_000 });
  await insertPackage(db, tenant, business, 'Business 50', {});
  const browser = await loggedIn(product.url, ...owner);
  const send = async (as: TestBrowser, path: string, body: object) => {
    const answer = await as.send('POST', path, body);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return {
    ...{ db, product, tenant, customerId, subscriptions: subscriptions!, packages: { home, business }, owner: browser },
    login: (who) => loggedIn(product.url, ...who),
    async addOwner() {
      await asSuperuser(
        db,
        `update lastmile.app_user set role_id = (select id from lastmile.role where tenant_id = '${tenant}' and shipped = 'owner')
         where tenant_id = '${tenant}' and email = '${noc[0]}'`,
      );
      return await loggedIn(product.url, ...noc);
    },
    async make(asked = {}) {
      const { status, body } = await send(browser, '/api/subscriptions', {
        ...{ key: randomUUID(), customerId, packageId: home, accessType: 'pppoe' },
        ...asked,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return SubscriptionMade.parse(body);
    },
    act: (id, act, more = {}, as = browser) =>
      send(as, `/api/subscriptions/${id}/acts`, { key: randomUUID(), act, ...more }),
    rosters: () => rosters!.of(tenant),
    comeIn,
    async row(id) {
      const [row] = await asSuperuser(db, `select * from lastmile.subscription where id = '${id}'`);
      return { ...row, policy_version: Number(row?.['policy_version']) };
    },
    async events(id) {
      const rows = await asSuperuser(db, `select type from lastmile.event where actor_id = '${id}' order by position`);
      return rows.map((row) => String(row['type']));
    },
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

function simulatedOnline(): [OnlineLines, (id: ActorId) => void] {
  const lines = new Map<string, { readonly since: number; readonly nasId: ActorId }>();
  const listeners = new Set<(ids: ReadonlySet<string>) => void>();
  const online: OnlineLines = {
    lineOf: (_tenant, id) => {
      const line = lines.get(id);
      const unknown = {
        nasName: undefined,
        nasBranch: null,
        address: undefined,
        unknownSince: undefined,
        access: undefined,
      };
      return line && { ...line, ...unknown, username: 'neema', sessions: 1 };
    },
    all: () => lines.keys(),
    latestFirst: () => [...lines].map(([id, { since }]) => ({ id, since })),
    onChange(_tenant, listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const comeIn = (id: ActorId): void => {
    lines.set(id, { since: Date.now(), nasId: id });
    for (const listener of listeners) listener(new Set([id]));
  };
  return [online, comeIn];
}

export async function insertCustomer(
  db: TestDatabase,
  tenant: string,
  id: string,
  name: string,
  number: number,
): Promise<void> {
  await asSuperuser(
    db,
    `insert into lastmile.customer (tenant_id, id, version, number, kind, name, name_key, phones, address, labels, notes, created_at, changed_at)
     values ('${tenant}', '${id}', 1, ${number}, 'person', '${name}', '${name.toLowerCase()}', '{}', '', '{}', '', now(), now())`,
  );
}

export async function insertPackage(
  db: TestDatabase,
  tenant: string,
  id: string,
  name: string,
  { quota }: { readonly quota?: number },
): Promise<void> {
  const fup = quota === undefined ? 'null' : `'{"act": "throttle", "rates": {"downBps": 1000000, "upBps": 1000000}}'`;
  await asSuperuser(
    db,
    `insert into lastmile.package (tenant_id, id, version, name, description, access_types, down_bps, up_bps, priority, profiles,
       quota_bytes, quota_counts, fup, cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms, on_expiry,
       price_minor, currency, created_at, changed_at)
     values ('${tenant}', '${id}', 1, '${name}', '', '{pppoe,hotspot,ipoe}', 10000000, 10000000, 8, '[]', ${quota ?? 'null'}, 'total',
       ${fup}, 'month', 1, 1, 'newestWins', 300, 86400000, 'walledGarden', 250000, 'KES', now(), now())`,
  );
}
