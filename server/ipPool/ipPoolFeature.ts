import { POOL_SAMPLES } from '#shared/ipPool/use.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { RecordChanges } from '../platform/live/recordChanges.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import type { SampleFeature } from '../sample/sampleFeature.ts';
import { ipPoolRecord } from './ipPoolRecord.ts';
import { ipPoolRoutes } from './ipPoolRoutes.ts';
import { IP_POOL, IpPools } from './ipPools.ts';
import { listIpPools } from './ipPoolStore.ts';
import type { StoredIpPool } from './storedIpPool.ts';
import { PoolAlarm } from './use/poolAlarm.ts';
import { PoolUses, type ServerPoolUses } from './use/poolUses.ts';

const EVERY_MS = 1_000;

export interface IpPoolFeatureParts {
  readonly routers: Pick<NasFeature, 'inUse' | 'poolUsesOn'>;
  readonly samples: Pick<SampleFeature, 'sink' | 'access' | 'history'>;
}

/** Pools of addresses that lines get theirs from. */
export interface IpPoolFeature extends Feature {
  /** Who gives the addresses of this server's pools away. Call before start. */
  countedBy(server: ServerPoolUses): void;
  readonly pools: IpPools;
}

export function createIpPoolFeature(context: FeatureContext, { routers, samples }: IpPoolFeatureParts): IpPoolFeature {
  const { clock, database, host, repeating, ask, tenants } = context;
  const changes = new RecordChanges(context, IP_POOL, 'package');
  const pools = new IpPools({ database, clock, newId: host.newId });
  const inUse = (tenant: TenantId): Promise<readonly StoredIpPool[]> =>
    database.tenantTx(tenant, (tx) => listIpPools(tx, false));
  const uses = new PoolUses({
    ...{ clock, tenants, pools: inUse, routers, samples },
    alarm: new PoolAlarm({
      ...{ clock, ask, newId: host.newId },
      onTrouble: (reply) => repeating.report('ipPool.alarm', 'error', { reply }, 'no alarm about a pool'),
    }),
    onTrouble: (error) =>
      repeating.report('ipPool.use', 'warn', { err: errorFields(error) }, 'how full pools are could not be read'),
  });
  samples.access.register(POOL_SAMPLES, {
    mayView: async ({ tenant, permissions }, id) =>
      permissions.has('pool.view') && (await inUse(tenant)).some((pool) => pool.id === id),
    unitOf: () => 'count',
  });
  /** View `ipPools`: every pool in use (IpPoolRow), by name. */
  const view: ViewSource<Extract<ViewRequest, { view: 'ipPools' }>> = {
    view: 'ipPools',
    admit: ({ tenant, permissions }) =>
      permissions.has('pool.view')
        ? { tenant, permissionClass: 'ipPools', scope: 'all' }
        : wireRefusal('view/not-permitted'),
    open: ({ tenant }, _request, changed) => {
      // Read again only when something was written: figures come each second.
      let stored: Promise<readonly StoredIpPool[]> | undefined;
      return openRefreshed(
        {
          clock,
          everyMs: EVERY_MS,
          read: async () => {
            stored ??= inUse(tenant);
            const found = await stored.catch((error: unknown) => {
              stored = undefined;
              throw error;
            });
            return found.map((pool) => ({
              id: pool.id,
              fields: { ...ipPoolRecord(pool), use: uses.of(tenant, pool) },
            }));
          },
          onChange(callback) {
            const ends = [
              changes.onChange(tenant, () => {
                stored = undefined;
                callback();
              }),
              uses.onChange(callback),
            ];
            return () => ends.forEach((end) => end());
          },
          onTrouble: (err) => repeating.report('ipPool.view', 'warn', { err }, 'the pools could not be read'),
        },
        changed,
      );
    },
  };
  return {
    name: 'ipPools',
    pools,
    objectNames: { [IP_POOL]: storedNames(database, 'ip_pool', 'name') },
    routes: ipPoolRoutes(database, pools),
    views: [view],
    countedBy: (server) => uses.countedBy(server),
    async start() {
      await changes.start();
      uses.start();
    },
    async stop() {
      await uses.stop();
      await changes.stop();
    },
    tenantAdded: (tenant) => changes.follow(tenant),
  };
}
