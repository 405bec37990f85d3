import { Beat } from '#shared/wire/downstream.ts';
import type { LiveTransport } from '../live/liveTransport.ts';
import { learnServerTime } from '../ui/now.ts';

/** Listens to the server's clock on its way: ages on the screen must not depend on a computer set wrong. */
export function tellingTime(transport: LiveTransport): LiveTransport {
  return {
    open: (handlers) =>
      transport.open({
        closed: (reason) => handlers.closed(reason),
        message: (event, payload) => {
          const beat = event === 'beat' ? Beat.safeParse(payload) : undefined;
          if (beat?.success) learnServerTime(beat.data.at);
          handlers.message(event, payload);
        },
      }),
  };
}
