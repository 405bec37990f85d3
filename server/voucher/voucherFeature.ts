import type { TenantId } from '#shared/values/ids.ts';
import type { HotspotFeature, HotspotPrint } from '../hotspot/hotspotFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { makeApproved } from './makeApproved.ts';
import { SheetPrinter } from './sheet/sheetPrinter.ts';
import { sheetRoutes } from './sheet/sheetRoutes.ts';
import { VoucherActs } from './voucherActs.ts';
import { VoucherAdopter } from './voucherAdopter.ts';
import { VoucherCodes } from './voucherCodes.ts';
import { VoucherExpiry } from './voucherExpiry.ts';
import { VoucherFeed } from './voucherFeed.ts';
import { VoucherMaker } from './voucherMaker.ts';
import { voucherRoutes } from './voucherRoutes.ts';
import { VoucherUse } from './voucherUse.ts';

export type { VouchersChanged } from './voucherFeed.ts';
export type { VoucherPolicy } from './voucherPolicy.ts';
export type { FirstUse } from './voucherPolicyStore.ts';
export type { LoadedUsage } from './voucherUse.ts';

/** Codes that are bought and typed in at a hotspot. */
export interface VoucherFeature extends Feature {
  /** What the RADIUS process is fed with. */
  readonly feed: VoucherFeed;
  readonly maker: VoucherMaker;
  /** Codes of other systems. */
  readonly adopter: VoucherAdopter;
  readonly acts: VoucherActs;
  /** What is heard of vouchers from it and from accounting. */
  readonly use: VoucherUse;
}

export function createVoucherFeature(
  context: FeatureContext,
  hotspots: Pick<HotspotFeature, 'lookOf' | 'printOf'>,
): VoucherFeature {
  const { database, clock, host, names, approvals, secrets, tenants, repeating } = context;
  const codes = new VoucherCodes(secrets);
  const newId = (): string => host.newId();
  const common = { database, clock, newId, codes };
  const maker = new VoucherMaker(common);
  const printer = new SheetPrinter();
  const printOf = (tenant: TenantId): Promise<HotspotPrint> => hotspots.printOf(tenant);
  const onTrouble = (error: unknown): void =>
    repeating.report('vouchers', 'warn', { error: errorFields(error) }, 'the use of vouchers can not be written');
  const use = new VoucherUse({ database, clock, onTrouble });
  const expiry = new VoucherExpiry({ database, clock, tenants, onTrouble });
  approvals.register('voucher.create', makeApproved(maker));
  const acts = new VoucherActs(common);
  const adopter = new VoucherAdopter(common, acts);
  const routes = voucherRoutes({ ...common, names, approvals, maker, adopter, acts });
  const printing = sheetRoutes({ database, clock, codes, approvals, printer, printOf });
  return {
    name: 'vouchers',
    maker,
    adopter,
    acts,
    objectNames: { voucherBatch: storedNames(database, 'voucher_batch', 'name') },
    routes: (app) => {
      routes(app);
      printing(app);
    },
    feed: new VoucherFeed({
      database,
      clock,
      codes,
      passwordOf: async (tenant) => (await hotspots.lookOf(tenant)).voucherPassword,
    }),
    use,
    async start() {
      for (const tenant of tenants()) await use.follow(tenant);
      expiry.start();
    },
    tenantAdded: (tenant) => use.follow(tenant),
    async stop() {
      await expiry.stop();
      await use.stop();
      await printer.stop();
    },
  };
}
