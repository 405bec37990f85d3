import { sameOctets } from '#server/platform/transport/radius/sameOctets.ts';
import { chapMatches } from '../credential/chap.ts';
import { verifyMsChapV2 } from '../credential/msChapV2.ts';
import { papMatches } from '../credential/pap.ts';
import { ntHashOf, type UserSecret } from '../credential/userSecret.ts';
import { encodeAvp, parseAvps } from './diameterAvps.ts';
import type { EapMethodContext, EapMethodKind, EapRefusal, EapStep } from './eapMethod.ts';
import { eapTypes } from './eapPacket.ts';
import { EapTunnel, type EapTunnelOptions, type TunnelShape, type TunnelTalk } from './eapTunnel.ts';
import type { TlsEndpoint } from './tlsEndpoint.ts';

const microsoft = 311;
const msChap2Success = 26;

/** The AVPs that may stand inside, numbered as the RADIUS attributes they repeat. */
const innerNames = new Map<string, keyof InnerAttributes>([
  ['0:1', 'userName'],
  ['0:2', 'userPassword'],
  ['0:3', 'chapPassword'],
  ['0:60', 'chapChallenge'],
  [`${microsoft}:11`, 'msChapChallenge'],
  [`${microsoft}:25`, 'msChap2Response'],
]);

interface InnerAttributes {
  userName?: Uint8Array;
  userPassword?: Uint8Array;
  chapPassword?: Uint8Array;
  chapChallenge?: Uint8Array;
  msChapChallenge?: Uint8Array;
  msChap2Response?: Uint8Array;
}

/** EAP-TTLSv0 (RFC 5281) with PAP, CHAP or MS-CHAPv2 inside. */
export function eapTtls(options: EapTunnelOptions): EapMethodKind {
  const shape: TunnelShape = {
    type: eapTypes.ttls,
    keyLabel: 'ttls keying material',
    talk: (context, endpoint) => new TtlsTalk(context, endpoint),
  };
  return { type: eapTypes.ttls, isTunnel: true, create: (context) => new EapTunnel(context, shape, options) };
}

class TtlsTalk implements TunnelTalk {
  readonly #context: EapMethodContext;
  /** RFC 5281 §11.1: 16 octets of challenge and one of identifier come out of the tunnel itself, against replay. */
  readonly #implied: Uint8Array;
  /** Who has proved a password by MS-CHAPv2, while the peer has yet to take the server's proof. */
  #proved: Uint8Array | undefined;

  constructor(context: EapMethodContext, endpoint: TlsEndpoint) {
    this.#context = context;
    this.#implied = endpoint.export(17, 'ttls challenge');
  }

  respond(plain: Uint8Array): EapStep | undefined {
    if (plain.length === 0) return this.#proved && { kind: 'success', userName: this.#proved };
    if (this.#proved) return malformed('more than the acknowledgement of the proof');
    const inner = readInner(plain);
    if (typeof inner === 'string') return malformed(inner);
    const { userName } = inner;
    if (!userName) return malformed('no User-Name');
    const secret = this.#context.secretOf(userName);
    if (!secret) return { kind: 'failure', reason: 'unknownUser', userName };
    return this.#verify(userName, inner, secret);
  }

  #verify(userName: Uint8Array, inner: InnerAttributes, secret: UserSecret): EapStep {
    const { userPassword, chapPassword, msChap2Response } = inner;
    const refuse = (reason: EapRefusal): EapStep => ({ kind: 'failure', reason, userName });
    const conclude = (matches: boolean): EapStep => (matches ? { kind: 'success', userName } : refuse('wrongPassword'));
    if (userPassword) return conclude(papMatches(userPassword, secret));
    if (chapPassword) {
      if (!this.#isImplied(inner.chapChallenge, chapPassword)) return malformed('not the challenge of the tunnel');
      if (secret.password === undefined) return refuse('passwordNotInClear');
      const check = { chapPassword, challenge: this.#implied.subarray(0, 16), password: Buffer.from(secret.password) };
      return conclude(chapMatches(check));
    }
    if (msChap2Response) return this.#verifyMsChapV2(userName, inner.msChapChallenge, msChap2Response, secret);
    return malformed('no password that this server knows how to check');
  }

  #verifyMsChapV2(
    userName: Uint8Array,
    challenge: Uint8Array | undefined,
    response: Uint8Array,
    secret: UserSecret,
  ): EapStep {
    if (!challenge || !this.#isImplied(challenge, response)) return malformed('not the challenge of the tunnel');
    const verdict = verifyMsChapV2({ challenge, response, userName, ntHash: ntHashOf(secret) });
    if (verdict === 'malformed') return malformed('no MS-CHAPv2 response');
    if (verdict === 'mismatch') return { kind: 'failure', reason: 'wrongPassword', userName };
    this.#proved = userName;
    const avp = { code: msChap2Success, vendor: microsoft, isMandatory: true, data: verdict.success };
    return { kind: 'request', data: encodeAvp(avp) };
  }

  /** The peer must use what the tunnel gave, challenge and identifier (RFC 5281 §11.2.2 and §11.2.4). */
  #isImplied(challenge: Uint8Array | undefined, response: Uint8Array): boolean {
    return (
      challenge?.length === 16 && sameOctets(challenge, 0, this.#implied, 0, 16) && response[0] === this.#implied[16]
    );
  }
}

function malformed(detail: string): EapStep {
  return { kind: 'failure', reason: 'malformed', detail: `in the tunnel: ${detail}` };
}

/** Says what is wrong instead, if anything is. */
function readInner(plain: Uint8Array): InnerAttributes | string {
  const avps = parseAvps(plain);
  if (!avps) return 'attributes whose lengths do not hold';
  const inner: InnerAttributes = {};
  for (const { code, vendor, isMandatory, data } of avps) {
    const name = innerNames.get(`${vendor}:${code}`);
    if (name) inner[name] = data;
    // RFC 5281 §10.1: what must be understood and is not ends the talk.
    else if (isMandatory) return `attribute ${code} of vendor ${vendor} is not understood`;
  }
  return inner;
}
