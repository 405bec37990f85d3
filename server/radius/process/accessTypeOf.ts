import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { AccessType } from '../policy/subscriptionPolicy.ts';

const PPP = 1;
const SERVICE_LOGIN = 1;
const SERVICE_CALL_CHECK = 10;
const PORT_ETHERNET = 15;
const PORT_WIRELESS = 19;
/** A hotspot says which address the device has on its own side (reference of vendor 14988, attribute 10). */
const hostAddress = vendorKey(14_988, 10);

/**
 * How somebody comes in, from what a request says; undefined: it cannot be told. Framed-Protocol PPP is PPPoE or a VPN,
 * which are one here.
 */
export function accessTypeOf(packet: RadiusPacket): AccessType | undefined {
  if (packet.u32(standardAttribute.framedProtocol) === PPP) return 'pppoe';
  if (packet.has(hostAddress)) return 'hotspot';
  const service = packet.u32(standardAttribute.serviceType);
  const port = packet.u32(standardAttribute.nasPortType);
  if (service === SERVICE_LOGIN || port === PORT_WIRELESS) return 'hotspot';
  if (service === SERVICE_CALL_CHECK || port === PORT_ETHERNET) return 'ipoe';
  return undefined;
}
