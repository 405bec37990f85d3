import { randomUUID } from 'node:crypto';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import type { MikrotikRouter } from '#lab/nas/mikrotik/router.ts';
import { CountedUsage } from '#server/accounting/countedUsage.ts';
import type { UsageRow } from '#server/accounting/usageTally.ts';
import { ZoneBook } from '#server/accounting/zoneBook.ts';
import type { StoredNas } from '#server/nas/storedNas.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { onboardingScript } from '#server/nas/vendors/mikrotik/onboarding/onboardingScript.ts';
import { wantedGarden } from '#server/nas/vendors/mikrotik/onboarding/wantedGarden.ts';
import type { Feature, FeatureContext } from '#server/platform/feature.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { createStaticLineFeature, type StaticLineFeature } from '#server/staticLine/staticLineFeature.ts';
import { nobodyOnline } from '#server/subscription/onlineLines.ts';
import { createSubscriptionFeature, type SubscriptionFeature } from '#server/subscription/subscriptionFeature.ts';
import { NewNas } from '#shared/nas/registration.ts';
import { StaticLineView, type StaticPlacement } from '#shared/staticLine/view.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { recordingLog } from '../http/testServer.ts';
import { type LabRouter, startRouter } from '../lab/labRouter.ts';
import { createNasParts, isUp, type NasParts, until } from '../nas/nasNode.ts';
import { insertCustomer, insertPackage } from '../subscription/subscriptionProduct.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { startAdministration } from '../tenant/administrationProduct.ts';

export const ADDRESS = '10.44.7.9';
export const MAC = 'D8:32:14:62:F2:56';
export const PORT = 'vlan900-mgmt';
const admin = { name: 'admin', rights: new Set<string>(policies), via: 'test' };

