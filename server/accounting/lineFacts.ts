import { ipv6PrefixAt } from '../platform/transport/radius/ipv6Values.ts';
import type { RadiusPacket } from '../platform/transport/radius/radiusPacket.ts';
import { standardAttribute as attribute } from '../platform/transport/radius/standardAttribute.ts';
import type { LineFacts, SeenAccess } from './lineSession.ts';
import { storableText } from './storableText.ts';

const PPP = 1;
const WIRELESS = 19;
/** RFC 2865 §5.8: the router or the user is to choose, no address. */
const NO_ADDRESS = 0xff_ff_ff_fe;

/** What a report says of the line. Texts are without NUL, which PostgreSQL can't store. */
export function lineFacts(packet: RadiusPacket): LineFacts {
  const username = textOf(packet, attribute.userName) ?? '';
  const calling = textOf(packet, attribute.callingStationId);
  const mac = calling === undefined ? undefined : macOf(calling);
  const ipv4 = packet.u32(attribute.framedIpAddress);
  return {
    username,
    access: accessOf(packet, username, mac),
    mac,
    calling: mac === undefined ? calling : undefined,
    nasPort: textOf(packet, attribute.nasPortId),
    service: textOf(packet, attribute.calledStationId),
    ipv4: ipv4 === undefined || ipv4 === 0 || ipv4 >= NO_ADDRESS ? undefined : packet.ipv4(attribute.framedIpAddress),
    ipv6: packet.ipv6(attribute.framedIpv6Address),
    ipv6Prefix: ipv6PrefixAt(packet, packet.first(attribute.framedIpv6Prefix)),
    delegatedPrefix: ipv6PrefixAt(packet, packet.first(attribute.delegatedIpv6Prefix)),
  };
}

/**
 * By what routers send (radius.md §2.3): PPP says so; DHCP has the MAC address as its name; a login page is what is left
 * where there is a MAC address or a radio.
 */
function accessOf(packet: RadiusPacket, username: string, mac: string | undefined): SeenAccess | undefined {
  if (packet.u32(attribute.framedProtocol) === PPP) return 'pppoe';
  const wireless = packet.u32(attribute.nasPortType) === WIRELESS;
  if (!wireless && mac !== undefined && macOf(username) === mac) return 'ipoe';
  return wireless || mac !== undefined ? 'hotspot' : undefined;
}

/** Lower case with colons; a DHCP client identifier has the hardware type in front. */
function macOf(text: string): string | undefined {
  if (text.length < 12 || text.length > 19) return undefined;
  const found =
    /^(?:1:)?([0-9a-f]{2})[:.-]?([0-9a-f]{2})[:.-]?([0-9a-f]{2})[:.-]?([0-9a-f]{2})[:.-]?([0-9a-f]{2})[:.-]?([0-9a-f]{2})$/i.exec(
      text,
    );
  return found === null ? undefined : found.slice(1).join(':').toLowerCase();
}

function textOf(packet: RadiusPacket, key: number): string | undefined {
  const text = packet.text(key);
  return text === undefined || text === '' ? undefined : storableText(text);
}
