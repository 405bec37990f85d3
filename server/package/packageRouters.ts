import type { PackageRouters, PackageRoutersAsked, RouterLack } from '#shared/package/onRouters.ts';
import type { BranchId, TenantId } from '#shared/values/ids.ts';
import type { NasFeature, NasNames, StoredNas } from '../nas/nasFeature.ts';
import type { Database } from '../platform/db/database.ts';
import { type RouterPool, routerPoolsOf } from './packageStore.ts';

export interface PackageRoutersParts {
  readonly database: Database;
  readonly routers: Pick<NasFeature, 'inUse' | 'namesOn'>;
}

/** For the answers of all routers: a person waits. */
const WITHIN_MS = 4_000;

/** Asks the routers of these branches whether they have what a package names; those that cannot be asked are unknown. */
export async function packageRouters(
  { database, routers }: PackageRoutersParts,
  tenant: TenantId,
  branches: readonly BranchId[] | 'all',
  asked: PackageRoutersAsked,
): Promise<PackageRouters> {
  const ids = [asked.poolId, asked.ipv6PoolId].filter((id) => id !== null);
  const pools = await database.tenantTx(tenant, (tx) => routerPoolsOf(tx, ids));
  const seen = routers.inUse(tenant).filter(({ branchId }) => isSeen(branches, branchId));
  const signal = AbortSignal.timeout(WITHIN_MS);
  const found = await Promise.all(
    seen.map(async (nas) => {
      const wanted = wantedOn(nas, asked, pools);
      const { id, name } = nas;
      if (wanted.length === 0) return { id, name, state: 'complete' as const, lacks: [] };
      const names = await routers.namesOn(tenant, id, signal).catch(() => undefined);
      if (!names) return { id, name, state: 'unknown' as const, lacks: [] };
      const lacks = wanted.filter((one) => !namesOf(names, one.what).includes(one.name));
      return { id, name, state: lacks.length > 0 ? ('lacking' as const) : ('complete' as const), lacks };
    }),
  );
  return found.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}

/** Whether anything of it is to be found on routers. */
export function namesSomething({ poolId, ipv6PoolId, addressList, routerProfile }: PackageRoutersAsked): boolean {
  return poolId !== null || ipv6PoolId !== null || addressList !== null || routerProfile !== null;
}

function wantedOn({ id }: StoredNas, asked: PackageRoutersAsked, pools: readonly RouterPool[]): readonly RouterLack[] {
  const { accessTypes, addressList, routerProfile } = asked;
  const here = pools.filter(({ nasIds }) => nasIds.length === 0 || nasIds.includes(id));
  const profile = (what: RouterLack['what'], isUsed: boolean): readonly RouterLack[] =>
    isUsed && routerProfile !== null ? [{ what, name: routerProfile }] : [];
  return [
    ...here.map(({ family, routerPool }) => ({
      what: family === 6 ? ('ipv6Pool' as const) : ('pool' as const),
      name: routerPool,
    })),
    ...profile('pppProfile', accessTypes.includes('pppoe')),
    ...profile('hotspotProfile', accessTypes.includes('hotspot')),
    ...(addressList === null ? [] : [{ what: 'addressList' as const, name: addressList }]),
  ];
}

function namesOf(names: NasNames, what: RouterLack['what']): readonly string[] {
  return {
    pool: names.pools,
    ipv6Pool: names.ipv6Pools,
    pppProfile: names.pppProfiles,
    hotspotProfile: names.hotspotProfiles,
    addressList: names.addressLists,
  }[what];
}

function isSeen(branches: readonly BranchId[] | 'all', branchId: BranchId | null): boolean {
  return branches === 'all' || branchId === null || branches.includes(branchId);
}
