import type { AccessType } from '#shared/package/values.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { ServiceProfile } from '../reply/serviceProfile.ts';
import type { FeedPackage, FeedPool } from './radiusFeedStore.ts';
import type { TemplateKey } from './replyKey.ts';

/** In the garden: enough to look at the page that says how to pay, and no service by itself. */
const GARDEN_BPS = 1_000_000;

/** What an Accept of this key wants of a router. */
export function serviceProfileOf(
  key: TemplateKey,
  bought: FeedPackage,
  pools: ReadonlyMap<ActorId, FeedPool>,
): ServiceProfile {
  const { accessType, garden } = key;
  return {
    accessType,
    ...(garden ? gardenOf(bought) : serviceOf(key, bought)),
    ...poolsOf(accessType, garden, bought, pools),
    interimSeconds: bought.interimS,
  };
}

function gardenOf({ routerProfile }: FeedPackage): Partial<ServiceProfile> {
  return {
    downBps: GARDEN_BPS,
    upBps: GARDEN_BPS,
    addressList: WALLED_GARDEN_LIST,
    ...present('routerProfile', routerProfile),
  };
}

function serviceOf(key: TemplateKey, bought: FeedPackage): Partial<ServiceProfile> {
  const { addressList, routerProfile, idleTimeoutS, priority } = bought;
  return {
    ...ratesOf(key, bought),
    // 8 is what a queue has anyway.
    ...(priority === 8 ? {} : { priority }),
    ...present('addressList', addressList),
    ...present('routerProfile', routerProfile),
    ...present('idleTimeoutSeconds', idleTimeoutS),
  };
}

/** A burst and a guarantee belong to the package's own rates. */
function ratesOf({ override, tier, profile }: TemplateKey, bought: FeedPackage): Partial<ServiceProfile> {
  const other =
    override ??
    (tier === 'fup' && bought.fup?.act === 'throttle' ? bought.fup.rates : undefined) ??
    (profile === undefined ? undefined : bought.profiles[profile]?.rates);
  if (other) return { downBps: other.downBps, upBps: other.upBps };
  const { downBps, upBps, burst, limitAt } = bought;
  return {
    ...present('downBps', downBps),
    ...present('upBps', upBps),
    ...present('burst', burst),
    ...present('limitAt', limitAt),
  };
}

function poolsOf(
  accessType: AccessType,
  garden: boolean,
  { poolId, ipv6PoolId }: FeedPackage,
  pools: ReadonlyMap<ActorId, FeedPool>,
): Partial<ServiceProfile> {
  if (accessType === 'static') return {};
  const own = poolId === null ? undefined : pools.get(poolId);
  const forGarden = garden ? [...pools.values()].find(isGardenPool) : undefined;
  const ipv4 = (forGarden ?? own)?.routerPool;
  // A pool that is not the routers' has no name there.
  const ipv6 = ipv6PoolId === null ? undefined : pools.get(ipv6PoolId);
  return {
    ...present('framedPool', ipv4),
    ...present(ipv6?.delegatedLength === null ? 'ipv6Pool' : 'delegatedPool', ipv6?.routerPool),
  };
}

function isGardenPool({ purpose, family, routerPool }: FeedPool): boolean {
  return purpose === 'walledGarden' && family === 4 && routerPool !== null;
}

function present<Name extends keyof ServiceProfile>(
  name: Name,
  value: ServiceProfile[Name] | null | undefined,
): Partial<Pick<ServiceProfile, Name>> {
  return value === null || value === undefined ? {} : ({ [name]: value } as Pick<ServiceProfile, Name>);
}
