import { expandRanges } from './addressPool.ts';
import type { Item, Values } from './configTable.ts';
import { customerMac } from './customerMac.ts';
import type { Ending } from './pppSessions.ts';
import type { RouterWorld } from './routerWorld.ts';

export function hotspotCandidates(world: RouterWorld): readonly string[] {
  if (!serverOf(world)) return [];
  const online = new Set(
    world
      .table('/ip/hotspot/active')
      .all()
      .map(({ values }) => values['user']),
  );
  return world
    .table('/ip/hotspot/user')
    .all()
    .filter(({ values }) => values['disabled'] !== 'yes' && values['default'] !== 'yes')
    .map(({ values }) => values['name'] ?? '')
    .filter((name) => !online.has(name));
}

export function startHotspot(world: RouterWorld, user: string, at: number, quiet: boolean): void {
  const account = world.table('/ip/hotspot/user').byName(user)?.values;
  const server = serverOf(world);
  if (!account || !server || account['disabled'] === 'yes' || !hotspotCandidates(world).includes(user)) return;
  const mac = account['mac-address'] ?? customerMac(user);
  const pool = world.table('/ip/pool').byName(server['address-pool'] ?? '');
  const taken = new Set(
    world
      .table('/ip/hotspot/active')
      .all()
      .map(({ values }) => values['address'] ?? ''),
  );
  const address = expandRanges(pool?.values['ranges'] ?? '').free(taken);
  if (address === undefined) {
    world.log.write('hotspot,error,info,debug', `${user} (${mac}): login failed: no address from ip pool`, at);
    return;
  }
  const how = user.includes(':') ? 'mac' : 'http-chap';
  const name = server['name'] ?? '';
  const since = String(at);
  world
    .table('/ip/hotspot/active')
    .add({ server: name, user, address, 'mac-address': mac, 'login-by': how, radius: 'no', since });
  world.table('/ip/hotspot/host').add({
    server: name,
    'mac-address': mac,
    address,
    'to-address': address,
    authorized: 'yes',
    'found-by': 'DHCP packet',
    since,
  });
  lend(world, address, mac);
  if (quiet) return;
  world.log.write('hotspot,account,info,debug', `${user} (${address}): trying to log in by ${how}`, at);
  world.log.write('hotspot,account,info,debug', `${user} (${address}): logged in`, at);
}

export function endHotspot(world: RouterWorld, item: Item, ending: Ending | undefined): void {
  const { user = '', address = '' } = item.values;
  world.table('/ip/hotspot/active').remove(item);
  const hosts = world.table('/ip/hotspot/host');
  const host = hosts.all().find(({ values }) => values['address'] === address);
  if (host) hosts.remove(host);
  takeBack(world, address);
  if (ending)
    world.log.write(
      'hotspot,account,info,debug',
      `${user} (${address}): logged out: ${ending.why === 'admin-reset' ? 'admin reset' : 'keepalive timeout'}`,
      ending.at,
    );
}

function serverOf(world: RouterWorld): Values | undefined {
  return world
    .table('/ip/hotspot')
    .all()
    .find(({ values }) => values['disabled'] === 'no')?.values;
}

/** A hotspot guest has its address by DHCP, and the router knows its MAC. */
function lend(world: RouterWorld, address: string, mac: string): void {
  const server = world.table('/ip/dhcp-server').all()[0]?.values;
  if (!server || server['disabled'] === 'yes') return;
  const lease = {
    address,
    'mac-address': mac,
    'client-id': `1:${mac.toLowerCase()}`,
    server: server['name'] ?? '',
    bound: 'yes',
  };
  world.table('/ip/dhcp-server/lease').add(lease, { dynamic: true });
  world
    .table('/ip/arp')
    .add({ address, 'mac-address': mac, interface: server['interface'] ?? '', DHCP: 'yes' }, { dynamic: true });
}

function takeBack(world: RouterWorld, address: string): void {
  for (const path of ['/ip/dhcp-server/lease', '/ip/arp']) {
    const table = world.table(path);
    const item = table.all().find(({ values, dynamic }) => dynamic && values['address'] === address);
    if (item) table.remove(item);
  }
}
