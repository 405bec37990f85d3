import { randomUUID } from 'node:crypto';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import { type BrakeFeature, createBrakeFeature } from '#server/brake/brakeFeature.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import type { FeatureContext } from '#server/platform/feature.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { createSubscriptionFeature } from '#server/subscription/subscriptionFeature.ts';
import { AutomaticBrake, HeldCutPage } from '#shared/brake/brake.ts';
import { SubscriptionMade } from '#shared/subscription/requests.ts';
import { type ActorId, IdempotencyKey, TenantId } from '#shared/values/ids.ts';
import { noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { recordingLog } from '../http/testServer.ts';
import { insertCustomer, insertPackage } from '../subscription/subscriptionProduct.ts';
import { createTestDatabase } from '../support/database.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { startAdministration } from '../tenant/administrationProduct.ts';

export interface BrakeSite extends AsyncDisposable {
  readonly tenant: TenantId;
  readonly owner: TestBrowser;
  readonly noc: () => Promise<TestBrowser>;
  readonly brake: BrakeFeature;
  /** So many lines that are served, of a package without grace and whose quota blocks. */
  lines(count: number): Promise<readonly ActorId[]>;
  /** They end in a moment; resolves when their deadlines have been handled. */
  end(lines: readonly ActorId[]): Promise<void>;
  /** More is used of it than it may. */
  useUp(line: ActorId): Promise<void>;
  standing(): Promise<AutomaticBrake>;
  held(): Promise<readonly string[]>;
  send(
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    as?: TestBrowser,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** State of each line, counted. */
  states(): Promise<Record<string, number>>;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

const SOON_MS = 150;
const WITHIN_MS = 15_000;

/** Savanna Fibre with lines whose deadlines run, and the brake on them. */
export async function startBrake(): Promise<BrakeSite> {
  const db = await createTestDatabase();
  let brake: BrakeFeature | undefined;
  let system: FeatureContext['system'] | undefined;
  const product = await startAdministration(db, {
    more: (base) => {
      const { log } = recordingLog();
      system = base.system;
      const context = {
        ...{ database: db.database, eventLog: base.eventLog, clock: base.clock, names: base.tenants.names },
        ...{ approvals: base.approvals.approvals, system: base.system, host: nodeHost },
        secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
        repeating: createRepeatingLog({ log, clock: base.clock }),
        ask: (envelope: Parameters<FeatureContext['ask']>[0]) => base.system.ask(envelope),
        tenants: () => base.system.tenants(),
      } as unknown as FeatureContext;
      brake = createBrakeFeature(context);
      return [createSubscriptionFeature(context), brake];
    },
  });
  const query: BrakeSite['query'] = (sql) => asSuperuser(db, sql);
  const [company] = await query("select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const [customerId, packageId] = [randomUUID(), randomUUID()];
  await insertCustomer(db, tenant, customerId, 'Wanjiku Kamau', 1042);
  await insertPackage(db, tenant, packageId, 'Home 10', { quota: 1_000_000 });
  await query(`update lastmile.package set grace_ms = 0, fup = '{"act": "block"}' where id = '${packageId}'`);
  const browser = await loggedIn(product.url, ...owner);
  const ask = async (id: ActorId, command: { readonly type: string } & Record<string, unknown>): Promise<void> => {
    const reply = await brake!.ask({
      ...{ address: { tenant, kind: SUBSCRIPTION, id }, key: IdempotencyKey.parse(randomUUID()), command },
      ...{ caller: { kind: 'system', name: 'test' }, deadlineAt: Date.now() + WITHIN_MS },
    });
    if (!reply.ok) throw new Error(`${command.type}: ${reply.code}`);
  };
  const send: BrakeSite['send'] = async (method, path, body, as = browser) => {
    const answer = await as.send(method, path, body);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const count = async (sql: string): Promise<number> => Number((await query(sql))[0]?.['count']);
  return {
    ...{ tenant, owner: browser, brake: brake!, query, send },
    noc: () => loggedIn(product.url, ...noc),
    async lines(wanted) {
      const made: ActorId[] = [];
      for (let n = 0; n < wanted; n += 1) {
        const asked = { key: randomUUID(), customerId, packageId, accessType: 'pppoe' };
        const { status, body } = await send('POST', '/api/subscriptions', asked);
        if (status !== 201) throw new Error(JSON.stringify(body));
        made.push(SubscriptionMade.parse(body).id);
      }
      return made;
    },
    async end(lines) {
      const until = Date.now() + SOON_MS + lines.length * 20;
      await Promise.all(lines.map((id) => ask(id, { type: 'subscription.setEnd', until })));
      for (const giveUpAt = until + WITHIN_MS; ;) {
        const due = `kind = 'subscription' and name = 'validity' and due_at <= to_timestamp(${until} / 1000.0)`;
        if (Date.now() > until && (await count(`select count(*) from lastmile.deadline where ${due}`)) === 0) return;
        if (Date.now() > giveUpAt) throw new Error(`deadlines are not handled; late by ${system?.deadlines.lagMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async useUp(line) {
      const [row] = await query(
        `select round(extract(epoch from quota_period_from) * 1000)::float8 as at from lastmile.subscription where id = '${line}'`,
      );
      const periodFrom = Number(row?.['at']);
      await ask(line, { type: 'subscription.reportUsage', periodFrom, usedBytes: 2_000_000 });
    },
    standing: async () => AutomaticBrake.parse(await (await browser.get('/api/brake')).json()),
    async held() {
      const page = HeldCutPage.parse(await (await browser.get('/api/brake/held-cuts')).json());
      return page.rows.map(({ id, cause }) => `${cause} ${id}`);
    },
    async states() {
      const rows = await query('select state, count(*)::int as n from lastmile.subscription group by state');
      return Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['n'])]));
    },
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
