import type { DownstreamEvent, LinkHandlers, LiveTransport } from '#client/live/liveTransport.ts';
import type { Randomness } from './randomness.ts';

const SHUFFLED: ReadonlySet<DownstreamEvent> = new Set(['view.frame', 'view.snapshot']);

/** Delivers frames and snapshots twice, late, or after the next ones, as no TCP connection would. */
export function chaosTransport(inner: LiveTransport, random: Randomness, counts: { shuffled: number }): LiveTransport {
  return { open: (handlers) => inner.open(shuffling(handlers, random, counts)) };
}

function shuffling(handlers: LinkHandlers, random: Randomness, counts: { shuffled: number }): LinkHandlers {
  let held: (() => void)[] = [];
  function release(): void {
    const all = held;
    held = [];
    for (const deliver of all) deliver();
  }
  return {
    ...handlers,
    message(event, payload) {
      const deliver = (): void => handlers.message(event, payload);
      if (!SHUFFLED.has(event)) return deliver();
      if (random.chance(0.15)) {
        counts.shuffled += 1;
        held.push(deliver);
        setTimeout(release, 1 + random.below(12));
        return;
      }
      deliver();
      if (random.chance(0.1)) {
        counts.shuffled += 1;
        deliver();
      }
      if (random.chance(0.5)) release();
    },
  };
}
