import type { RouterWorld } from '../routerWorld.ts';
import type { RadiusService } from './radiusServers.ts';
import { routerDate } from './routerDate.ts';
import type { RouterRadius } from './routerRadius.ts';

/** From this version on the simulated routers announce restarts: MikroTik documents nothing, so both are met. */
const ANNOUNCES_SINCE = '7';
const SERVICES: readonly RadiusService[] = ['ppp', 'hotspot', 'dhcp'];

/** Accounting-On after a start, Accounting-Off before an orderly one (RFC 2866 §5.1). */
export function restartNotice(
  world: RouterWorld,
  radius: RouterRadius,
  status: 'Accounting-On' | 'Accounting-Off',
): void {
  if (!world.personality.atLeast(ANNOUNCES_SINCE)) return;
  const service = SERVICES.find((one) => radius.has(one, ''));
  if (!service) return;
  const now = world.clock.now();
  radius.account({
    key: status,
    isInterim: false,
    since: now,
    service,
    calledId: '',
    attributes: [
      ['Acct-Status-Type', status],
      ['Acct-Session-Id', '00000000'],
      ['Event-Timestamp', routerDate(world, now)],
    ],
    onAcked: () => {},
  });
}
