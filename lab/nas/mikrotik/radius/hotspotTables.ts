import type { Values } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { hotspotProfile } from './accessAttributes.ts';
import type { Grant } from './grant.ts';
import type { Login, SessionItems } from './nasSession.ts';
import { setLists, setQueue } from './pppTables.ts';

/** How a guest has logged in, as /ip/hotspot/active says it. */
export function loginBy(world: RouterWorld, { line, calledId }: Login): string {
  if (line.method === 'mac') return 'mac';
  const offered = (hotspotProfile(world, calledId)['login-by'] ?? 'cookie,http-chap').split(',');
  return line.method === 'pap' || !offered.includes('http-chap') ? 'http-pap' : 'http-chap';
}

/** A guest's session; the host with its lease was there before the login. */
export function openHotspot(world: RouterWorld, login: Login, grant: Grant, address: string): SessionItems {
  const since = String(world.clock.now());
  const { calledId: server, username: user, line } = login;
  const rate = grant.rate;
  const silent: Values = line.isSilent ? { silent: 'yes' } : {};
  const values: Values = {
    server,
    user,
    address,
    'mac-address': line.mac,
    'login-by': loginBy(world, login),
    radius: 'yes',
    'session-id': login.number.id,
    'rate-limit': rate?.text ?? '',
    ...silent,
    since,
  };
  const active = world.table('/ip/hotspot/active').add(values);
  const host = { server, 'mac-address': line.mac, address: login.hostAddress ?? address, 'to-address': address };
  const others = [
    ['/ip/hotspot/host', world.table('/ip/hotspot/host').add({ ...host, authorized: 'yes', since })] as const,
  ];
  const queue = { queueName: `<hotspot-${user}>`, queueTarget: `${address}/32`, queue: undefined };
  const items: SessionItems = { active, counted: active, ...queue, lists: [], others };
  setQueue(world, items, rate);
  setLists(world, items, grant.addressLists, [address]);
  return items;
}
