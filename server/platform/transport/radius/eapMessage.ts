import type { PacketWriter } from './packetWriter.ts';
import { MOST_VALUE_BYTES } from './radiusLayout.ts';
import type { RadiusPacket } from './radiusPacket.ts';
import { standardAttribute } from './standardAttribute.ts';

/** The EAP packet from all its pieces in their order (RFC 3579 §3.1); in place while there is only one piece. */
export function eapMessage(packet: RadiusPacket): Buffer | undefined {
  const first = packet.first(standardAttribute.eapMessage);
  if (first < 0) return undefined;
  if (packet.next(first) < 0) return packet.octetsAt(first);
  return Buffer.concat(packet.all(standardAttribute.eapMessage).map((index) => packet.octetsAt(index)!));
}

/** In as many pieces as it takes, one behind the other. */
export function writeEapMessage(writer: PacketWriter, message: Uint8Array): void {
  for (let from = 0; from < message.length; from += MOST_VALUE_BYTES)
    writer.octets(standardAttribute.eapMessage, message, from, Math.min(message.length, from + MOST_VALUE_BYTES));
}
