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

/** The fragments so far of one that is not complete. */
interface Open {
  readonly type: number;
  readonly extendedType: number;
  readonly pieces: readonly Buffer[];
}

/**
 * The extended attributes of a packet (RFC 6929 §2). One too short for its own header, or whose fragments do not follow
 * one another to the last, is left out: the packet is read as if it were not there.
 */
export function extendedAttributes(packet: RadiusPacket): readonly ExtendedAttribute[] {
  const found: ExtendedAttribute[] = [];
  let open: Open | undefined;
  for (let index = 0; index < packet.attributes.size; index += 1) {
    const piece = pieceAt(packet, index);
    const grown: Open | undefined = piece && append(open, piece);
    open = piece?.more ? grown : undefined;
    if (grown && !open)
      found.push({ type: grown.type, extendedType: grown.extendedType, value: Buffer.concat(grown.pieces) });
  }
  return found;
}

interface Piece {
  readonly type: number;
  readonly extendedType: number;
  readonly value: Buffer;
  readonly more: boolean;
}

function pieceAt(packet: RadiusPacket, index: number): Piece | undefined {
  const type = packet.attributes.key(index);
  const octets = packet.octetsAt(index);
  if (!octets || type < FIRST_EXTENDED || type > LAST_EXTENDED) return undefined;
  const header = type >= FIRST_LONG ? 2 : 1;
  if (octets.length < header) return undefined;
  const more = header === 2 && (octets[1]! & MORE) !== 0;
  return { type, extendedType: octets[0]!, value: octets.subarray(header), more };
}

function append(open: Open | undefined, { type, extendedType, value }: Piece): Open {
  const goesOn = open?.type === type && open.extendedType === extendedType;
  return { type, extendedType, pieces: goesOn ? [...open.pieces, value] : [value] };
}
