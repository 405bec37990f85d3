import type { PackageRouters, RouterLack } from '#shared/package/onRouters.ts';
import { packageRefusal } from './packageRefusal.ts';

/** Beside which member of the package it is said. */
const paths: Readonly<Record<RouterLack['what'], string>> = {
  pool: 'poolId',
  ipv6Pool: 'ipv6PoolId',
  pppProfile: 'routerProfile',
  hotspotProfile: 'routerProfile',
  addressList: 'addressList',
};
const MOST_NAMED = 3;

/** Refuses what routers that could be asked don't have (operators 13); says which. */
export function refuseLacking(routers: PackageRouters): void {
  const where = new Map<string, { readonly path: string; readonly name: string; readonly on: string[] }>();
  for (const { name: router, lacks } of routers)
    for (const { what, name } of lacks) {
      const known = where.get(`${paths[what]}/${name}`);
      if (known) known.on.push(router);
      else where.set(`${paths[what]}/${name}`, { path: paths[what], name, on: [router] });
    }
  if (where.size === 0) return;
  const errors = [...where.values()].map(({ path, name, on }) => ({
    path,
    message: `${name} is missing on ${namedShort([...new Set(on)])}.`,
  }));
  throw packageRefusal('package/lacking-on-routers', { errors });
}

function namedShort(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
