import { sameOctets } from '#server/platform/transport/radius/sameOctets.ts';
import { challengeResponse } from './challengeResponse.ts';
import { hashOfNtHash } from './ntPasswordHash.ts';
import { sha1 } from './sha1.ts';
import { withoutDomain } from './withoutDomain.ts';

export interface MsChapV2Check {
  /** The authenticator challenge: 16 octets, the value of MS-CHAP-Challenge. */
  readonly challenge: Uint8Array;
  /**
   * The value of MS-CHAP2-Response (RFC 2548 §2.3.2): identifier, flags, peer challenge (16), reserved (8), NT response
   * (24). Flags and reserved shall be zero, but peers are known that set a flag, and neither enters the proof.
   */
  readonly response: Uint8Array;
  /** As the peer sent it, octet for octet, with its domain if it has one. */
  readonly userName: Uint8Array;
  readonly ntHash: Uint8Array;
}

export interface MsChapV2Match {
  /** The value of MS-CHAP2-Success: the identifier of the response and `S=` with 40 upper-case hexadecimal digits. */
  readonly success: Uint8Array;
  /** With the NT response, what the MPPE keys come from. A secret as good as the password for that purpose. */
  readonly hashHash: Uint8Array;
  readonly ntResponse: Uint8Array;
}

export type MsChapV2Verdict = MsChapV2Match | 'mismatch' | 'malformed';

const serverToClient = Buffer.from('Magic server to client signing constant', 'latin1');
const oneMoreIteration = Buffer.from('Pad to make it do more than one iteration', 'latin1');
const hexadecimal = Buffer.from('0123456789ABCDEF', 'latin1');

const input = new Uint8Array(16 + 16 + 253);
const digest = new Uint8Array(20);
const challengeHash = new Uint8Array(8);
const expected = new Uint8Array(24);

/** RFC 2759 §8.1, §8.2 and §8.7: the NT response, and the answer that proves the server knows the password too. */
export function verifyMsChapV2({ challenge, response, userName, ntHash }: MsChapV2Check): MsChapV2Verdict {
  if (challenge.length !== 16 || response.length !== 50 || ntHash.length !== 16 || userName.length > 253)
    return 'malformed';
  hashChallenges(challenge, response, userName);
  challengeResponse(challengeHash, ntHash, expected);
  if (!sameOctets(response, 26, expected, 0, 24)) return 'mismatch';
  const hashHash = hashOfNtHash(ntHash);
  const ntResponse = expected.slice();
  return { success: authenticatorResponse(response[0]!, hashHash, ntResponse), hashHash, ntResponse };
}

/** RFC 2759 §8.2 ChallengeHash. */
function hashChallenges(challenge: Uint8Array, response: Uint8Array, userName: Uint8Array): void {
  const nameAt = withoutDomain(userName);
  for (let index = 0; index < 16; index++) {
    input[index] = response[2 + index]!;
    input[16 + index] = challenge[index]!;
  }
  for (let index = nameAt; index < userName.length; index++) input[32 + index - nameAt] = userName[index]!;
  sha1(input, 32 + userName.length - nameAt, digest);
  for (let index = 0; index < 8; index++) challengeHash[index] = digest[index]!;
}

/** RFC 2759 §8.7 GenerateAuthenticatorResponse, behind the identifier as RFC 2548 §2.3.3 carries it. */
function authenticatorResponse(identifier: number, hashHash: Uint8Array, ntResponse: Uint8Array): Uint8Array {
  input.set(hashHash);
  input.set(ntResponse, 16);
  input.set(serverToClient, 40);
  sha1(input, 40 + serverToClient.length, digest);
  input.set(digest);
  input.set(challengeHash, 20);
  input.set(oneMoreIteration, 28);
  sha1(input, 28 + oneMoreIteration.length, digest);
  const value = new Uint8Array(43);
  value[0] = identifier;
  value[1] = 0x53;
  value[2] = 0x3d;
  for (let index = 0; index < 40; index++)
    value[3 + index] = hexadecimal[(digest[index >> 1]! >> (index & 1 ? 0 : 4)) & 15]!;
  return value;
}
