import type { RadiusPacket } from './radiusPacket.ts';
import { standardAttribute } from './standardAttribute.ts';

/** The EAP packet from all its pieces in their order (RFC 3579 §3.1); in place while there is only one piece. */
export function eapMessage(packet: RadiusPacket): Buffer | undefined {
  const first = packet.first(standardAttribute.eapMessage);
  if (first < 0) return undefined;
  if (packet.next(first) < 0) return packet.octetsAt(first);
  return Buffer.concat(packet.all(standardAttribute.eapMessage).map((index) => packet.octetsAt(index)!));
}
