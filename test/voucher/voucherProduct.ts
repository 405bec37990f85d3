import { randomUUID } from 'node:crypto';
import { createHotspotFeature, type HotspotFeature } from '#server/hotspot/hotspotFeature.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import type { FeatureContext } from '#server/platform/feature.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { createVoucherFeature, type VoucherFeature } from '#server/voucher/voucherFeature.ts';
import { TenantId } from '#shared/values/ids.ts';
import type { NewVoucherBatch, VoucherBatchMade } from '#shared/voucher/batch.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { type MovableClock, startAdministration } from '../tenant/administrationProduct.ts';

export interface VoucherProduct extends AsyncDisposable {
  readonly url: string;
  readonly db: TestDatabase;
  readonly clock: MovableClock;
  readonly tenant: TenantId;
  readonly packageId: string;
  readonly vouchers: VoucherFeature;
  readonly hotspots: HotspotFeature;
  /** The owner. */
  readonly admin: TestBrowser;
  /** Later: whoever was logged in has to log in again. */
  wait(ms: number): Promise<void>;
  login(who: readonly [string, string]): Promise<TestBrowser>;
  make(batch?: Partial<NewVoucherBatch>): Promise<VoucherBatchMade>;
  /** Types of events of vouchers and hotspots, in order. */
  events(): Promise<readonly string[]>;
}

/** Vouchers and login pages over HTTP, with a package of the demo company that is for hotspots: 1 GB in all. */
export async function startVouchers(): Promise<VoucherProduct> {
  const db = await createTestDatabase();
  let parts: { hotspots: HotspotFeature; vouchers: VoucherFeature } | undefined;
  const product = await startAdministration(db, {
    more: (base) => {
      const context = {
        ...{ database: db.database, clock: base.clock, host: nodeHost, names: base.tenants.names },
        approvals: base.approvals.approvals,
        secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
        config: { http: { publicUrl: undefined } },
        tenants: () => base.system.tenants(),
        repeating: { report: () => undefined, stop: () => undefined },
      } as unknown as FeatureContext;
      const hotspots = createHotspotFeature(context);
      parts = { hotspots, vouchers: createVoucherFeature(context, hotspots) };
      return [parts.hotspots, parts.vouchers];
    },
  });
  const { hotspots, vouchers } = parts!;
  const [company] = await asSuperuser(db, "select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const packageId = randomUUID();
  await insertPackage(db, tenant, packageId);
  let admin = await loggedIn(product.url, ...owner);
  return {
    ...{ url: product.url, clock: product.clock, db, tenant, packageId, vouchers, hotspots },
    get admin() {
      return admin;
    },
    async wait(ms) {
      product.clock.advance(ms);
      admin = await loggedIn(product.url, ...owner);
    },
    login: (who) => loggedIn(product.url, ...who),
    async make(batch = {}) {
      const answer = await admin.send('POST', '/api/voucher-batches', newBatch(packageId, batch));
      const made = (await answer.json()) as VoucherBatchMade;
      if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(made)}`);
      return made;
    },
    events: async () =>
      (
        await asSuperuser(
          db,
          `select type from lastmile.event where kind in ('voucherBatch', 'hotspot') and tenant_id = '${tenant}' order by position`,
        )
      ).map((event) => String(event['type'])),
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

export function newBatch(packageId: string, batch: Partial<NewVoucherBatch> = {}): object {
  return {
    ...{ name: 'Kiosk', packageId, count: 20, prefix: '', alphabet: 'mixed', codeLength: 10, priceMinor: 5_000 },
    ...{ currency: 'KES', validityMs: 86_400_000, devices: 2, devicePolicy: 'newestWins', macLogin: true },
    ...batch,
  };
}

export async function insertPackage(
  db: TestDatabase,
  tenant: string,
  id: string,
  accessTypes = '{hotspot}',
): Promise<void> {
  await asSuperuser(
    db,
    `insert into lastmile.package (tenant_id, id, version, name, description, access_types, priority, profiles,
       quota_bytes, quota_counts, fup, cycle_unit, cycle_count, sessions, session_policy, interim_seconds, grace_ms,
       on_expiry, price_minor, currency, created_at, changed_at)
     values ('${tenant}', '${id}', 1, 'Day pass ${id.slice(0, 4)}', '', '${accessTypes}', 8, '[]', 1000000000, 'total', '{"act":"block"}',
       'day', 1, 1, 'newestWins', 300, 0, 'disconnect', 5000, 'KES', '2026-01-01', '2026-01-01')`,
  );
}
