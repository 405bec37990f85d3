import { parseIpv4, parseIpv6, ipv6Text } from '../platform/transport/radius/addressText.ts';

/** Prefixes shorter than this are not delegated to a line. */
const SHORTEST_PREFIX = 32;

/** An address and every IPv6 prefix it can be in, as they are stored. */
export function addressCandidates(address: string): readonly string[] {
  if (parseIpv4(address) !== undefined) return [address];
  const octets = parseIpv6(address);
  if (octets === undefined) return [];
  const candidates = [`${ipv6Text(octets, 0)}/128`];
  for (let bits = 127; bits >= SHORTEST_PREFIX; bits -= 1) {
    octets[bits >>> 3]! &= ~(0x80 >>> (bits & 7));
    candidates.push(`${ipv6Text(octets, 0)}/${bits}`);
  }
  return candidates;
}
