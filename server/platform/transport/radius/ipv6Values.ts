import { ipv6Text, parseIpv6 } from './addressText.ts';
import type { AttributeKey } from './attributeKey.ts';
import type { PacketWriter } from './packetWriter.ts';
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

/** With no more octets than the prefix has. Bits behind the prefix are a mistake of whoever wrote it, and refused. */
export function writeIpv6Prefix(writer: PacketWriter, key: AttributeKey, prefix: string): void {
  const found = /^([^/]+)\/([0-9]{1,3})$/.exec(prefix);
  const address = found ? parseIpv6(found[1]!) : undefined;
  const bits = Number(found?.[2]);
  const cleared = address ? Buffer.from(address) : undefined;
  if (bits <= 128 && cleared) clearFrom(cleared, bits);
  if (!address || bits > 128 || !cleared?.equals(address)) writer.refuse('badValue', key);
  else writer.octets(key, Buffer.concat([Buffer.of(0, bits), address.subarray(0, Math.ceil(bits / 8))]));
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

/** Eight octets, as four groups. */
export function writeInterfaceId(writer: PacketWriter, key: AttributeKey, text: string): void {
  const groups = text.split(':');
  if (groups.length !== 4 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) writer.refuse('badValue', key);
  else writer.octets(key, Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex'));
}
