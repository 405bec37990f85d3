import { isIPv6 } from 'node:net';
import type { RadiusDestination } from '../../radius/radiusClient.ts';
import type { Item } from '../configTable.ts';
import { parseDuration } from '../duration.ts';
import type { RouterWorld } from '../routerWorld.ts';

export type RadiusService = 'ppp' | 'hotspot' | 'dhcp';

/** One entry of /radius, as a packet of a service needs it. */
export interface RadiusServer {
  readonly item: Item;
  readonly isBackup: boolean;
  readonly authentication: RadiusDestination;
  readonly accounting: RadiusDestination;
}

const DEFAULT_TIMEOUT_MS = 300;

/** In the order in which they are asked. `calledId`: an entry may be for some called stations only. */
export function radiusServers(world: RouterWorld, service: RadiusService, calledId: string): readonly RadiusServer[] {
  return world
    .table('/radius')
    .all()
    .filter(({ values }) => {
      const isOn = values['disabled'] !== 'yes' && values['protocol'] !== 'radsec';
      const wanted = values['called-id'] ?? '';
      return isOn && (values['service'] ?? '').split(',').includes(service) && ['', calledId].includes(wanted);
    })
    .map((item) => serverOf(world, item));
}

function serverOf(world: RouterWorld, item: Item): RadiusServer {
  const { values } = item;
  const given = values['src-address'] ?? '0.0.0.0';
  const address = (values['address'] ?? '').replace(/@.*$/, '');
  const own = isIPv6(address) ? '::' : world.site.address;
  const to = {
    source: given === '0.0.0.0' ? own : given,
    address,
    secret: values['secret'] ?? '',
    timeoutMs: parseDuration(values['timeout'] ?? '') ?? DEFAULT_TIMEOUT_MS,
  };
  const portOf = (name: string, fallback: number): number => Number(values[name] ?? fallback);
  return {
    item,
    isBackup: values['accounting-backup'] === 'yes',
    authentication: {
      ...to,
      port: portOf('authentication-port', 1812),
      wantsMessageAuthenticator: world.personality.atLeast('7.15') && values['require-message-auth'] !== 'no',
    },
    accounting: { ...to, port: portOf('accounting-port', 1813), wantsMessageAuthenticator: false },
  };
}
