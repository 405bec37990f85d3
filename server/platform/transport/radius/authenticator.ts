import { Md5 } from './md5.ts';
import { hasCalculatedAuthenticator } from './radiusCode.ts';
import { AUTHENTICATOR_AT, AUTHENTICATOR_BYTES, HEADER_BYTES } from './radiusLayout.ts';
import type { RadiusPacket } from './radiusPacket.ts';
import type { RadiusSecret } from './radiusSecret.ts';
import { sameOctets } from './sameOctets.ts';

const md5 = new Md5();
const expected = Buffer.alloc(AUTHENTICATOR_BYTES);
const ZEROS = Buffer.alloc(AUTHENTICATOR_BYTES);

/**
 * Calculates the authenticator of a packet and puts it in its place. Until then the place holds what goes into the
 * calculation: the request's authenticator for a response (RFC 2865 §3), zeros for a request (RFC 2866 §3, 5176 §2.3).
 */
export function sealAuthenticator(bytes: Uint8Array, length: number, secret: RadiusSecret): void {
  md5.start().update(bytes, 0, length).update(secret.bytes).finish(bytes, AUTHENTICATOR_AT);
}

/** Of an accounting, CoA or disconnect request. Other packets have nothing to verify and are never right. */
export function verifyRequestAuthenticator(packet: RadiusPacket, secret: RadiusSecret): boolean {
  return hasCalculatedAuthenticator(packet.code) && verify(packet, ZEROS, 0, secret);
}

/** Of a response, with the authenticator of the request it answers at `requestAt` of `request`. */
export function verifyResponseAuthenticator(
  packet: RadiusPacket,
  request: Uint8Array,
  requestAt: number,
  secret: RadiusSecret,
): boolean {
  return request.length >= requestAt + AUTHENTICATOR_BYTES && verify(packet, request, requestAt, secret);
}

function verify(packet: RadiusPacket, field: Uint8Array, fieldAt: number, secret: RadiusSecret): boolean {
  if (packet.length === 0) return false;
  md5
    .start()
    .update(packet.bytes, 0, AUTHENTICATOR_AT)
    .update(field, fieldAt, fieldAt + AUTHENTICATOR_BYTES)
    .update(packet.bytes, HEADER_BYTES, packet.length)
    .update(secret.bytes)
    .finish(expected);
  return sameOctets(expected, 0, packet.bytes, AUTHENTICATOR_AT, AUTHENTICATOR_BYTES);
}
