import { SimulatedClock } from 'xstate';
import type { Clock } from '#actors/system/clock.ts';
import { createApprovals } from '#server/approval/approvals.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { createIdentity, type Identity } from '#server/platform/auth/identity.ts';
import type { Database } from '#server/platform/db/database.ts';
import { noMailer } from '#server/platform/mail/mailer.ts';
import { createMetrics } from '#server/platform/metrics/metrics.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { createAdministrationFeature } from '#server/tenant/administrationFeature.ts';
import { createTenantFeature, demoLoginList, type TenantFeature } from '#server/tenant/tenantFeature.ts';
import { recordingLog, startTestServer, type TestServer } from '../http/testServer.ts';

export interface TestProduct extends AsyncDisposable {
  readonly url: string;
  readonly clock: Clock & SimulatedClock;
  readonly identity: Identity;
  readonly tenants: TenantFeature;
  readonly server: TestServer;
  readonly lines: () => Record<string, unknown>[];
}

export interface TestProductOptions {
  readonly lab?: boolean;
  readonly https?: boolean;
  readonly startsAt?: number;
}

/** HTTP, identity and companies on a database, with the clock held. */
export async function startTestProduct(database: Database, options: TestProductOptions = {}): Promise<TestProduct> {
  const { lab = true, https = false } = options;
  const clock = new SimulatedClock();
  clock.set(options.startsAt ?? Date.UTC(2026, 10, 21, 8));
  const metrics = createMetrics();
  const { log, lines } = recordingLog();
  const identity = createIdentity({
    database,
    clock,
    log,
    metrics: metrics.http,
    secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
    https,
    demoLogins: lab ? demoLoginList : undefined,
  });
  const tenants = createTenantFeature({ database, clock, log, identity, lab });
  // No actors here, so nobody can be asked to approve; test/tenant has a product where that is possible.
  const ask = (): Promise<never> => Promise.reject(new Error('there are no actors in this product'));
  const administration = createAdministrationFeature(
    {
      ...{ database, clock, log, identity, names: tenants.names, mailer: noMailer },
      approvals: createApprovals({ database, clock, newId: nodeHost.newId, ask }),
      config: { http: { publicUrl: undefined } },
    },
    () => [],
  );
  await tenants.prepare();
  await identity.sessions.start();
  await tenants.start();
  const server = await startTestServer({
    log,
    clock,
    metrics,
    https,
    lab,
    routes: [identity.routes, tenants.routes, ...(administration.routes ? [administration.routes] : [])],
  });
  return {
    url: server.url,
    clock,
    identity,
    tenants,
    server,
    lines,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await tenants.stop();
      await identity.sessions.stop();
    },
  };
}
