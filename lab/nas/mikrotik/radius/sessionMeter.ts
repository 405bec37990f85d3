import { guestRate, interfaceRate } from '../interfaceRate.ts';
import type { RouterWorld } from '../routerWorld.ts';
import type { Rate } from '../traffic.ts';
import type { NasSession, Usage } from './nasSession.ts';

/** Bytes of a session until now; they only grow. */
export function usageOf(world: RouterWorld, session: NasSession, at: number): Usage {
  const { counted } = session.items;
  const name = counted.values['name'] ?? '';
  const rateAt = (when: number): Rate =>
    session.login.service === 'ppp' ? interfaceRate(world, name, when) : guestRate(world, counted.values, when);
  const { rx, tx } = world.traffic.bytes(counted, session.startedAt, at, rateAt);
  return { received: rx, sent: tx };
}

/** Bytes that were moved on command: they count everywhere that the session's bytes are shown. */
export function moveBytes(world: RouterWorld, session: NasSession, more: Usage): void {
  usageOf(world, session, world.clock.now());
  world.traffic.add(session.items.counted, { rx: more.received, tx: more.sent });
}
