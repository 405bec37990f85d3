import { HEADER_BYTES } from '#server/platform/transport/radius/radiusLayout.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';

/** Encoded attributes to be read as those of a packet. */
export function asPacket(attributes: Uint8Array): RadiusPacket {
  const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), attributes]);
  bytes.writeUInt16BE(bytes.length, 2);
  const packet = new RadiusPacket();
  const unreadable = packet.read(bytes);
  if (unreadable) throw new RangeError(`these are no attributes: ${unreadable}`);
  return packet;
}
