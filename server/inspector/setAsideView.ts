import type { ActorSystem } from '#actors/system/actorSystem.ts';
import { formatAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import { readable } from '#actors/system/journal.ts';
import type { SetAsideEnvelope, SetAsideStore } from '#actors/system/ports.ts';
import type { SetAsideMessage } from '#shared/inspector/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { admitToInspector } from './inspectorSubject.ts';

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
    open({ tenant }, _request, changed) {
      const read = async () =>
        (await store.list(tenant)).map((message) => ({ id: message.id, fields: shown(message) }));
      return openRefreshed(
        { clock, everyMs: REFRESH_MS, read, onChange: (trigger) => system.onChange(trigger), onTrouble },
        changed,
      );
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
