import { sameOctets } from './sameOctets.ts';

/** Digests the parts one after the other. The result may be reused by the next call. */
export type Md5 = (parts: readonly Uint8Array[]) => Uint8Array;

export interface ChapCheck {
  /** The value of CHAP-Password: identifier and 16 octets of response. */
  readonly chapPassword: Uint8Array;
  /** The value of CHAP-Challenge, or the request authenticator of a packet without one (RFC 2865 §5.3). */
  readonly challenge: Uint8Array;
  readonly password: Uint8Array;
}

/** RFC 1994 §4.1: the response is MD5 over identifier, password and challenge. Malformed never matches. */
export function chapMatches({ chapPassword, challenge, password }: ChapCheck, md5: Md5): boolean {
  if (chapPassword.length !== 17 || challenge.length === 0) return false;
  return sameOctets(chapPassword, 1, md5([chapPassword.subarray(0, 1), password, challenge]), 0, 16);
}
