import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { HEADER_BYTES } from '#server/platform/transport/radius/radiusLayout.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { parsePrefix, prefixText } from './prefixValue.ts';
import type { SubscriptionPolicy } from './subscriptionPolicy.ts';

const writer = new PacketWriter();

/** What a subscription has of its own besides addresses that are allocated: prefix and routes, as encoded attributes. */
export function lineAttributes(policy: SubscriptionPolicy): Buffer {
  if (policy.delegatedPrefix === undefined && policy.framedRoutes.length === 0) return Buffer.alloc(0);
  writer.request(radiusCode.coaRequest, 0, undefined, false);
  const prefix = policy.delegatedPrefix === undefined ? undefined : parsePrefix(policy.delegatedPrefix);
  if (prefix) writer.octets(standardAttribute.delegatedIpv6Prefix, prefix);
  for (const route of policy.framedRoutes)
    if (route.includes('::')) writer.text(standardAttribute.framedIpv6Route, route);
    else writer.text(standardAttribute.framedRoute, route);
  if (writer.refusal) throw new RangeError('the routes of a subscription are too long');
  return Buffer.from(writer.bytes.subarray(HEADER_BYTES, writer.length));
}

/** The prefix among them as text; undefined: none. */
export function prefixOfLine(record: Buffer, from: number, to: number): string | undefined {
  // It is written first.
  if (to - from < 4 || record[from] !== standardAttribute.delegatedIpv6Prefix) return undefined;
  return prefixText(record.subarray(from + 2, from + record[from + 1]!));
}
