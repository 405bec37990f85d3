import type { ActorId } from '#shared/values/ids.ts';
import type { Audience } from '../platform/live/viewSource.ts';
import type { NasChannel } from './nasChannel.ts';
import { visibleChannel, type NasSight } from './nasSight.ts';

export interface ChannelWatch {
  readonly changed: () => void;
  /** Begins to want what the view shows; answers how to stop. */
  readonly follow: (channel: NasChannel) => () => void;
  readonly listen: (channel: NasChannel, listener: () => void) => () => void;
}

/** Keeps to a router's channel while the view is open, also over changes of its registration. */
export function watchChannel(
  sight: NasSight,
  audience: Audience,
  id: ActorId,
  { changed, follow, listen }: ChannelWatch,
): { close(): void } {
  let leave: () => void = () => undefined;
  const attach = (): void => {
    leave();
    const channel = visibleChannel(sight, audience, id);
    const ends = channel ? [follow(channel), listen(channel, changed)] : [];
    leave = () => ends.forEach((end) => end());
    changed();
  };
  attach();
  const unlisten = sight.onChannel(audience.tenant, id, attach);
  return {
    close: () => {
      unlisten();
      leave();
    },
  };
}
