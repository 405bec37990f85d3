import { hasCalculatedAuthenticator, hasRandomAuthenticator } from './radiusCode.ts';
import { AUTHENTICATOR_AT, AUTHENTICATOR_BYTES, HEADER_BYTES, MESSAGE_AUTHENTICATOR_BYTES } from './radiusLayout.ts';
import type { RadiusPacket } from './radiusPacket.ts';
import type { RadiusSecret } from './radiusSecret.ts';
import { sameOctets } from './sameOctets.ts';
import { standardAttribute } from './standardAttribute.ts';

/** invalid: wrong, of another size than 16 octets, or more than one; the packet is to be dropped without an answer. */
export type MessageAuthenticity = 'absent' | 'valid' | 'invalid';

const VALUE_BYTES = MESSAGE_AUTHENTICATOR_BYTES - 2;
const ZEROS = Buffer.alloc(VALUE_BYTES);
const expected = Buffer.alloc(VALUE_BYTES);

/**
 * Of a request: over its own authenticator where that was drawn by lot, else over zeros (RFC 3579 §3.2, 5176 §3.4).
 * Where it stands in the packet is no matter on receipt. What is no request is never valid.
 */
export function verifyMessageAuthenticator(packet: RadiusPacket, secret: RadiusSecret): MessageAuthenticity {
  if (hasRandomAuthenticator(packet.code)) return verify(packet, packet.bytes, AUTHENTICATOR_AT, secret);
  if (hasCalculatedAuthenticator(packet.code)) return verify(packet, ZEROS, 0, secret);
  return packet.has(standardAttribute.messageAuthenticator) ? 'invalid' : 'absent';
}

/** Of a response, with the authenticator of the request it answers at `requestAt` of `request`. */
export function verifyResponseMessageAuthenticator(
  packet: RadiusPacket,
  request: Uint8Array,
  requestAt: number,
  secret: RadiusSecret,
): MessageAuthenticity {
  if (request.length < requestAt + AUTHENTICATOR_BYTES) return 'invalid';
  return verify(packet, request, requestAt, secret);
}

/**
 * Calculates the Message-Authenticator whose value is at `at` and still zeros. The authenticator's place holds what
 * goes into the calculation, as in sealAuthenticator, which comes after this.
 */
export function sealMessageAuthenticator(bytes: Uint8Array, length: number, at: number, secret: RadiusSecret): void {
  secret.hmac.start().update(bytes, 0, length);
  secret.hmac.finish(bytes, at);
}

function verify(packet: RadiusPacket, field: Uint8Array, fieldAt: number, secret: RadiusSecret): MessageAuthenticity {
  const index = packet.first(standardAttribute.messageAuthenticator);
  if (index < 0) return 'absent';
  if (packet.attributes.length(index) !== VALUE_BYTES || packet.next(index) >= 0) return 'invalid';
  const at = packet.attributes.offset(index);
  secret.hmac
    .start()
    .update(packet.bytes, 0, AUTHENTICATOR_AT)
    .update(field, fieldAt, fieldAt + AUTHENTICATOR_BYTES)
    .update(packet.bytes, HEADER_BYTES, at)
    .update(ZEROS)
    .update(packet.bytes, at + VALUE_BYTES, packet.length);
  secret.hmac.finish(expected);
  return sameOctets(expected, 0, packet.bytes, at, VALUE_BYTES) ? 'valid' : 'invalid';
}
