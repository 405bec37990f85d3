import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { EapKeys, EapMethod, EapMethodContext, EapStep } from './eapMethod.ts';
import { TlsAssembly, tlsAcknowledgement, tlsFragments, tlsStart } from './eapTlsFragments.ts';
import { TlsEndpoint } from './tlsEndpoint.ts';

export interface EapTunnelOptions {
  readonly secureContext: SecureContext;
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

/**
 * Certificate and key of the server, for all tunnels. Sessions are not resumed: a peer that could would skip the proof of
 * its password.
 */
export function tunnelContext(options: {
  readonly cert: string;
  readonly key: string;
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3';
}): SecureContext {
  const { cert, key, maxVersion = 'TLSv1.2' } = options;
  return createSecureContext({
    cert,
    key,
    maxVersion,
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
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
    { secureContext, fragmentOctets = 1_020 }: EapTunnelOptions,
  ) {
    this.#context = context;
    this.#shape = shape;
    this.#fragmentOctets = fragmentOctets;
    this.#endpoint = new TlsEndpoint(secureContext);
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
    return { recvKey: material.slice(0, 32), sendKey: material.slice(32, 64) };
  }
}
