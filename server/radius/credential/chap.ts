import { MD5_BYTES, Md5 } from '#server/platform/transport/radius/md5.ts';
import { sameOctets } from '#server/platform/transport/radius/sameOctets.ts';

export interface ChapCheck {
  /** The value of CHAP-Password: identifier and 16 octets of response. */
  readonly chapPassword: Uint8Array;
  /** The value of CHAP-Challenge, or the request authenticator of a packet without one (RFC 2865 §5.3). */
  readonly challenge: Uint8Array;
  readonly password: Uint8Array;
}

const md5 = new Md5();
const digest = Buffer.alloc(MD5_BYTES);

/** RFC 1994 §4.1: the response is MD5 over identifier, password and challenge. Malformed never matches. */
export function chapMatches({ chapPassword, challenge, password }: ChapCheck): boolean {
  if (chapPassword.length !== 17 || challenge.length === 0) return false;
  md5.start().update(chapPassword, 0, 1).update(password).update(challenge).finish(digest);
  return sameOctets(chapPassword, 1, digest, 0, MD5_BYTES);
}
