import { ipv6Text, parseIpv6 } from '#server/platform/transport/radius/addressText.ts';

/**
 * `2001:db8:1::/48` as Framed-IPv6-Prefix (RFC 3162 §2.3) and Delegated-IPv6-Prefix (RFC 4818 §3) say it: reserved, length,
 * and as many octets as the length needs, zeros behind it. Undefined when it is none.
 */
export function parsePrefix(text: string): Buffer | undefined {
  const [address, size] = text.split('/');
  const bytes = parseIpv6(address!);
  const length = Number(size);
  if (!bytes || !Number.isInteger(length) || length < 0 || length > 128) return undefined;
  const octets = Math.ceil(length / 8);
  const value = Buffer.concat([Buffer.of(0, length), bytes.subarray(0, octets)]);
  if (length % 8 !== 0) value[1 + octets]! &= 0xff << (8 - (length % 8));
  return value;
}

/** Undefined when the octets are no such value. */
export function prefixText(value: Uint8Array): string | undefined {
  const length = value[1] ?? 129;
  if (length > 128 || value.length > 18) return undefined;
  const address = Buffer.alloc(16);
  address.set(value.subarray(2));
  return `${ipv6Text(address, 0)}/${length}`;
}

/** The upper half of a prefix of at most 64 bits, as such a value. */
export function prefixValue(half: bigint, length: number): Buffer {
  const value = Buffer.alloc(10);
  value[1] = length;
  value.writeBigUInt64BE(half, 2);
  return value.subarray(0, 2 + Math.ceil(length / 8));
}

/** That half of such a value; 0: it is none, or of more than 64 bits. */
export function prefixHalf(value: Uint8Array): bigint {
  const length = value[1] ?? 0;
  if (length < 1 || length > 64 || value.length > 18) return 0n;
  const half = Buffer.alloc(8);
  half.set(value.subarray(2, 10));
  return half.readBigUInt64BE(0);
}
