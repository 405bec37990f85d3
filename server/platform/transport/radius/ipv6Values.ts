import { ipv6Text } from './addressText.ts';
import type { RadiusPacket } from './radiusPacket.ts';

/**
 * Framed- or Delegated-IPv6-Prefix as `2001:db8::/56` (RFC 3162 §2.3, 4818 §3). Bits behind the prefix must be zero;
 * senders that put a whole address there mean its prefix, so they are cleared. Fewer octets than the prefix has are
 * nothing one could route.
 */
export function ipv6PrefixAt(packet: RadiusPacket, index: number): string | undefined {
  const value = packet.octetsAt(index);
  if (!value || value.length < 2 || value.length > 18) return undefined;
  const bits = value[1]!;
  if (bits > 128 || value.length - 2 < Math.ceil(bits / 8)) return undefined;
  const address = Buffer.alloc(16);
  value.copy(address, 0, 2);
  clearFrom(address, bits);
  return `${ipv6Text(address, 0)}/${bits}`;
}

/** Framed-Interface-Id as four groups (RFC 3162 §2.2). */
export function interfaceIdAt(packet: RadiusPacket, index: number): string | undefined {
  const value = packet.octetsAt(index);
  if (value?.length !== 8) return undefined;
  return [0, 2, 4, 6].map((at) => value.readUInt16BE(at).toString(16)).join(':');
}

function clearFrom(address: Buffer, bits: number): void {
  const whole = bits >>> 3;
  if (whole === 16) return;
  address[whole] = address[whole]! & ~(0xff >>> (bits & 7));
  address.fill(0, whole + 1);
}
