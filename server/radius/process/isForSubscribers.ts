import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { MAC_BYTES } from '../memory/macOctets.ts';
import { callingMac } from './callingMac.ts';

/** RFC 2865 §5.6. */
const service = { login: 1, framed: 2, authenticateOnly: 8, callCheck: 10 } as const;
/** Of a hotspot: the address the device has on its own side. */
const hostAddress = vendorKey(14_988, 10);
const mac = Buffer.alloc(MAC_BYTES);

/**
 * False: somebody wants to log in to the equipment itself (administration, a prompt, Telnet). Routers ask the same server
 * for that, and a customer's password must not open them. A hotspot says Login as well, but has a device that logs in.
 */
export function isForSubscribers(packet: RadiusPacket): boolean {
  const wanted = packet.u32(standardAttribute.serviceType);
  if (wanted === service.login) return packet.has(hostAddress) || callingMac(packet, mac);
  return (
    wanted === undefined ||
    wanted === service.framed ||
    wanted === service.callCheck ||
    wanted === service.authenticateOnly
  );
}
