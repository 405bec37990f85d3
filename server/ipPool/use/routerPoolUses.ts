import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import type { StoredIpPool } from '../storedIpPool.ts';

/** The part of a pool that one router has, as it said last. */
export interface RouterPoolShare {
  readonly id: ActorId;
  readonly name: string;
  readonly size: number;
  readonly used: number;
  readonly at: number;
}

export type RouterShares = ReadonlyMap<ActorId, readonly RouterPoolShare[]>;

const WITHIN_MS = 20_000;

/**
 * Asks each router once for all pools that it has for the company. One that can't be asked keeps what it said before out of
 * the answer: an old figure that looks new is worse than none.
 */
export async function readRouterShares(
  routers: Pick<NasFeature, 'inUse' | 'poolUsesOn'>,
  now: () => number,
  tenant: TenantId,
  pools: readonly StoredIpPool[],
): Promise<RouterShares> {
  const shares = new Map<ActorId, RouterPoolShare[]>();
  const onRouters = pools.filter(({ kind, family }) => kind === 'router' && family === 4);
  if (onRouters.length === 0) return shares;
  const signal = AbortSignal.timeout(WITHIN_MS);
  await Promise.all(
    routers.inUse(tenant).map(async ({ id, name }) => {
      const here = onRouters.filter(({ nasIds }) => nasIds.length === 0 || nasIds.includes(id));
      if (here.length === 0) return;
      const names = here.flatMap(({ routerPool }) => routerPool ?? []);
      const said = await routers.poolUsesOn(tenant, id, names, signal).catch(() => []);
      const at = now();
      for (const pool of here) {
        const found = said.find((one) => one.name === pool.routerPool);
        if (!found) continue;
        const { size, used } = found;
        shares.set(pool.id, [...(shares.get(pool.id) ?? []), { id, name, size, used, at }]);
      }
    }),
  );
  return shares;
}
