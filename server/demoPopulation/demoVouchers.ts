import { ActorId } from '#shared/values/ids.ts';
import { NewVoucherBatch } from '#shared/voucher/batch.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { VoucherFeature } from '../voucher/voucherFeature.ts';
import { batchByName, type DemoPlaces, firstVouchers } from './demoPopulationStore.ts';

/** Codes for the desk of a place with a hotspot. */
interface DemoVouchers {
  readonly tenantSlug: string;
  readonly name: string;
  readonly branchName: string;
  readonly packageName: string;
  readonly prefix: string;
  readonly priceMinor: number;
  readonly currency: string;
  /** Over the counter already. */
  readonly sold: number;
}

export const demoVouchers: readonly DemoVouchers[] = [
  {
    tenantSlug: 'savanna-fibre',
    name: 'Westlands front desk',
    branchName: 'Westlands',
    packageName: 'Hotspot day',
    prefix: 'WL',
    priceMinor: 5000,
    currency: 'KES',
    sold: 18,
  },
  {
    tenantSlug: 'padma-net',
    name: 'Mirpur tea stalls',
    branchName: 'Mirpur',
    packageName: 'Hotspot day',
    prefix: 'MP',
    priceMinor: 2000,
    currency: 'BDT',
    sold: 31,
  },
];

const COUNT = 50;
const DAY_MS = 86_400_000;

export interface DemoVoucherParts {
  readonly database: Database;
  readonly newId: () => string;
  readonly vouchers: Pick<VoucherFeature, 'maker' | 'acts'>;
}

/** Makes what is missing of a company's vouchers, and sells a part of it. */
export async function populateVouchers(
  parts: DemoVoucherParts,
  subject: Subject,
  places: DemoPlaces,
  batches: readonly DemoVouchers[],
): Promise<void> {
  for (const given of batches) await makeBatch(parts, subject, places, given);
}

async function makeBatch(
  { database, newId, vouchers }: DemoVoucherParts,
  { tenant, userId: by }: Subject,
  { branches, packages }: DemoPlaces,
  given: DemoVouchers,
): Promise<void> {
  if (await database.tenantTx(tenant, (tx) => batchByName(tx, given.name))) return;
  const id = ActorId.parse(newId());
  const { name, prefix, priceMinor, currency } = given;
  const batch = NewVoucherBatch.parse({
    ...{ name, prefix, priceMinor, currency, count: COUNT },
    branchId: branches.get(given.branchName),
    packageId: packages.get(given.packageName),
    ...{ alphabet: 'mixed', codeLength: 9, validityMs: DAY_MS, devices: 1, devicePolicy: 'refuse', macLogin: true },
  });
  await vouchers.maker.make({ tenant, id, by, batch });
  const ids = await database.tenantTx(tenant, (tx) => firstVouchers(tx, id, given.sold));
  await vouchers.acts.sell({ tenant, scope: 'all', by }, id, ids);
}
