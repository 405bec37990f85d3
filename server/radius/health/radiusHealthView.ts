import type { Clock } from '#actors/system/clock.ts';
import { BranchId } from '#shared/values/ids.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import { openRefreshed } from '../../platform/live/refreshedView.ts';
import type { ViewSource } from '../../platform/live/viewSource.ts';
import type { RadiusHealth } from './radiusHealth.ts';

const EVERY_MS = 500;

/** View `radiusHealth`: rows `server`, `nas:<id>`, `pool:<number>` and `stranger:<address>` of shared/radius/view.ts. */
export function radiusHealthView(
  health: RadiusHealth,
  clock: Clock,
): ViewSource<Extract<ViewRequest, { view: 'radiusHealth' }>> {
  return {
    view: 'radiusHealth',
    admit({ tenant, permissions, branches }) {
      if (!permissions.has('radius.view')) return wireRefusal('view/not-permitted');
      const scope = branches === 'all' ? 'all' : [...branches].toSorted().join(',');
      return { tenant, permissionClass: 'radius', scope };
    },
    open(audience, _request, changed) {
      const { tenant, scope } = audience;
      const branches = scope === 'all' ? scope : scope.split(',').flatMap((id) => BranchId.safeParse(id).data ?? []);
      return openRefreshed(
        {
          clock,
          everyMs: EVERY_MS,
          read: () => Promise.resolve(health.rows(tenant, branches)),
          onChange: (listener) => health.onChange(listener),
          onTrouble: () => undefined,
        },
        changed,
      );
    },
  };
}
