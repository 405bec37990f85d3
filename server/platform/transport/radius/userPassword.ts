import { MD5_BYTES } from './md5.ts';
import { hideChain, revealChain } from './passwordChain.ts';
import { AUTHENTICATOR_AT } from './radiusLayout.ts';
import type { RadiusPacket } from './radiusPacket.ts';
import type { RadiusSecret } from './radiusSecret.ts';
import { standardAttribute } from './standardAttribute.ts';

/** RFC 2865 §5.2. */
export const MOST_PASSWORD_BYTES = 128;

/**
 * The User-Password of an Access-Request in clear at the beginning of `target` (128 octets): its length without the
 * zeros behind it, or -1 when there is none or its size is none of a hidden password. A wrong secret shows only in that
 * the octets make no sense.
 */
export function revealUserPassword(packet: RadiusPacket, secret: RadiusSecret, target: Uint8Array): number {
  const index = packet.first(standardAttribute.userPassword);
  if (index < 0) return -1;
  let length = packet.attributes.length(index);
  if (length % MD5_BYTES !== 0 || length === 0 || length > MOST_PASSWORD_BYTES) return -1;
  const at = packet.attributes.offset(index);
  const start = { authenticator: packet.bytes, authenticatorAt: AUTHENTICATOR_AT, salt: -1 };
  revealChain(packet.bytes, at, at + length, secret, start, target);
  while (length > 0 && target[length - 1] === 0) length -= 1;
  return length;
}

/**
 * Hides a password of at most 128 octets, as User-Password does and MS-CHAP-MPPE-Keys (RFC 2548 §2.4.1): padded with
 * zeros to blocks of 16. Undefined when it is too long.
 */
export function hideUserPassword(
  password: Uint8Array,
  secret: RadiusSecret,
  authenticator: Uint8Array,
  authenticatorAt = 0,
): Buffer | undefined {
  if (password.length > MOST_PASSWORD_BYTES) return undefined;
  const hidden = Buffer.alloc(Math.max(1, Math.ceil(password.length / MD5_BYTES)) * MD5_BYTES);
  hidden.set(password);
  hideChain(hidden, 0, hidden.length, secret, { authenticator, authenticatorAt, salt: -1 });
  return hidden;
}
