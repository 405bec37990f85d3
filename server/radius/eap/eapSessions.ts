import type { Clock } from '#actors/system/clock.ts';
import type { UserSecret } from '../credential/userSecret.ts';
import type { EapAnswer } from './eapAnswer.ts';
import { EapConversation, type EapConversationOptions, type EapReply } from './eapConversation.ts';
import { encodeEapFailure, eapTypes, parseEapResponse } from './eapPacket.ts';
import { EapSessionTable, eapLimits, type EapLimits, type EapSession } from './eapSessionTable.ts';

export interface EapSessionsOptions extends Omit<
  EapConversationOptions,
  'mostRounds' | 'tunnelStarts' | 'secretOf' | 'framedMtu'
> {
  readonly clock: Clock;
  /** What is known of a user of this tenant, by the name the peer sent. */
  readonly lookup: (tenantId: string, userName: Uint8Array) => UserSecret | undefined;
  readonly limits?: Partial<EapLimits>;
}

export interface EapAsk {
  /** All EAP-Message attributes joined; empty for EAP-Start. The packet's Message-Authenticator has been checked. */
  readonly eap: Uint8Array;
  /** The value of State, if the request has one. */
  readonly state: Uint8Array | undefined;
  /** Which NAS asks: nobody continues the conversation of another. */
  readonly nas: string;
  readonly tenantId: string;
  /** The value of Framed-MTU, if the request has one: the longest EAP packet on the peer's link (RFC 3579 §2.4). */
  readonly framedMtu?: number | undefined;
}

/**
 * Conversations between the requests of which they consist, by State. A response that comes once more gets the answer it
 * got, also after the end. When the table is full, whoever has been silent longest is forgotten: a peer that is there
 * answers within a moment.
 */
export class EapSessions implements Disposable {
  readonly #options: EapSessionsOptions;
  readonly #limits: EapLimits;
  readonly #table: EapSessionTable;

  constructor(options: EapSessionsOptions) {
    this.#options = options;
    this.#limits = { ...eapLimits, ...options.limits };
    this.#table = new EapSessionTable(options.clock, this.#limits);
  }

  get size(): number {
    return this.#table.size;
  }

  get tunnels(): number {
    return this.#table.tunnels;
  }

  /** Rejects only for a defect; whatever a peer sends has an answer. */
  answer(ask: EapAsk): EapAnswer | Promise<EapAnswer> {
    if (!ask.state) return this.#begin(ask);
    const session = this.#table.find(ask.state);
    if (!session || session.nas !== ask.nas) return unknownSession(ask.eap);
    if (Buffer.compare(session.asked, ask.eap) === 0) return session.answer;
    // The answer to what came before is still being made: this cannot be a response to it.
    if (session.isOver || session.answer instanceof Promise) return { outcome: 'discard' };
    return this.#follow(session, ask.eap, session.conversation.respond(ask.eap));
  }

  [Symbol.dispose](): void {
    this.#table[Symbol.dispose]();
  }

  #begin(ask: EapAsk): EapAnswer | Promise<EapAnswer> {
    const { eap } = ask;
    const response = parseEapResponse(eap);
    const isStart = eap.length === 0;
    if (!isStart && response?.type !== eapTypes.identity) return { outcome: 'discard' };
    const session = this.#open(ask);
    const { conversation } = session;
    return this.#follow(session, eap, response ? conversation.begin(response) : conversation.askIdentity());
  }

  #open({ nas, tenantId, framedMtu }: EapAsk): EapSession {
    const { methods, random, lookup } = this.#options;
    const session: EapSession = {
      token: random(16),
      nas,
      conversation: new EapConversation({
        methods,
        random,
        secretOf: (userName) => lookup(tenantId, userName),
        framedMtu,
        mostRounds: this.#limits.mostRounds,
        tunnelStarts: () => this.#table.countTunnel(session),
      }),
      isTunnel: false,
      isOver: false,
      idleSince: 0,
      asked: new Uint8Array(0),
      answer: { outcome: 'discard' },
    };
    this.#table.add(session);
    return session;
  }

  #follow(session: EapSession, asked: Uint8Array, reply: EapReply | Promise<EapReply>): EapAnswer | Promise<EapAnswer> {
    // What does not belong to the conversation leaves no trace in it.
    if (!(reply instanceof Promise) && reply.outcome === 'discard') return reply;
    session.asked = new Uint8Array(asked);
    if (!(reply instanceof Promise)) return this.#settle(session, reply);
    session.answer = reply.then(
      (late) => this.#settle(session, late),
      (defect: unknown) => {
        this.#table.forget(session);
        throw defect;
      },
    );
    return session.answer;
  }

  #settle(session: EapSession, reply: EapReply): EapAnswer {
    const answer = reply.outcome === 'challenge' ? { ...reply, state: session.token } : reply;
    session.answer = answer;
    this.#table.touch(session);
    if (answer.outcome !== 'challenge' && answer.outcome !== 'discard') this.#table.end(session);
    return answer;
  }
}

/** Expired, of another NAS, or from before a restart: a failure lets the peer begin anew at once. */
function unknownSession(eap: Uint8Array): EapAnswer {
  const response = parseEapResponse(eap);
  if (!response) return { outcome: 'discard' };
  const failure = encodeEapFailure(response.identifier);
  return { outcome: 'reject', eap: failure, reason: 'unknownSession', userName: new Uint8Array(0) };
}
