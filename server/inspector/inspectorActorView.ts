import type { ActorSystem } from '#actors/system/actorSystem.ts';
import { parseAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { admitToInspector } from './inspectorSubject.ts';
import { paced } from './paced.ts';
import { VersionedRows } from './versionedRows.ts';

const REFRESH_MS = 250;

/** Everything about one actor: chart, state, mailbox, last messages. One row, or none when there is no such actor. */
export function inspectorActorView(
  system: ActorSystem,
  clock: Clock,
  onTrouble: (error: unknown) => void,
): ViewSource<Extract<ViewRequest, { view: 'inspector.actor' }>> {
  return {
    view: 'inspector.actor',
    admit(subject, { address }) {
      // Another tenant's actor does not exist for this one.
      if (parseAddress(address)?.tenant !== subject.tenant) return systemRefusal('actor/not-found');
      return admitToInspector(subject);
    },
    async open(_audience, request, changed) {
      const address = parseAddress(request.address);
      const versions = new VersionedRows();
      let rows: readonly ViewRow[] = [];
      const refresh = async (): Promise<void> => {
        const inspection = address && (await system.inspect(address));
        rows = versions.update(inspection ? [{ id: inspection.address, fields: inspection }] : []);
      };
      await refresh();
      const trigger = paced(clock, REFRESH_MS, () => void refresh().then(changed, onTrouble));
      const unlisten = system.onChange(trigger);
      return {
        read: () => ({ rows, total: rows.length }),
        exists: () => false,
        close: () => {
          trigger.stop();
          unlisten();
        },
      };
    },
  };
}
