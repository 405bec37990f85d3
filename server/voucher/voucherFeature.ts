import type { TenantId } from '#shared/values/ids.ts';
import type { HotspotFeature, HotspotPrint } from '../hotspot/hotspotFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { makeApproved } from './makeApproved.ts';
import { SheetPrinter } from './sheet/sheetPrinter.ts';
import { sheetRoutes } from './sheet/sheetRoutes.ts';
import { VoucherActs } from './voucherActs.ts';
import { VoucherCodes } from './voucherCodes.ts';
import { VoucherFeed } from './voucherFeed.ts';
import { VoucherMaker } from './voucherMaker.ts';
import { voucherRoutes } from './voucherRoutes.ts';
import { VoucherUse } from './voucherUse.ts';

export type { VouchersChanged } from './voucherFeed.ts';
export type { VoucherPolicy } from './voucherPolicy.ts';
export type { FirstUse, VoucherUsage } from './voucherPolicyStore.ts';

/** Codes that are bought and typed in at a hotspot. */
export interface VoucherFeature extends Feature {
  /** What the RADIUS process is fed with. */
  readonly feed: VoucherFeed;
  /** What is heard of vouchers from it and from accounting. */
  readonly use: VoucherUse;
}

export function createVoucherFeature(
  context: FeatureContext,
  hotspots: Pick<HotspotFeature, 'lookOf' | 'printOf'>,
): VoucherFeature {
  const { database, clock, host, names, approvals, secrets } = context;
  const codes = new VoucherCodes(secrets);
  const newId = (): string => host.newId();
  const common = { database, clock, newId, codes };
  const maker = new VoucherMaker(common);
  const printer = new SheetPrinter();
  const printOf = (tenant: TenantId): Promise<HotspotPrint> => hotspots.printOf(tenant);
  approvals.register('voucher.create', makeApproved(maker));
  const routes = voucherRoutes({ ...common, names, approvals, maker, acts: new VoucherActs(common) });
  const printing = sheetRoutes({ database, clock, codes, approvals, printer, printOf });
  return {
    name: 'vouchers',
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
    use: new VoucherUse({ database, clock }),
    stop: () => printer.stop(),
  };
}
