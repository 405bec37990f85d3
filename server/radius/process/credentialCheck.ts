import { Md5 } from '#server/platform/transport/radius/md5.ts';
import { microsoftAttribute } from '#server/platform/transport/radius/microsoftAttribute.ts';
import { AUTHENTICATOR_AT, AUTHENTICATOR_BYTES } from '#server/platform/transport/radius/radiusLayout.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import type { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { MOST_PASSWORD_BYTES, revealUserPassword } from '#server/platform/transport/radius/userPassword.ts';
import { verifyMsChapV1 } from '../credential/msChapV1.ts';
import { verifyMsChapV2, type MsChapV2Match } from '../credential/msChapV2.ts';
import { papMatches } from '../credential/pap.ts';
import { ntHashOf, type UserSecret } from '../credential/userSecret.ts';
import { field, flag } from '../policy/policyRecord.ts';

export type Method = 'pap' | 'chap' | 'msChapV1' | 'msChapV2' | 'eap' | 'none';
export type CredentialFault = 'wrongPassword' | 'methodImpossible';

/** Proven; what MS-CHAP needs for the answer is with it. */
export interface Proven {
  readonly method: Exclude<Method, 'eap' | 'none'>;
  readonly msChapV2?: MsChapV2Match;
  readonly ntHash?: Uint8Array;
  readonly identifier?: number;
}

const { userPassword, chapPassword, chapChallenge, userName, eapMessage } = standardAttribute;
const { msChapResponse, msChap2Response, msChapChallenge } = microsoftAttribute;

const md5 = new Md5();
const digest = Buffer.alloc(16);
const given = Buffer.alloc(MOST_PASSWORD_BYTES);
const papProven: Proven = { method: 'pap' };
const chapProven: Proven = { method: 'chap' };

/** By the attributes of an Access-Request. */
export function methodOf(packet: RadiusPacket): Method {
  if (packet.has(eapMessage)) return 'eap';
  if (packet.has(msChap2Response)) return 'msChapV2';
  if (packet.has(msChapResponse)) return 'msChapV1';
  if (packet.has(chapPassword)) return 'chap';
  return packet.has(userPassword) ? 'pap' : 'none';
}

/** Checks what a request proves against the policy record at `at`. */
export function checkCredential(
  packet: RadiusPacket,
  secret: RadiusSecret,
  method: Proven['method'],
  record: Buffer,
  at: number,
): Proven | CredentialFault {
  if (method === 'pap') return checkPap(packet, secret, record, at) ? papProven : 'wrongPassword';
  if (method === 'chap') return checkChap(packet, record, at);
  const known = secretAt(record, at);
  if (!known) return 'methodImpossible';
  return method === 'msChapV2' ? checkMsChapV2(packet, known) : checkMsChapV1(packet, known);
}

/** What the record knows of the password; undefined: nothing, it has none. */
export function secretAt(record: Buffer, at: number): UserSecret | undefined {
  const flags = record[at + field.flags]!;
  const passwordAt = at + field.names + record[at + field.usernameBytes]!;
  const end = passwordAt + record[at + field.passwordBytes]!;
  if ((flags & flag.hasPassword) !== 0) return { password: record.toString('utf8', passwordAt, end) };
  return (flags & flag.hasNtHash) === 0 ? undefined : { ntHash: record.subarray(end, end + 16) };
}

function checkPap(packet: RadiusPacket, secret: RadiusSecret, record: Buffer, at: number): boolean {
  const length = revealUserPassword(packet, secret, given);
  if (length < 0) return false;
  if ((record[at + field.flags]! & flag.hasPassword) === 0) {
    const known = secretAt(record, at);
    return known !== undefined && papMatches(given.subarray(0, length), known);
  }
  const size = record[at + field.passwordBytes]!;
  const from = at + field.names + record[at + field.usernameBytes]!;
  // As many steps for a wrong password as for a right one.
  let differing = size ^ length;
  for (let index = 0; index < size && index < MOST_PASSWORD_BYTES; index += 1)
    differing |= record[from + index]! ^ (index < length ? given[index]! : 0);
  return differing === 0;
}

/** RFC 1994 §4.1, RFC 2865 §5.3. */
function checkChap(packet: RadiusPacket, record: Buffer, at: number): Proven | CredentialFault {
  if ((record[at + field.flags]! & flag.hasPassword) === 0) return 'methodImpossible';
  const index = packet.first(chapPassword);
  if (packet.attributes.length(index) !== 17) return 'wrongPassword';
  const response = packet.attributes.offset(index);
  const from = at + field.names + record[at + field.usernameBytes]!;
  md5.start().update(packet.bytes, response, response + 1);
  md5.update(record, from, from + record[at + field.passwordBytes]!);
  const challenge = packet.first(chapChallenge);
  if (challenge < 0) md5.update(packet.bytes, AUTHENTICATOR_AT, AUTHENTICATOR_AT + AUTHENTICATOR_BYTES);
  else {
    const start = packet.attributes.offset(challenge);
    md5.update(packet.bytes, start, start + packet.attributes.length(challenge));
  }
  md5.finish(digest);
  let differing = 0;
  for (let octet = 0; octet < 16; octet += 1) differing |= digest[octet]! ^ packet.bytes[response + 1 + octet]!;
  return differing === 0 ? chapProven : 'wrongPassword';
}

function checkMsChapV2(packet: RadiusPacket, known: UserSecret): Proven | CredentialFault {
  const response = packet.octets(msChap2Response)!;
  const challenge = packet.octets(msChapChallenge);
  const name = packet.octets(userName);
  if (!challenge || !name) return 'wrongPassword';
  const verdict = verifyMsChapV2({ challenge, response, userName: name, ntHash: ntHashOf(known) });
  if (verdict === 'malformed' || verdict === 'mismatch') return 'wrongPassword';
  return { method: 'msChapV2', msChapV2: verdict, identifier: response[0]! };
}

function checkMsChapV1(packet: RadiusPacket, known: UserSecret): Proven | CredentialFault {
  const challenge = packet.octets(msChapChallenge);
  if (!challenge) return 'wrongPassword';
  const ntHash = ntHashOf(known);
  const response = packet.octets(msChapResponse)!;
  const verdict = verifyMsChapV1({ challenge, response, ntHash });
  if (verdict === 'lmOnly') return 'methodImpossible';
  if (verdict !== 'matched') return 'wrongPassword';
  return { method: 'msChapV1', ntHash, identifier: response[0]! };
}
