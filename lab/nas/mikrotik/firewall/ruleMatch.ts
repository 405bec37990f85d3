import type { Values } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { isAmong } from './addressSet.ts';

/** A packet on its way through the router. */
export interface Packet {
  readonly family: 4 | 6;
  readonly source: string;
  readonly destination: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Of the destination. */
  readonly port: number;
  readonly inInterface: string;
  readonly state: 'new' | 'established';
}

export const firewallPath = (family: 4 | 6): string => (family === 4 ? '/ip/firewall' : '/ipv6/firewall');

/** Does the rule speak of this packet? A matcher that the lab does not know makes it speak of none. */
export function speaksOf(world: RouterWorld, rule: Values, packet: Packet): boolean {
  return Object.entries(rule).every(([name, value]) => {
    if (value === '' || !MATCHERS.has(name)) return true;
    const isNot = value.startsWith('!');
    const wanted = isNot ? value.slice(1) : value;
    return matches(world, name, wanted, packet) !== isNot;
  });
}

const MATCHERS = new Set([
  ...['src-address', 'dst-address', 'src-address-list', 'dst-address-list', 'protocol', 'dst-port', 'connection-state'],
  ...['in-interface', 'in-interface-list', 'out-interface-list', 'src-port', 'port', 'src-address-type', 'content'],
  ...['dst-address-type', 'hotspot', 'connection-mark', 'packet-mark', 'routing-mark', 'limit', 'tcp-flags', 'time'],
  ...['layer7-protocol', 'src-mac-address', 'icmp-options', 'connection-nat-state', 'ipsec-policy', 'out-interface'],
]);

function matches(world: RouterWorld, name: string, wanted: string, packet: Packet): boolean {
  switch (name) {
    case 'src-address':
      return isAmong(packet.source, wanted.split(','));
    case 'dst-address':
      return isAmong(packet.destination, wanted.split(','));
    case 'src-address-list':
      return isListed(world, packet.family, wanted, packet.source);
    case 'dst-address-list':
      return isListed(world, packet.family, wanted, packet.destination);
    case 'protocol':
      return wanted === packet.protocol || (wanted === 'icmpv6' && packet.protocol === 'icmp');
    case 'dst-port':
      return packet.protocol !== 'icmp' && wanted.split(',').some((one) => isInRange(packet.port, one));
    case 'connection-state':
      return wanted.split(',').includes(packet.state);
    case 'in-interface':
      return wanted === packet.inInterface || (wanted === 'all-ppp' && packet.inInterface.startsWith('<pppoe-'));
    case 'out-interface':
      return world.table('/interface').byName(wanted)?.values['uplink'] === 'yes';
    default:
      return false;
  }
}

function isListed(world: RouterWorld, family: 4 | 6, list: string, address: string): boolean {
  const members = world
    .table(`${firewallPath(family)}/address-list`)
    .all()
    .filter(({ values }) => values['list'] === list && values['disabled'] !== 'yes')
    .map(({ values }) => values['address'] ?? '');
  return isAmong(address, members);
}

function isInRange(port: number, range: string): boolean {
  const [from, to = from] = range.split('-').map(Number);
  return from !== undefined && to !== undefined && port >= from && port <= to;
}
