import { isIPv6, SocketAddress } from 'node:net';

/** `2001:db8:1::/56` of RFC 3162 §2.3: reserved, length, as many octets as are needed. Undefined for anything else. */
export function ipv6PrefixText(value: Buffer): string | undefined {
  const length = value[1];
  if (value.length < 2 || value.length > 18 || length === undefined || length > 128) return undefined;
  const octets = Buffer.concat([value.subarray(2), Buffer.alloc(18 - value.length)]);
  for (let bit = length; bit < 128; bit += 1) if ((octets[bit >> 3]! >> (7 - (bit & 7))) & 1) return undefined;
  return `${ipv6Text(octets)}/${length}`;
}

export function ipv6Text(octets: Buffer): string {
  const words = Array.from({ length: 8 }, (_, index) => octets.readUInt16BE(index * 2).toString(16));
  const text = words.join(':');
  return isIPv6(text) ? new SocketAddress({ address: text, family: 'ipv6' }).address : text;
}