export interface StaticSite extends AsyncDisposable, NasParts {
  readonly db: TestDatabase;
  readonly tenant: TenantId;
  readonly nas: StoredNas;
  readonly lab: LabRouter;
  readonly router: MikrotikRouter;
  readonly lines: StaticLineFeature;
  readonly subscriptions: SubscriptionFeature;
  readonly browser: TestBrowser;
  /** A line with the address, of a package of 10 Mbit/s in each direction. */
  readonly line: ActorId;
  readonly packages: { readonly home: ActorId; readonly business: ActorId };
  /** What was stored by day, as told to whoever counts quotas. */
  readonly counted: readonly UsageRow[];
  rows(menu: string): readonly Readonly<Record<string, string>>[];
  run(menu: string, verb: string, args: Record<string, string>): void;
  send(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  place(port?: string): Promise<void>;
  placement(): Promise<StaticPlacement | undefined>;
  /** Reads the router and waits until that is stored. */
  look(): Promise<void>;
  act(act: object): Promise<void>;
  usage(): Promise<{ up: number; down: number }>;
  events(): Promise<readonly string[]>;
}

/** A company with one router of the lab that has the rules of the walled garden, and a line with an address of its own. */
export async function startStaticSite(
  version = '7.16',
  others: (
    context: FeatureContext,
    parts: NasParts,
    subscriptions: SubscriptionFeature,
  ) => readonly Feature[] = () => [],
): Promise<StaticSite> {
  await using starting = new AsyncDisposableStack();
  const stack = new AsyncDisposableStack();
  starting.use(stack);
  const db = stack.use(await createTestDatabase());
  const lab = stack.use(await startRouter(version));
  const { router } = lab.nas.device;
  const garden = onboardingScript(wantedGarden({ servers: ['127.0.0.1'], portalPort: 8091 }), 'garden');
  const { errors } = router.paste(garden);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  let parts: NasParts | undefined;
  let lines: StaticLineFeature | undefined;
  let subscriptions: SubscriptionFeature | undefined;
  const counted: UsageRow[] = [];
  const product = await startAdministration(db, {
    more: (base) => {
      const { log } = recordingLog();
      const ports = { database: db.database, eventLog: base.eventLog, clock: base.clock, names: base.tenants.names };
      const context = {
        ...ports,
        approvals: base.approvals.approvals,
        secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
        repeating: createRepeatingLog({ log, clock: base.clock }),
        ask: (envelope: Parameters<FeatureContext['ask']>[0]) => base.system.ask(envelope),
        fence: () => ({ shard: 0, epoch: 0n }),
        tenants: () => base.system.tenants(),
      } as unknown as FeatureContext;
      parts = createNasParts({ ...ports, system: base.system, approvals: base.approvals.approvals }, () =>
        base.system.tenants(),
      );
      subscriptions = createSubscriptionFeature(context);
      const zones = new ZoneBook(db.database.systemPool, base.clock);
      const usage = new CountedUsage({
        ...{ pool: db.database.systemPool, zones },
        onStored: (days) => void counted.push(...days),
      });
      lines = createStaticLineFeature(context, {
        ...{ routers: parts.routers, intents: parts.deviceIntents, subscriptions },
        accounting: { counted: usage, online: nobodyOnline },
        // Read when the test says so.
        everyMs: 86_400_000,
      });
      return [parts.deviceIntents, parts.routers, subscriptions, lines, ...others(context, parts, subscriptions)];
    },
  });
  stack.use(product);
  const [company] = await asSuperuser(db, "select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const [customerId, home, business] = [randomUUID(), randomUUID(), randomUUID()] as [string, string, string];
  await insertCustomer(db, tenant, customerId, 'Wanjiru Kamau', 1042);
  await insertPackage(db, tenant, home, 'Home 10', { quota: 100_000_000_000 });
  await insertPackage(db, tenant, business, 'Business 50', {});
  await asSuperuser(db, `update lastmile.package set access_types = '{pppoe,static}'`);
  await asSuperuser(db, `update lastmile.package set down_bps = 50000000, up_bps = 20000000 where id = '${business}'`);
  const { device, plan, user, password } = lab.nas;
  const where = { address: '127.0.0.1', port: device.portOf('api')!, security: 'plain', username: user, password };
  const nas = await parts!.routers.registry.create(
    { tenant, scope: 'all', by: undefined },
    NewNas.parse({
      name: plan.name,
      vendor: nasDrivers[0]!.vendor,
      ...where,
      radiusSource: '127.0.0.1',
      commandsPerSecond: 200,
    }),
  );
  await until(() => Promise.resolve(isUp(parts!.routers, nas)), `${nas.name} is connected`);
  const browser = await loggedIn(product.url, ...owner);
  const send: StaticSite['send'] = async (method, path, body) => {
    const answer = await browser.send(method as 'POST', path, body as object);
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  const made = await send('POST', '/api/subscriptions', {
    ...{ key: randomUUID(), customerId, packageId: home, accessType: 'static', start: 'now' },
    ...{ staticIpv4: ADDRESS, macs: [MAC] },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const line = ActorId.parse(made.body['id']);
  const path = `/api/subscriptions/${line}/static-line`;
  starting.move();
  return {
    ...parts!,
    ...{ db, tenant, nas, lab, router, browser, line, counted, send, lines: lines!, subscriptions: subscriptions! },
    packages: { home: ActorId.parse(home), business: ActorId.parse(business) },
    rows: (menu) => router.run(menu, 'print', {}, admin).rows,
    run: (menu, verb, args) => void router.run(menu, verb, args, admin),
    async place(port = PORT) {
      const { status, body } = await send('PUT', path, { key: randomUUID(), nasId: nas.id, port });
      if (status !== 202) throw new Error(JSON.stringify(body));
    },
    placement: async () => StaticLineView.parse((await send('GET', path)).body).placement,
    look: () => lines!.look(tenant, nas.id),
    async act(act) {
      const { status, body } = await send('POST', `/api/subscriptions/${line}/acts`, {
        ...{ key: randomUUID(), act, reason: 'test' },
      });
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    async usage() {
      const [row] = await asSuperuser(
        db,
        `select coalesce(sum(octets_in), 0)::float8 as up, coalesce(sum(octets_out), 0)::float8 as down
         from lastmile.usage_day where subscription_id = '${line}'`,
      );
      return { up: Number(row!['up']), down: Number(row!['down']) };
    },
    async events() {
      const rows = await asSuperuser(
        db,
        `select type from lastmile.event where actor_id = '${line}' order by position`,
      );
      return rows.map((row) => String(row['type']));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
