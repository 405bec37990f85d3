import type { ActorSystem } from '#actors/system/actorSystem.ts';
import { formatAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import { readable } from '#actors/system/journal.ts';
import type { SetAsideEnvelope, SetAsideStore } from '#actors/system/ports.ts';
import type { SetAsideMessage } from '#shared/inspector/view.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { admitToInspector } from './inspectorSubject.ts';
import { paced } from './paced.ts';
import { VersionedRows } from './versionedRows.ts';

const REFRESH_MS = 1_000;

/** Messages that crashed their actor twice and wait for somebody to retry or discard them. */
export function setAsideView(
  system: ActorSystem,
  store: SetAsideStore,
  clock: Clock,
  onTrouble: (error: unknown) => void,
): ViewSource<Extract<ViewRequest, { view: 'inspector.setAside' }>> {
  return {
    view: 'inspector.setAside',
    admit: admitToInspector,
    async open({ tenant }, _request, changed) {
      const versions = new VersionedRows();
      let rows: readonly ViewRow[] = [];
      const refresh = async (): Promise<void> => {
        const messages = await store.list(tenant);
        rows = versions.update(messages.map((message) => ({ id: message.id, fields: shown(message) })));
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

function shown({ id, envelope, error, setAsideAt, retriedAt }: SetAsideEnvelope): SetAsideMessage {
  return {
    id,
    address: formatAddress(envelope.address),
    type: envelope.command.type,
    body: readable(envelope.command),
    error,
    setAsideAt,
    ...(retriedAt === undefined ? {} : { retriedAt }),
  };
}
