import { sameOctets } from '#server/platform/transport/radius/sameOctets.ts';
import { challengeResponse } from './challengeResponse.ts';

export interface MsChapV1Check {
  /** The value of MS-CHAP-Challenge: 8 octets. */
  readonly challenge: Uint8Array;
  /** The value of MS-CHAP-Response (RFC 2548 §2.1.3): identifier, flags, LM response (24), NT response (24). */
  readonly response: Uint8Array;
  readonly ntHash: Uint8Array;
}

/** `lmOnly`: the peer sent only the LM response, which gives the password away and is not accepted. */
export type MsChapV1Verdict = 'matched' | 'mismatch' | 'malformed' | 'lmOnly';

const useNtResponse = 1;
const expected = new Uint8Array(24);

/** RFC 2433 §4, by the NT response. */
export function verifyMsChapV1({ challenge, response, ntHash }: MsChapV1Check): MsChapV1Verdict {
  if (challenge.length !== 8 || response.length !== 50 || ntHash.length !== 16) return 'malformed';
  if ((response[1]! & useNtResponse) === 0) return 'lmOnly';
  challengeResponse(challenge, ntHash, expected);
  return sameOctets(response, 26, expected, 0, 24) ? 'matched' : 'mismatch';
}
