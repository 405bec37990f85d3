import type { ActorSystem } from '#actors/system/actorSystem.ts';
import { parseAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { admitToInspector } from './inspectorSubject.ts';

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
    open(_audience, request, changed) {
      const address = parseAddress(request.address);
      const read = async () => {
        const inspection = address && (await system.inspect(address));
        return inspection ? [{ id: inspection.address, fields: inspection }] : [];
      };
      return openRefreshed(
        { clock, everyMs: REFRESH_MS, read, onChange: (trigger) => system.onChange(trigger), onTrouble },
        changed,
      );
    },
  };
}
