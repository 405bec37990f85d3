import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasAudience } from './nasAudience.ts';
import type { NasSight } from './nasSight.ts';

/** View `nas.list`: a window of the filtered, sorted list; rows are {@link NasRow}. */
export function nasListView(sight: NasSight): ViewSource<Extract<ViewRequest, { view: 'nas.list' }>> {
  return {
    view: 'nas.list',
    admit: nasAudience,
    open(audience, { filter, sort, window }, changed) {
      const board = sight.boardOf(audience.tenant);
      const { shown, close } = board.openList(filter, sort, audience.scope, changed);
      return Promise.resolve({
        read: () => ({
          rows: shown.window(window.offset, window.limit).map((entry) => entry.row()),
          total: shown.size,
        }),
        exists: (id) => board.has(id),
        close,
      });
    },
  };
}
