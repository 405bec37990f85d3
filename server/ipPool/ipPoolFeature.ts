import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { RecordChanges } from '../platform/live/recordChanges.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { ipPoolRecord } from './ipPoolRecord.ts';
import { ipPoolRoutes } from './ipPoolRoutes.ts';
import { IP_POOL, IpPools } from './ipPools.ts';
import { listIpPools } from './ipPoolStore.ts';

const EVERY_MS = 250;

/** Pools of addresses that lines get theirs from. */
export function createIpPoolFeature(context: FeatureContext): Feature {
  const { clock, database, host, repeating } = context;
  const changes = new RecordChanges(context, IP_POOL, 'package');
  const pools = new IpPools({ database, clock, newId: host.newId });
  /** View `ipPools`: every pool in use (IpPoolRecord), by name. */
  const view: ViewSource<Extract<ViewRequest, { view: 'ipPools' }>> = {
    view: 'ipPools',
    admit: ({ tenant, permissions }) =>
      permissions.has('pool.view')
        ? { tenant, permissionClass: 'ipPools', scope: 'all' }
        : wireRefusal('view/not-permitted'),
    open: ({ tenant }, _request, changed) =>
      openRefreshed(
        {
          clock,
          everyMs: EVERY_MS,
          read: async () => {
            const found = await database.tenantTx(tenant, (tx) => listIpPools(tx, false));
            return found.map((pool) => ({ id: pool.id, fields: ipPoolRecord(pool) }));
          },
          onChange: (callback) => changes.onChange(tenant, callback),
          onTrouble: (err) => repeating.report('ipPool.view', 'warn', { err }, 'the pools could not be read'),
        },
        changed,
      ),
  };
  return {
    name: 'ipPools',
    objectNames: { [IP_POOL]: storedNames(database, 'ip_pool', 'name') },
    routes: ipPoolRoutes(database, pools),
    views: [view],
    start: () => changes.start(),
    stop: () => changes.stop(),
    tenantAdded: (tenant) => changes.follow(tenant),
  };
}
