import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { HEADER_BYTES } from '#server/platform/transport/radius/radiusLayout.ts';

const writer = new PacketWriter();

/** Attributes with their headers, as `PacketWriter.prepared` takes them. */
export function encodeAttributes(write: (writer: PacketWriter) => void): Uint8Array {
  writer.request(radiusCode.coaRequest, 0, undefined, false);
  write(writer);
  const { refusal } = writer;
  // Names and numbers have been bounded where they were entered.
  if (refusal) throw new RangeError(`attribute ${refusal.key} cannot be written: ${refusal.reason}`);
  return Uint8Array.from(writer.bytes.subarray(HEADER_BYTES, writer.length));
}
