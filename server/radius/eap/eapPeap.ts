import type { EapMethod, EapMethodContext, EapMethodKind, EapStep } from './eapMethod.ts';
import { eapMsChapV2, type EapMsChapV2Options } from './eapMsChapV2.ts';
import { eapCodes, eapTypes, encodeEapRequest, parseEapResponse, type EapResponse } from './eapPacket.ts';
import { EapTunnel, type EapTunnelOptions, type TunnelShape, type TunnelTalk } from './eapTunnel.ts';

/** The Result TLV, mandatory, of two octets: success 1, failure 2 (draft-kamath-pppext-peapv0 §2.3). */
const resultTlv = [0x80, 0x03, 0x00, 0x02, 0x00] as const;
const results = { success: 1, failure: 2 } as const;

/** PEAPv0 (draft-kamath-pppext-peapv0) with EAP-MSCHAPv2 inside, without cryptobinding. */
export function eapPeap(options: EapTunnelOptions & EapMsChapV2Options): EapMethodKind {
  const inside = eapMsChapV2(options);
  const shape: TunnelShape = {
    type: eapTypes.peap,
    keyLabel: 'client EAP encryption',
    talk: (context) => new PeapTalk(context, inside),
  };
  return { type: eapTypes.peap, isTunnel: true, create: (context) => new EapTunnel(context, shape, options) };
}

type Conclusion = Extract<EapStep, { kind: 'success' | 'failure' }>;

type TalkState =
  | { readonly at: 'silent' }
  | { readonly at: 'identity' }
  | { readonly at: 'method'; readonly method: EapMethod }
  | { readonly at: 'result'; readonly conclusion: Conclusion };

/** Identity, EAP-MSCHAPv2, and the result that both sides confirm under the protection of the tunnel. */
class PeapTalk implements TunnelTalk {
  readonly #context: EapMethodContext;
  readonly #inside: EapMethodKind;
  #state: TalkState = { at: 'silent' };

  constructor(context: EapMethodContext, inside: EapMethodKind) {
    this.#context = context;
    this.#inside = inside;
  }

  respond(plain: Uint8Array, identifier: number): EapStep | undefined {
    if (this.#state.at === 'silent') {
      this.#state = { at: 'identity' };
      return { kind: 'request', data: Uint8Array.of(eapTypes.identity) };
    }
    if (plain.length === 0) return undefined;
    const response = readInner(plain);
    if (!response) return { kind: 'failure', reason: 'malformed', detail: 'in the tunnel: no EAP response' };
    return this.#take(response, identifier);
  }

  #take(response: EapResponse, identifier: number): EapStep {
    const state = this.#state;
    if (state.at === 'result') return confirmed(response, state.conclusion);
    if (state.at === 'method') return this.#continue(state.method, response, identifier);
    if (response.type !== eapTypes.identity)
      return { kind: 'failure', reason: 'malformed', detail: 'in the tunnel: no identity' };
    const method = this.#inside.create({ ...this.#context, identity: new Uint8Array(response.data) });
    this.#state = { at: 'method', method };
    return bare(this.#inside.type, method.begin(identifier));
  }

  #continue(method: EapMethod, { type, data }: EapResponse, identifier: number): EapStep {
    if (type === eapTypes.nak) return this.#conclude({ kind: 'failure', reason: 'noCommonMethod' }, identifier);
    if (type !== this.#inside.type)
      return { kind: 'failure', reason: 'malformed', detail: `in the tunnel: type ${type}` };
    const step = method.respond(data, identifier);
    if (step instanceof Promise) throw new Error('the method inside answers at once');
    if (step.kind === 'request') return bare(type, step.data);
    return step.kind === 'ignore' ? step : this.#conclude(step, identifier);
  }

  #conclude(conclusion: Conclusion, identifier: number): EapStep {
    this.#state = { at: 'result', conclusion };
    const tlv = Uint8Array.of(...resultTlv, results[conclusion.kind]);
    return { kind: 'request', data: encodeEapRequest(identifier, eapTypes.tlv, tlv) };
  }
}

/** PEAPv0 leaves code, identifier and length of requests out, except of the result. */
function bare(type: number, data: Uint8Array): EapStep {
  return { kind: 'request', data: Buffer.concat([Buffer.of(type), data]) };
}

function readInner(plain: Uint8Array): EapResponse | undefined {
  const isWhole = plain[0] === eapCodes.response && plain[4] === eapTypes.tlv;
  if (isWhole) return parseEapResponse(plain);
  return { identifier: 0, type: plain[0]!, data: plain.subarray(1) };
}

/** Success needs the peer's own word for it; a failure stands whatever it says. */
function confirmed({ type, data }: EapResponse, conclusion: Conclusion): EapStep {
  if (conclusion.kind === 'failure') return conclusion;
  const said = type === eapTypes.tlv && resultTlv.every((octet, at) => at === 0 || data[at] === octet);
  if (said && data[5] === results.success) return conclusion;
  return { kind: 'failure', reason: 'refusedByPeer', userName: conclusion.userName };
}
