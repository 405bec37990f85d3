import type { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import { TreeNode } from '#shared/inspector/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { admitToInspector } from './inspectorSubject.ts';

const REFRESH_MS = 500;

/** The supervision tree, one row per node; refreshed twice a second while it changes. */
export function inspectorTreeView(
  system: ActorSystem,
  clock: Clock,
  onTrouble: (error: unknown) => void,
): ViewSource<Extract<ViewRequest, { view: 'inspector.tree' }>> {
  return {
    view: 'inspector.tree',
    admit: admitToInspector,
    open({ tenant }, _request, changed) {
      const read = () =>
        Promise.resolve(system.tree(tenant).map((node) => ({ id: node.path, fields: TreeNode.parse(node) })));
      return openRefreshed(
        { clock, everyMs: REFRESH_MS, read, onChange: (trigger) => system.onChange(trigger), onTrouble },
        changed,
      );
    },
  };
}
