import type { RadiusPacket } from './radiusPacket.ts';

const FIRST_EXTENDED = 241;
const FIRST_LONG = 245;
const LAST_EXTENDED = 246;
const MORE = 0x80;

/** An attribute such as 241.1; those of 245 and 246 are put together from their fragments. */
export interface ExtendedAttribute {
  readonly type: number;
  readonly extendedType: number;
  readonly value: Buffer;
}

/**
 * The extended attributes of a packet (RFC 6929 §2). One too short for its own header, or whose last fragment is
 * missing, is left out: the packet is read as if it were not there.
 */
export function extendedAttributes(packet: RadiusPacket): readonly ExtendedAttribute[] {
  const found: ExtendedAttribute[] = [];
  let open: (ExtendedAttribute & { readonly pieces: Buffer[] }) | undefined;
  for (let index = 0; index < packet.attributes.size; index += 1) {
    const type = packet.attributes.key(index);
    // Behind a Vendor-Specific stand its own, at the same place in the packet: they interrupt as it does.
    const octets = packet.octetsAt(index)!;
    const long = type >= FIRST_LONG;
    if (type < FIRST_EXTENDED || type > LAST_EXTENDED || octets.length < (long ? 2 : 1)) {
      open = undefined;
      continue;
    }
    const extendedType = octets[0]!;
    if (!long) {
      found.push({ type, extendedType, value: octets.subarray(1) });
      open = undefined;
      continue;
    }
    const goesOn = open?.type === type && open.extendedType === extendedType;
    const pieces: Buffer[] = goesOn ? open!.pieces : [];
    pieces.push(octets.subarray(2));
    open = (octets[1]! & MORE) === 0 ? undefined : { type, extendedType, value: octets, pieces };
    if (!open) found.push({ type, extendedType, value: Buffer.concat(pieces) });
  }
  return found;
}
