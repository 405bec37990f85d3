import type { LineRate } from '#shared/lineRate/view.ts';
import { type ActorId, BranchId, type TenantId } from '#shared/values/ids.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { VersionedRows } from '../platform/live/versionedRows.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { findSubscription } from '../subscription/subscriptionFeature.ts';
import { LineRates, type LineRatesOptions } from './lineRates.ts';

export interface LineRateParts extends Pick<LineRatesOptions, 'online' | 'routers'> {
  /** Whether a line without RADIUS is on a router that counts it. */
  readonly isCounted: (tenant: TenantId, id: ActorId) => boolean;
}

/** What a line moves this second, from its router, while somebody looks. */
export function createLineRateFeature({ clock, database }: FeatureContext, parts: LineRateParts): Feature {
  const rates = new LineRates({ clock, ...parts });
  const view: ViewSource<Extract<ViewRequest, { view: 'subscription.rate' }>> = {
    view: 'subscription.rate',
    admit({ tenant, permissions, branches }) {
      if (!permissions.has('subscription.view') || !permissions.has('session.view'))
        return wireRefusal('view/not-permitted');
      return { tenant, permissionClass: 'all', scope: branches === 'all' ? 'all' : branches.toSorted().join() };
    },
    async open({ tenant, scope }, { id }, changed) {
      const branches = scope === 'all' ? scope : scope.split(',').flatMap((one) => BranchId.safeParse(one).data ?? []);
      const line = await database.tenantTx(tenant, (tx) => findSubscription(tx, id, branches));
      const versions = new VersionedRows();
      const read = (rate: LineRate | undefined) => {
        const rows = versions.update(rate === undefined ? [] : [{ id: 'rate', fields: rate }]);
        return { rows, total: rows.length };
      };
      const exists = (): boolean => false;
      if (!line) return { read: () => read(undefined), exists, close: () => undefined };
      if (line.state.accessType === 'static' && !parts.isCounted(tenant, id))
        return { read: () => read({ state: 'unseen' }), exists, close: () => undefined };
      const followed = rates.follow(tenant, id, changed);
      return { read: () => read(followed.rate()), exists, close: () => followed.stop() };
    },
  };
  return { name: 'lineRates', views: [view] as Feature['views'] & object, stop: () => rates.stop() };
}
