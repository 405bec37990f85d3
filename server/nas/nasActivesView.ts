import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { VersionedRows } from '../platform/live/versionedRows.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { nasAudience } from './nasAudience.ts';
import { visibleChannel, type NasSight } from './nasSight.ts';
import { watchChannel } from './watchChannel.ts';

/** View `nas.actives`: a window of who is connected through a router, by name; listened to while somebody looks. */
export function nasActivesView(sight: NasSight): ViewSource<Extract<ViewRequest, { view: 'nas.actives' }>> {
  return {
    view: 'nas.actives',
    admit: nasAudience,
    open(audience, { id, text, window }, changed) {
      const { close } = watchChannel(sight, audience, id, {
        changed,
        follow: (channel) => channel.followActives(),
        listen: (channel, listener) => channel.actives.onChange(listener),
      });
      const versions = new VersionedRows();
      const actives = (): ReturnType<typeof visibleChannel> => visibleChannel(sight, audience, id);
      return Promise.resolve({
        read: () => {
          const found = actives()?.actives.list(text) ?? [];
          const shown = found.slice(window.offset, window.offset + window.limit);
          const rows = versions.update(shown.map(({ id: row, ...fields }) => ({ id: row, fields })));
          return { rows, total: found.length };
        },
        exists: (row) => actives()?.actives.has(row) ?? false,
        close,
      });
    },
  };
}
