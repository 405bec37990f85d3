import { BlockList, isIP, isIPv6 } from 'node:net';

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Is the address one of these: addresses, prefixes, ranges? Names are nothing that can be compared. */
export function isAmong(address: string, members: Iterable<string>): boolean {
  const list = new BlockList();
  for (const member of members) addTo(list, member);
  return list.check(address, familyOf(address));
}

function addTo(list: BlockList, member: string): void {
  const [first = '', last] = member.split('-');
  if (last !== undefined) {
    if (isIP(first) === isIP(last) && isIP(first) !== 0) list.addRange(first, last, familyOf(first));
    return;
  }
  const [network = '', length] = member.split('/');
  if (isIP(network) === 0) return;
  if (length === undefined) list.addAddress(network, familyOf(network));
  else list.addSubnet(network, Number(length), familyOf(network));
}
