import { randomInt } from 'node:crypto';
import type { AttributeKey } from './attributeKey.ts';
import { MD5_BYTES } from './md5.ts';
import type { PacketWriter } from './packetWriter.ts';
import { hideChain, revealChain } from './passwordChain.ts';
import { AUTHENTICATOR_AT, AUTHENTICATOR_BYTES } from './radiusLayout.ts';
import type { RadiusSecret } from './radiusSecret.ts';

const SALT_BYTES = 2;
const SALT_BIT = 0x8000;
/** What fits into one attribute of a vendor: 247 octets less the salt, in whole blocks, less the length. */
export const MOST_SALTED_BYTES = 239;

/**
 * The value of MS-MPPE-Send-/Recv-Key, or of a Tunnel-Password behind its tag: salt, then length, secret and zeros, all
 * hidden (RFC 2548 §2.4.2, 2868 §3.5). The authenticator is the request's, also in a response. A salt must not occur
 * twice in a packet; its top bit is set here. Undefined when `clear` is too long.
 */
export function hideSalted(
  clear: Uint8Array,
  salt: number,
  secret: RadiusSecret,
  authenticator: Uint8Array,
  authenticatorAt = 0,
): Buffer | undefined {
  if (clear.length > MOST_SALTED_BYTES) return undefined;
  const blocks = Math.ceil((clear.length + 1) / MD5_BYTES);
  const hidden = Buffer.alloc(SALT_BYTES + blocks * MD5_BYTES);
  const marked = (salt | SALT_BIT) & 0xffff;
  hidden.writeUInt16BE(marked, 0);
  hidden[SALT_BYTES] = clear.length;
  hidden.set(clear, SALT_BYTES + 1);
  hideChain(hidden, SALT_BYTES, hidden.length, secret, { authenticator, authenticatorAt, salt: marked });
  return hidden;
}

/**
 * The way back, for a value without tag. The length inside decides, since what is behind it need not be zeros.
 * Undefined when the sizes cannot be right, as with most wrong secrets.
 */
export function revealSalted(
  hidden: Buffer,
  secret: RadiusSecret,
  authenticator: Uint8Array,
  authenticatorAt = 0,
): Buffer | undefined {
  const size = hidden.length - SALT_BYTES;
  if (size <= 0 || size % MD5_BYTES !== 0 || authenticator.length < authenticatorAt + AUTHENTICATOR_BYTES)
    return undefined;
  const start = { authenticator, authenticatorAt, salt: hidden.readUInt16BE(0) };
  const clear = Buffer.alloc(size);
  revealChain(hidden, SALT_BYTES, hidden.length, secret, start, clear);
  const length = clear[0]!;
  return length < size ? clear.subarray(1, 1 + length) : undefined;
}

/**
 * Writes a secret into a response, between `reply` and `seal`, while the writer still holds the request's
 * authenticator. With a tag for Tunnel-Password, without for the keys of MPPE.
 */
export function writeSalted(
  writer: PacketWriter,
  key: AttributeKey,
  clear: Uint8Array,
  secret: RadiusSecret,
  tag?: number,
): void {
  // Counted, so that no two of a packet are the same; the beginning is drawn by lot.
  lastSalt = (lastSalt + 1) & ~SALT_BIT;
  const hidden = hideSalted(clear, lastSalt, secret, writer.bytes, AUTHENTICATOR_AT);
  if (!hidden) writer.refuse('valueTooLong', key);
  else writer.octets(key, tag === undefined ? hidden : Buffer.concat([Buffer.of(tag), hidden]));
}

let lastSalt = randomInt(SALT_BIT);
