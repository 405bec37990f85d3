import type { SecureContext } from 'node:tls';
import type { EapKeys, EapMethod, EapMethodContext, EapStep } from './eapMethod.ts';
import { TlsAssembly, tlsAcknowledgement, tlsFragments, tlsStart } from './eapTlsFragments.ts';
import { TlsEndpoint } from './tlsEndpoint.ts';

/** Passes every link with the other attributes beside it (RFC 2865 §5.12: a Framed-MTU is 64 at least). */
const mostFragmentOctets = 1_020;
const leastFragmentOctets = 54;
/** EAP's five, the flags and the length. */
const fragmentHeaderOctets = 10;

export interface EapTunnelOptions {
  /** Asked for each conversation, so that a renewed certificate is shown at once. */
  readonly secureContext: () => SecureContext;
  /** Of TLS in one request: the NAS must get it through its MTU beside the other attributes. */
  readonly fragmentOctets?: number;
}

/** What goes on inside, once the tunnel stands. */
export interface TunnelTalk {
  /**
   * `plain` is what the peer said inside; nothing when it only asks to go on. Data of a request is said inside, undefined
   * says nothing; success and failure end the method.
   */
  respond(plain: Uint8Array, identifier: number): EapStep | undefined;
}

export interface TunnelShape {
  readonly type: number;
  /** RFC 5281 §8 and RFC 5216 §2.3, for TLS 1.2. */
  readonly keyLabel: string;
  readonly talk: (context: EapMethodContext, endpoint: TlsEndpoint) => TunnelTalk;
}

/** The part that PEAP and TTLS have in common: a TLS handshake in fragments, and then a talk inside of it. */
export class EapTunnel implements EapMethod {
  readonly #context: EapMethodContext;
  readonly #shape: TunnelShape;
  readonly #fragmentOctets: number;
  readonly #endpoint: TlsEndpoint;
  readonly #incoming = new TlsAssembly();
  #outgoing: Uint8Array[] = [];
  #talk: TunnelTalk | undefined;

  constructor(
    context: EapMethodContext,
    shape: TunnelShape,
    { secureContext, fragmentOctets = mostFragmentOctets }: EapTunnelOptions,
  ) {
    this.#context = context;
    this.#shape = shape;
    this.#fragmentOctets = Math.max(
      leastFragmentOctets,
      Math.min(fragmentOctets, (context.framedMtu ?? Infinity) - fragmentHeaderOctets),
    );
    this.#endpoint = new TlsEndpoint(secureContext());
  }

  begin(): Uint8Array {
    return tlsStart();
  }

  respond(data: Uint8Array, identifier: number): EapStep | Promise<EapStep> {
    const verdict = this.#incoming.add(data);
    if (verdict === 'malformed') return { kind: 'failure', reason: 'malformed' };
    if (verdict === 'more') return { kind: 'request', data: tlsAcknowledgement() };
    const records = this.#incoming.take();
    const fragment = this.#outgoing.shift();
    if (!fragment) return this.#exchange(records, identifier);
    // Only an acknowledgement fits between fragments (RFC 5216 §2.1.5).
    if (records.length > 0) return { kind: 'failure', reason: 'malformed' };
    return { kind: 'request', data: fragment };
  }

  close(): void {
    this.#endpoint.close();
  }

  async #exchange(records: Uint8Array, identifier: number): Promise<EapStep> {
    const endpoint = this.#endpoint;
    await endpoint.feed(records);
    if (endpoint.failure) return { kind: 'failure', reason: 'tlsFailed', detail: endpoint.failure.message };
    if (!endpoint.isSecure) return this.#send(endpoint.takeOutgoing());
    const plain = endpoint.takePlain();
    const step = this.#isHandshakeEnd(plain) ? undefined : this.#talkNow().respond(plain, identifier);
    if (step?.kind === 'success') return { ...step, keys: this.#keys() };
    if (step && step.kind !== 'request') return step;
    if (step) await endpoint.say(step.data);
    return this.#send(endpoint.takeOutgoing());
  }

  /** Up to TLS 1.2 the last flight of the handshake is the server's, and the peer acknowledges it before it talks. */
  #isHandshakeEnd(plain: Uint8Array): boolean {
    return !this.#talk && plain.length === 0 && this.#endpoint.hasOutgoing && this.#endpoint.protocol !== 'TLSv1.3';
  }

  #talkNow(): TunnelTalk {
    this.#talk ??= this.#shape.talk(this.#context, this.#endpoint);
    return this.#talk;
  }

  #send(records: Uint8Array): EapStep {
    const [first, ...rest] = tlsFragments(records, this.#fragmentOctets);
    this.#outgoing = rest;
    return { kind: 'request', data: first ?? tlsAcknowledgement() };
  }

  /** The first 64 octets are the MSK, its halves the keys (RFC 5216 §2.3; with TLS 1.3 RFC 9427 §2). */
  #keys(): EapKeys {
    const { type, keyLabel } = this.#shape;
    const material =
      this.#endpoint.protocol === 'TLSv1.3'
        ? this.#endpoint.export(128, 'EXPORTER_EAP_TLS_Key_Material', Buffer.of(type))
        : this.#endpoint.export(128, keyLabel);
    return { recvKey: material.subarray(0, 32), sendKey: material.subarray(32, 64) };
  }
}
