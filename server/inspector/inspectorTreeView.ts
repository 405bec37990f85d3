import type { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import { TreeNode } from '#shared/inspector/view.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { admitToInspector } from './inspectorSubject.ts';
import { paced } from './paced.ts';
import { VersionedRows } from './versionedRows.ts';

const REFRESH_MS = 500;

/** The supervision tree, one row per node; refreshed twice a second while it changes. */
export function inspectorTreeView(
  system: ActorSystem,
  clock: Clock,
): ViewSource<Extract<ViewRequest, { view: 'inspector.tree' }>> {
  return {
    view: 'inspector.tree',
    admit: admitToInspector,
    open({ tenant }, _request, changed) {
      const versions = new VersionedRows();
      let rows: readonly ViewRow[] = [];
      const refresh = (): void => {
        rows = versions.update(system.tree(tenant).map((node) => ({ id: node.path, fields: TreeNode.parse(node) })));
      };
      refresh();
      const trigger = paced(clock, REFRESH_MS, () => {
        refresh();
        changed();
      });
      const unlisten = system.onChange(trigger);
      return Promise.resolve({
        read: () => ({ rows, total: rows.length }),
        exists: () => false,
        close: () => {
          trigger.stop();
          unlisten();
        },
      });
    },
  };
}
