import { vendorIds, type RadiusAttribute } from '../../radius/radiusCodec.ts';
import type { RouterWorld } from '../routerWorld.ts';
import type { Login } from './nasSession.ts';

const PORT_TYPES: Readonly<Record<string, string>> = {
  ethernet: 'Ethernet',
  'wireless-802.11': 'Wireless-802.11',
  cable: 'Cable',
};

/** What an Access-Request says before the proof of the password, in the order of RouterOS. */
export function accessAttributes(world: RouterWorld, login: Login): readonly RadiusAttribute[] {
  if (login.service === 'dhcp') return dhcpSession(world, login);
  return login.service === 'ppp' ? pppAttributes(login) : hotspotAttributes(world, login);
}

/** Which session at which door: the same in requests for access and in accounting. */
export function pppAttributes({ number, username, line, calledId, portId }: Login): readonly RadiusAttribute[] {
  return [
    ['Service-Type', 'Framed-User'],
    ['Framed-Protocol', 'PPP'],
    ['NAS-Port', number.port],
    ['NAS-Port-Type', 'Ethernet'],
    ['User-Name', username],
    ['Calling-Station-Id', line.mac],
    ['Called-Station-Id', calledId],
    ['NAS-Port-Id', portId],
    ['Acct-Session-Id', number.id],
  ];
}

function hotspotAttributes(world: RouterWorld, login: Login): readonly RadiusAttribute[] {
  const profile = hotspotProfile(world, login.calledId);
  const wispr: (readonly [string, string])[] = [];
  if (profile['radius-location-id']) wispr.push(['WISPr-Location-ID', profile['radius-location-id']]);
  if (profile['radius-location-name']) wispr.push(['WISPr-Location-Name', profile['radius-location-name']]);
  const name = profile['dns-name'] || profile['hotspot-address'] || world.site.address;
  wispr.push(['WISPr-Logoff-URL', `http://${name}/logout`]);
  return [
    ...hotspotSession(world, login),
    ['Service-Type', 'Login-User'],
    ...wispr.map((one) => ['Vendor-Specific', vendorIds.wispr, [one]] as const),
  ];
}

export function hotspotSession(world: RouterWorld, login: Login): readonly RadiusAttribute[] {
  const { number, username, line, calledId, portId, hostAddress = '0.0.0.0' } = login;
  const profile = hotspotProfile(world, calledId);
  return [
    ['NAS-Port-Type', PORT_TYPES[profile['nas-port-type'] ?? 'wireless-802.11'] ?? 'Wireless-802.11'],
    ['Calling-Station-Id', line.mac],
    ['Called-Station-Id', calledId],
    ['NAS-Port-Id', portId],
    ['User-Name', username],
    ['NAS-Port', number.port],
    ['Acct-Session-Id', number.id],
    ['Framed-IP-Address', hostAddress],
    ['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Host-IP', hostAddress]]],
  ];
}

/** The client says who it is, and the name is the MAC. */
export function dhcpSession(world: RouterWorld, login: Login): readonly RadiusAttribute[] {
  const port = world.table('/interface').byName(login.portId)?.id.slice(1) ?? '0';
  return [
    ['NAS-Port-Type', 'Ethernet'],
    ['NAS-Port', Number.parseInt(port, 16)],
    ['Calling-Station-Id', `1:${login.line.mac.toLowerCase()}`],
    ['Called-Station-Id', login.calledId],
    ['NAS-Port-Id', login.portId],
    ['User-Name', login.username],
    ['Acct-Session-Id', login.number.id],
  ];
}

export function hotspotProfile(world: RouterWorld, server: string): Readonly<Record<string, string>> {
  const name = world.table('/ip/hotspot').byName(server)?.values['profile'] ?? 'default';
  return world.table('/ip/hotspot/profile').byName(name)?.values ?? {};
}

/** Who the router is. The address is the one that its packets leave from. */
export function routerAttributes(
  world: RouterWorld,
  source: string,
  delaySeconds?: number,
): readonly RadiusAttribute[] {
  const identity = world.table('/system/identity').single.values['name'] ?? 'MikroTik';
  return [
    ['NAS-Identifier', identity],
    ...(delaySeconds === undefined ? [] : [['Acct-Delay-Time', delaySeconds] as const]),
    ...(source.includes(':') ? [] : [['NAS-IP-Address', source] as const]),
  ];
}
