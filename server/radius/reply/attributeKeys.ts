import type { AttributeKey } from '#server/platform/transport/radius/attributeKey.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { asPacket } from './asPacket.ts';

/** Of encoded attributes, in their order, each as often as it occurs. */
export function attributeKeys(attributes: Uint8Array): AttributeKey[] {
  const table = asPacket(attributes).attributes;
  return Array.from({ length: table.size }, (_, index) => table.key(index)).filter(
    (key) => key !== standardAttribute.vendorSpecific,
  );
}
