import { BlockList } from 'node:net';

const own = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  // Where clouds tell a machine its secrets.
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
] as const)
  own.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  own.addSubnet(network, prefix, 'ipv6');

/**
 * Whoever registers a router chooses what this server connects to. The server itself is never a router, except in the
 * lab, whose routers live on its loopback.
 */
export function mayConnectTo(address: string, lab: boolean): boolean {
  if (lab) return true;
  return !own.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
