import type { TenantId } from '#shared/values/ids.ts';
import { listPackages, type StoredPackage } from '../../package/packageFeature.ts';
import type { Database } from '../../platform/db/database.ts';
import { poolsNow } from '../source/knownObjectStore.ts';
import type { SheetCell } from './xlsxWriter.ts';

const HEADINGS = [
  ...[
    'Name',
    'Access types',
    'Down bit/s',
    'Up bit/s',
    'Burst down bit/s',
    'Burst up bit/s',
    'Quota bytes',
    'When used up',
  ],
  ...[
    'Cycle',
    'Sessions',
    'With more sessions',
    'Pool',
    'Address list',
    'Router profile',
    'On expiry',
    'Price',
    'Currency',
  ],
  ...['Archived'],
];

/** Heading and rows of packages, by name. There are few: they are one piece. */
export async function* packageRows(
  database: Database,
  tenant: TenantId,
  archived: boolean,
): AsyncGenerator<readonly (readonly SheetCell[])[]> {
  const { packages, pools } = await database.tenantTx(tenant, async (tx) => ({
    packages: await listPackages(tx, archived),
    pools: new Map((await poolsNow(tx)).map(({ id, name }) => [id, name])),
  }));
  yield [HEADINGS];
  yield packages.map((one) => cellsOf(one, one.poolId === null ? undefined : pools.get(one.poolId)));
}

function cellsOf(one: StoredPackage, pool: string | undefined): readonly SheetCell[] {
  const { cycle, fup, burst, currency } = one;
  const decimals = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return [
    ...[one.name, one.accessTypes.join(', '), one.downBps ?? undefined, one.upBps ?? undefined],
    ...[burst?.down.limitBps, burst?.up.limitBps, one.quotaBytes ?? undefined],
    fup?.act === 'throttle' ? `${fup.rates.downBps}/${fup.rates.upBps}` : fup?.act,
    ...[`${cycle.count} ${cycle.unit}`, one.sessions, one.sessionPolicy, pool],
    ...[one.addressList ?? undefined, one.routerProfile ?? undefined, one.onExpiry],
    ...[one.priceMinor / 10 ** (decimals ?? 2), currency],
    one.archivedAt === null ? undefined : new Date(one.archivedAt).toISOString(),
  ];
}
