import { createCustomerFeature, type CustomerFeature } from '#server/customer/customerFeature.ts';
import { createIpPoolFeature, type IpPoolFeatureParts } from '#server/ipPool/ipPoolFeature.ts';
import type { NasFeature } from '#server/nas/nasFeature.ts';
import { createPackageFeature, type PackageFeature } from '#server/package/packageFeature.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import type { FeatureContext } from '#server/platform/feature.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { SampleAccess } from '#server/sample/sampleAccess.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { recordingLog } from '../http/testServer.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startAdministration } from '../tenant/administrationProduct.ts';

type Routers = Pick<NasFeature, 'inUse' | 'namesOn' | 'poolUsesOn'>;
const none = (): Promise<never> => Promise.reject(new Error('there is none'));
const noRouters: Routers = { inUse: () => [], namesOn: none, poolUsesOn: none };
const noSamples = (): IpPoolFeatureParts['samples'] => ({
  sink: { record: () => undefined },
  access: new SampleAccess(),
  history: () => Promise.resolve([]),
});

export interface CustomerSite extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly url: string;
  readonly customers: CustomerFeature;
  readonly packages: PackageFeature;
  login(who: readonly [string, string]): Promise<TestBrowser>;
}

/** The demo companies with customers, packages and pools, over HTTP. */
export async function startCustomerSite(routers: Routers = noRouters): Promise<CustomerSite> {
  const db = await createTestDatabase();
  let made: { readonly customers: CustomerFeature; readonly packages: PackageFeature } | undefined;
  const product = await startAdministration(db, {
    more: ({ eventLog, clock, tenants, system, approvals }) => {
      const context = {
        ...{ database: db.database, eventLog, clock, host: nodeHost, names: tenants.names },
        repeating: createRepeatingLog({ log: recordingLog().log, clock }),
        tenants: () => system.tenants(),
        approvals: approvals.approvals,
      } satisfies Partial<FeatureContext> as unknown as FeatureContext;
      made = { customers: createCustomerFeature(context), packages: createPackageFeature(context, routers) };
      return [made.customers, made.packages, createIpPoolFeature(context, { routers, samples: noSamples() })];
    },
  });
  return {
    db,
    url: product.url,
    ...made!,
    login: (who) => loggedIn(product.url, ...who),
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

/** Answers the parsed body; throws when the status is another one. */
export async function answered<T = Record<string, unknown>>(response: Promise<Response>, status = 200): Promise<T> {
  const answer = await response;
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
