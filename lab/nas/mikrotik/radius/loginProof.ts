import { createHash, randomBytes } from 'node:crypto';
import { isServerProven, msChapV1Response, msChapV2Response } from '../../radius/msChap.ts';
import { octetsOf, vendorIds, type RadiusAttribute, type RadiusPacket } from '../../radius/radiusCodec.ts';
import type { LoginMethod } from './subscriberLine.ts';

/** What a login says of the password, and what the answer must show in turn. */
export interface LoginProof {
  readonly attributes: readonly RadiusAttribute[];
  readonly isBelieved: (reply: RadiusPacket) => boolean;
}

const MOST_HIDDEN = 128;
const always = (): boolean => true;

/** Challenges are the router's; the answers are the equipment's. */
export function loginProof(method: LoginMethod, username: string, password: string): LoginProof {
  if (method === 'chap') return chap(password);
  if (method === 'mschap1') return msChapV1(password);
  if (method === 'mschap2') return msChapV2(username, password);
  return { attributes: [['User-Password', hideable(password)]], isBelieved: always };
}

/** RFC 2865 §5.2 hides at most 128 octets; a letter that is cut in two may take two more. */
const hideable = (password: string): string =>
  Buffer.byteLength(password) > MOST_HIDDEN
    ? Buffer.from(password)
        .subarray(0, MOST_HIDDEN - 2)
        .toString()
    : password;

function chap(password: string): LoginProof {
  const challenge = randomBytes(16);
  const identifier = randomBytes(1);
  const hash = createHash('md5').update(identifier).update(password).update(challenge).digest();
  return {
    attributes: [
      ['CHAP-Challenge', challenge],
      ['CHAP-Password', Buffer.concat([identifier, hash])],
    ],
    isBelieved: always,
  };
}

function msChapV1(password: string): LoginProof {
  const challenge = randomBytes(8);
  const response = Buffer.concat([randomBytes(1), msChapV1Response(challenge, password)]);
  return { attributes: microsoft(challenge, 'MS-CHAP-Response', response), isBelieved: always };
}

function msChapV2(username: string, password: string): LoginProof {
  const exchange = { username, password, authenticatorChallenge: randomBytes(16), peerChallenge: randomBytes(16) };
  const identifier = randomBytes(1);
  const response = Buffer.concat([identifier, msChapV2Response(exchange)]);
  return {
    attributes: microsoft(exchange.authenticatorChallenge, 'MS-CHAP2-Response', response),
    isBelieved: (reply) => {
      const [success] = octetsOf(reply, 'MS-CHAP2-Success');
      return success?.[0] === identifier[0] && isServerProven(exchange, success?.subarray(1).toString() ?? '');
    },
  };
}

const microsoft = (challenge: Buffer, name: string, response: Buffer): readonly RadiusAttribute[] => [
  ['Vendor-Specific', vendorIds.microsoft, [['MS-CHAP-Challenge', challenge]]],
  ['Vendor-Specific', vendorIds.microsoft, [[name, response]]],
];
