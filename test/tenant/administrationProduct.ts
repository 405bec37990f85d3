import { afterEach, beforeEach } from 'vitest';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import { createApprovalFeature, type ApprovalFeature } from '#server/approval/approvalFeature.ts';
import { domainTables } from '#server/domainTables.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { createIdentity, type Identity } from '#server/platform/auth/identity.ts';
import { createEventLog, type EventLog } from '#server/platform/eventLog/eventLog.ts';
import type { Feature } from '#server/platform/feature.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import type { Mailer, MailMessage } from '#server/platform/mail/mailer.ts';
import { createMetrics } from '#server/platform/metrics/metrics.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { createAdministrationFeature } from '#server/tenant/administrationFeature.ts';
import { createTenantFeature, demoLoginList, type TenantFeature } from '#server/tenant/tenantFeature.ts';
import { TenantId } from '#shared/values/ids.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { asSuperuser } from '../auth/freshProduct.ts';
import { recordingLog, startTestServer } from '../http/testServer.ts';
import { ownsEverything } from '../support/actorWorld.ts';
import { recordingObserver } from '../support/recordingObserver.ts';

/** Real time with a part that can be added to. */
export type MovableClock = Clock & { advance(ms: number): void };

export interface AdministrationProduct extends AsyncDisposable {
  readonly url: string;
  readonly clock: MovableClock;
  readonly identity: Identity;
  readonly tenants: TenantFeature;
  readonly approvals: ApprovalFeature;
  readonly eventLog: EventLog;
  readonly system: ActorSystem;
  /** Mails that were sent. */
  readonly mails: MailMessage[];
  readonly lines: () => Record<string, unknown>[];
}

export interface AdministrationOptions {
  /** There is a mail server; unless told, there is none. */
  readonly mail?: boolean;
  /** Further features, made with the approvals. */
  readonly more?: (
    product: Omit<AdministrationProduct, 'url' | typeof Symbol.asyncDispose>,
    db: TestDatabase,
  ) => readonly Feature[];
  /** What is approved is not carried out here. */
  readonly resting?: boolean;
}

/** The two demo companies with everything that administers people, over real actors and HTTP. */
export async function startAdministration(
  db: TestDatabase,
  options: AdministrationOptions = {},
): Promise<AdministrationProduct> {
  const { database } = db;
  const clock = movableClock();
  const metrics = createMetrics();
  const { log, lines } = recordingLog();
  const mails: MailMessage[] = [];
  const eventLog = createEventLog({ database, clock, upcasters: [], log });
  const identity = createIdentity({
    ...{ database, clock, log },
    metrics: metrics.http,
    secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
    https: false,
    demoLogins: demoLoginList,
  });
  const tenants = createTenantFeature({ database, clock, log, identity, lab: true });
  const system = new ActorSystem({
    domainKinds,
    store: new CommitStore(database.appPool, domainTables),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: ownsEverything,
    clock,
    host: nodeHost,
    observer: recordingObserver(),
    onCommitted: (batch) => eventLog.offer(batch),
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
  });
  const approvals = createApprovalFeature({
    ...{ database, eventLog, clock },
    repeating: createRepeatingLog({ log, clock }),
    newId: nodeHost.newId,
    names: tenants.names,
    ask: (envelope) => system.ask(envelope),
    fence: ({ kind }) => (options.resting && kind === 'approval' ? undefined : { shard: 0, epoch: 0n }),
    tenants: () => system.tenants(),
  });
  await tenants.prepare();
  for (const row of await asSuperuser(db, 'select tenant_id, name from lastmile.tenant'))
    system.addTenant(TenantId.parse(row['tenant_id']), String(row['name']));
  const mailer: Mailer = {
    configured: options.mail ?? false,
    async send(message) {
      mails.push(message);
      return { response: '250 taken' };
    },
    stop: () => undefined,
  };
  const parts = { clock, identity, tenants, approvals, eventLog, system, mails, lines };
  const more = options.more?.(parts, db) ?? [];
  const administration = createAdministrationFeature(
    {
      ...{ database, clock, log, identity, mailer, names: tenants.names, approvals: approvals.approvals },
      config: { http: { publicUrl: options.mail ? 'https://noc.example' : undefined } },
    },
    () => more,
  );
  await eventLog.start();
  await identity.sessions.start();
  await tenants.start();
  system.start();
  await approvals.start?.();
  for (const feature of more) await feature.start?.();
  const features = [approvals, administration, ...more];
  const server = await startTestServer({
    ...{ log, clock, metrics, https: false, lab: true },
    routes: [identity.routes, tenants.routes, ...features.flatMap(({ routes }) => routes ?? [])],
  });
  return {
    ...parts,
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server.stop();
      for (const feature of more) await feature.stop?.();
      await approvals.stop?.();
      await system.stop();
      await tenants.stop();
      await identity.sessions.stop();
      await eventLog.stop();
    },
  };
}

export interface FreshAdministration {
  readonly db: TestDatabase;
  readonly product: AdministrationProduct;
}

/** Each test of the file gets a database and a product of its own; ask for them inside the test. */
export function freshAdministration(options: AdministrationOptions = {}): FreshAdministration {
  let db: TestDatabase | undefined;
  let product: AdministrationProduct | undefined;
  beforeEach(async () => {
    db = await createTestDatabase();
    product = await startAdministration(db, options);
  });
  afterEach(async () => {
    await product?.[Symbol.asyncDispose]();
    await db?.[Symbol.asyncDispose]();
  });
  return {
    get db() {
      if (!db) throw new Error('asked for outside of a test');
      return db;
    },
    get product() {
      if (!product) throw new Error('asked for outside of a test');
      return product;
    },
  };
}

function movableClock(): MovableClock {
  let added = 0;
  return {
    now: () => Date.now() + added,
    setTimeout: (fn, timeoutMs) => setTimeout(fn, timeoutMs).unref(),
    clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
    advance: (ms) => void (added += ms),
  };
}
