import { parseIpv6 } from '#server/platform/transport/radius/addressText.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { HEADER_BYTES } from '#server/platform/transport/radius/radiusLayout.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { SubscriptionPolicy } from './subscriptionPolicy.ts';

const writer = new PacketWriter();

/** What a subscription has of its own besides addresses that are allocated: prefix and routes, as encoded attributes. */
export function lineAttributes(policy: SubscriptionPolicy): Buffer {
  if (policy.delegatedPrefix === undefined && policy.framedRoutes.length === 0) return Buffer.alloc(0);
  writer.request(radiusCode.coaRequest, 0, undefined, false);
  const prefix = policy.delegatedPrefix === undefined ? undefined : prefixValue(policy.delegatedPrefix);
  if (prefix) writer.octets(standardAttribute.delegatedIpv6Prefix, prefix);
  for (const route of policy.framedRoutes)
    if (route.includes('::')) writer.text(standardAttribute.framedIpv6Route, route);
    else writer.text(standardAttribute.framedRoute, route);
  if (writer.refusal) throw new RangeError('the routes of a subscription are too long');
  return Buffer.from(writer.bytes.subarray(HEADER_BYTES, writer.length));
}

/** RFC 4818 §3: reserved, length, and as many octets as the length needs, zeros behind it. */
function prefixValue(text: string): Buffer | undefined {
  const [address, size] = text.split('/');
  const bytes = parseIpv6(address!);
  const length = Number(size);
  if (!bytes || !Number.isInteger(length) || length < 0 || length > 128) return undefined;
  const octets = Math.ceil(length / 8);
  const value = Buffer.concat([Buffer.of(0, length), bytes.subarray(0, octets)]);
  if (length % 8 !== 0) value[1 + octets]! &= 0xff << (8 - (length % 8));
  return value;
}
