import { mppeKeysV2 } from '../credential/mppeKeys.ts';
import { msChapErrorText } from '../credential/msChapError.ts';
import { verifyMsChapV2 } from '../credential/msChapV2.ts';
import { ntHashOf } from '../credential/userSecret.ts';
import type { EapKeys, EapMethod, EapMethodContext, EapMethodKind, EapRefusal, EapStep } from './eapMethod.ts';
import { eapTypes } from './eapPacket.ts';

/** draft-kamath-pppext-eap-mschapv2 §2. */
const opcodes = { challenge: 1, response: 2, success: 3, failure: 4 } as const;

const header = 4;
const responseLength = 49;

export interface EapMsChapV2Options {
  /** Who asks, shown to the person by some peers. */
  readonly serverName: string;
}

export function eapMsChapV2(options: EapMsChapV2Options): EapMethodKind {
  return { type: eapTypes.msChapV2, isTunnel: false, create: (context) => new EapMsChapV2(context, options) };
}

type Awaited =
  | { readonly awaits: 'response' }
  | { readonly awaits: 'success'; readonly userName: Uint8Array; readonly keys: EapKeys }
  | { readonly awaits: 'failure'; readonly userName: Uint8Array; readonly reason: EapRefusal };

/** MS-CHAPv2 in EAP: challenge, response, the server's own proof (or the error), and the peer's word that it took it. */
class EapMsChapV2 implements EapMethod {
  readonly #context: EapMethodContext;
  readonly #serverName: string;
  readonly #challenge: Uint8Array;
  /** The MS-CHAPv2-ID: what the peer's response must repeat. */
  #identifier = 0;
  #state: Awaited = { awaits: 'response' };

  constructor(context: EapMethodContext, { serverName }: EapMsChapV2Options) {
    this.#context = context;
    this.#serverName = serverName;
    this.#challenge = context.random(16);
  }

  begin(identifier: number): Uint8Array {
    this.#identifier = identifier;
    return this.#message(opcodes.challenge, Buffer.of(16), this.#challenge, Buffer.from(this.#serverName, 'utf8'));
  }

  respond(data: Uint8Array): EapStep {
    const state = this.#state;
    if (state.awaits === 'response') return this.#check(data);
    if (state.awaits === 'failure') return { kind: 'failure', reason: state.reason, userName: state.userName };
    if (data[0] !== opcodes.success) return { kind: 'failure', reason: 'refusedByPeer', userName: state.userName };
    return { kind: 'success', userName: state.userName, keys: state.keys };
  }

  /** Nothing is held. */
  close(): void {}

  #check(data: Uint8Array): EapStep {
    const length = ((data[2] ?? 0) << 8) | (data[3] ?? 0);
    const nameAt = header + 1 + responseLength;
    if (data[0] !== opcodes.response || data[4] !== responseLength || length < nameAt || length > data.length)
      return { kind: 'failure', reason: 'malformed' };
    if (data[1] !== this.#identifier) return { kind: 'ignore' };
    const userName = new Uint8Array(data.subarray(nameAt, length));
    const secret = this.#context.secretOf(userName);
    if (!secret) return this.#refuse(userName, 'unknownUser');
    const verdict = verifyMsChapV2({
      challenge: this.#challenge,
      response: radiusForm(data),
      userName,
      ntHash: ntHashOf(secret),
    });
    if (verdict === 'malformed') return { kind: 'failure', reason: 'malformed', userName };
    if (verdict === 'mismatch') return this.#refuse(userName, 'wrongPassword');
    const keys = mppeKeysV2(verdict.hashHash, verdict.ntResponse);
    this.#state = { awaits: 'success', userName, keys };
    const proof = verdict.success.subarray(1);
    return { kind: 'request', data: this.#message(opcodes.success, proof, Buffer.from(' M=OK', 'latin1')) };
  }

  /** Unknown name and wrong password look alike to the peer. */
  #refuse(userName: Uint8Array, reason: EapRefusal): EapStep {
    this.#state = { awaits: 'failure', userName, reason };
    const challenge = this.#context.random(16);
    const text = msChapErrorText({ failure: 'authentication', challenge, message: 'Authentication failed' });
    return { kind: 'request', data: this.#message(opcodes.failure, Buffer.from(text, 'utf8')) };
  }

  #message(opcode: number, ...parts: readonly Uint8Array[]): Uint8Array {
    const data = Buffer.concat([Buffer.of(opcode, this.#identifier, 0, 0), ...parts]);
    data.writeUInt16BE(data.length, 2);
    return data;
  }
}

/** EAP has the flags behind the NT response, RADIUS before the peer challenge. */
function radiusForm(data: Uint8Array): Uint8Array {
  const response = new Uint8Array(50);
  response[0] = data[1]!;
  response[1] = data[header + responseLength]!;
  response.set(data.subarray(header + 1, header + responseLength), 2);
  return response;
}
