import type { EapKeys, EapMethod, EapMethodContext, EapMethodKind, EapRefusal, EapStep } from './eapMethod.ts';
import {
  type EapResponse,
  eapTypes,
  encodeEapFailure,
  encodeEapRequest,
  encodeEapSuccess,
  parseEapResponse,
} from './eapPacket.ts';

export type EapReply =
  | { readonly outcome: 'challenge'; readonly eap: Uint8Array }
  | {
      readonly outcome: 'accept';
      readonly eap: Uint8Array;
      /** The name that was proved: of the tunnel's inside, if there is one. */
      readonly userName: Uint8Array;
      readonly method: number;
      readonly keys?: EapKeys;
    }
  | {
      readonly outcome: 'reject';
      readonly eap: Uint8Array;
      readonly reason: EapRefusal;
      readonly userName: Uint8Array;
      /** For the log; never a secret. */
      readonly detail?: string;
    }
  | { readonly outcome: 'discard' };

export interface EapConversationOptions extends Omit<EapMethodContext, 'identity'> {
  /** In the order they are offered; at least one. */
  readonly methods: readonly EapMethodKind[];
  readonly mostRounds: number;
  /** Asked before a method that keeps a TLS endpoint starts. */
  readonly tunnelStarts: () => void;
}

/** RFC 3748 §4.2 as the server plays it: identity, a method, perhaps another after a NAK, and an end. */
export class EapConversation {
  readonly #options: EapConversationOptions;
  #identity = new Uint8Array(0);
  #identifier: number;
  #kind: EapMethodKind | undefined;
  #method: EapMethod | undefined;
  /** A NAK is only valid in answer to a method's first request (RFC 3748 §5.3.1). */
  #mayNak = true;
  #rounds = 0;

  constructor(options: EapConversationOptions) {
    this.#options = options;
    this.#identifier = options.random(1)[0]!;
  }

  /** For a peer that begins without saying who it is (EAP-Start of RFC 3579 §2.1). */
  askIdentity(): EapReply {
    return this.#request(eapTypes.identity, new Uint8Array(0));
  }

  /** The first response comes unasked by this server: the NAS asked for the identity, with an identifier of its own. */
  begin(response: EapResponse): EapReply | Promise<EapReply> {
    this.#identifier = response.identifier;
    return this.#answer(response);
  }

  /** `discard` for what does not answer the request that is open. */
  respond(packet: Uint8Array): EapReply | Promise<EapReply> {
    const response = parseEapResponse(packet);
    if (!response || response.identifier !== this.#identifier) return { outcome: 'discard' };
    return this.#answer(response);
  }

  close(): void {
    this.#method?.close();
    this.#method = undefined;
  }

  #answer(response: EapResponse): EapReply | Promise<EapReply> {
    this.#rounds += 1;
    if (this.#rounds > this.#options.mostRounds) return this.#reject({ kind: 'failure', reason: 'tooManyRounds' });
    if (!this.#kind || !this.#method) return this.#greet(response);
    if (response.type === eapTypes.nak && this.#mayNak) return this.#offerAnother(response.data);
    if (response.type !== this.#kind.type) return { outcome: 'discard' };
    this.#mayNak = false;
    const step = this.#method.respond(response.data, this.#nextIdentifier());
    return step instanceof Promise ? step.then((late) => this.#take(late)) : this.#take(step);
  }

  #greet({ type, data }: EapResponse): EapReply {
    const [first] = this.#options.methods;
    if (type !== eapTypes.identity || !first) return { outcome: 'discard' };
    this.#identity = new Uint8Array(data);
    return this.#start(first);
  }

  /** The peer names what it would rather have, the best first; zero means nothing at all. */
  #offerAnother(wanted: Uint8Array): EapReply {
    const tried = this.#kind;
    const kinds = this.#options.methods.filter((kind) => kind !== tried);
    for (const type of wanted) {
      const kind = kinds.find((one) => one.type === type);
      if (!kind) continue;
      this.#mayNak = false;
      return this.#start(kind);
    }
    return this.#reject({ kind: 'failure', reason: 'noCommonMethod', detail: `the peer wants ${wanted.join(', ')}` });
  }

  #start(kind: EapMethodKind): EapReply {
    const { secretOf, random, framedMtu, tunnelStarts } = this.#options;
    this.#method?.close();
    if (kind.isTunnel) tunnelStarts();
    this.#kind = kind;
    this.#method = kind.create({ identity: this.#identity, secretOf, random, framedMtu });
    return this.#request(kind.type, this.#method.begin(this.#nextIdentifier()));
  }

  #take(step: EapStep): EapReply {
    if (step.kind === 'ignore') return { outcome: 'discard' };
    if (step.kind === 'request') return this.#request(this.#kind!.type, step.data);
    if (step.kind === 'failure') return this.#reject(step);
    this.close();
    const { userName, keys } = step;
    const eap = encodeEapSuccess(this.#identifier);
    return { outcome: 'accept', eap, userName, method: this.#kind!.type, ...(keys && { keys }) };
  }

  #request(type: number, data: Uint8Array): EapReply {
    this.#identifier = this.#nextIdentifier();
    return { outcome: 'challenge', eap: encodeEapRequest(this.#identifier, type, data) };
  }

  #reject({ reason, userName, detail }: Extract<EapStep, { kind: 'failure' }>): EapReply {
    this.close();
    const eap = encodeEapFailure(this.#identifier);
    return { outcome: 'reject', eap, reason, userName: userName ?? this.#identity, ...(detail && { detail }) };
  }

  #nextIdentifier(): number {
    return (this.#identifier + 1) & 255;
  }
}
