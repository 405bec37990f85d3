import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { readMac } from '../memory/macOctets.ts';

/** Hardware type 1 in front of the address, as a DHCP client identifier has it (RFC 2132 §9.14): `1:` or `01:`. */
const hardwareType = /^0?1[:-]/;

/** The MAC address of Calling-Station-Id into `target`; false when it says none (a telephone number, an address). */
export function callingMac(packet: RadiusPacket, target: Uint8Array): boolean {
  const index = packet.first(standardAttribute.callingStationId);
  if (index < 0) return false;
  const from = packet.attributes.offset(index);
  const to = from + packet.attributes.length(index);
  if (readMac(packet.bytes, from, to, target)) return true;
  const before = hardwareType.exec(packet.textAt(index)!);
  return before !== null && readMac(packet.bytes, from + before[0].length, to, target);
}
