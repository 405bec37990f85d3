import type { Clock } from '#actors/system/clock.ts';
import { EapConversation, type EapConversationOptions, type EapReply } from './eapConversation.ts';
import { encodeEapFailure, eapTypes, parseEapResponse } from './eapPacket.ts';

export interface EapLimits {
  /** How long a conversation waits for the peer. */
  readonly idleMs: number;
  readonly mostSessions: number;
  /** Of those, with a TLS endpoint, which is some 100 KB. */
  readonly mostTunnels: number;
  readonly mostRounds: number;
}

export const eapLimits: EapLimits = { idleMs: 60_000, mostSessions: 10_000, mostTunnels: 500, mostRounds: 60 };

export interface EapSessionsOptions extends Omit<EapConversationOptions, 'mostRounds' | 'tunnelStarts'> {
  readonly clock: Clock;
  readonly limits?: Partial<EapLimits>;
}

export interface EapAsk {
  /** All EAP-Message attributes joined; empty for EAP-Start. The packet's Message-Authenticator has been checked. */
  readonly eap: Uint8Array;
  /** The value of State, if the request has one. */
  readonly state: Uint8Array | undefined;
  /** Which NAS asks: nobody continues the conversation of another. */
  readonly nas: string;
}

/** What goes into the reply; `state` is the value of its State attribute. */
export type EapAnswer =
  | (Exclude<EapReply, { readonly outcome: 'challenge' }> & { readonly state?: undefined })
  | (Extract<EapReply, { readonly outcome: 'challenge' }> & { readonly state: Uint8Array });

interface Session {
  readonly token: Uint8Array;
  readonly key: string;
  readonly nas: string;
  readonly conversation: EapConversation;
  isTunnel: boolean;
  isOver: boolean;
  idleSince: number;
  asked: Uint8Array;
  answer: EapAnswer | Promise<EapAnswer>;
}

/**
 * Conversations between the requests of which they consist, by State. A response that comes once more gets the answer it
 * got, also after the end. When the table is full, whoever has been silent longest is forgotten: a peer that is there
 * answers within a moment.
 */
export class EapSessions implements Disposable {
  readonly #options: EapSessionsOptions;
  readonly #limits: EapLimits;
  /** The one heard last comes last. */
  readonly #sessions = new Map<string, Session>();
  #tunnels = 0;
  #timer: unknown;

  constructor(options: EapSessionsOptions) {
    this.#options = options;
    this.#limits = { ...eapLimits, ...options.limits };
  }

  get size(): number {
    return this.#sessions.size;
  }

  get tunnels(): number {
    return this.#tunnels;
  }

  /** Rejects only for a defect; whatever a peer sends has an answer. */
  answer(ask: EapAsk): EapAnswer | Promise<EapAnswer> {
    if (!ask.state) return this.#begin(ask);
    const session = this.#sessions.get(keyOf(ask.state));
    if (!session || session.nas !== ask.nas) return unknownSession(ask.eap);
    if (this.#isStale(session)) {
      this.#forget(session);
      return unknownSession(ask.eap);
    }
    if (Buffer.compare(session.asked, ask.eap) === 0) return session.answer;
    // The answer to what came before is still being made: this cannot be a response to it.
    if (session.isOver || session.answer instanceof Promise) return { outcome: 'discard' };
    return this.#follow(session, ask.eap, session.conversation.respond(ask.eap));
  }

  [Symbol.dispose](): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const session of this.#sessions.values()) this.#forget(session);
  }

  #begin({ eap, nas }: EapAsk): EapAnswer | Promise<EapAnswer> {
    const response = parseEapResponse(eap);
    const isStart = eap.length === 0;
    if (!isStart && response?.type !== eapTypes.identity) return { outcome: 'discard' };
    const session = this.#open(nas);
    const { conversation } = session;
    return this.#follow(session, eap, response ? conversation.begin(response) : conversation.askIdentity());
  }

  #open(nas: string): Session {
    const token = this.#options.random(16);
    const session: Session = {
      token,
      key: keyOf(token),
      nas,
      conversation: new EapConversation({
        ...this.#options,
        mostRounds: this.#limits.mostRounds,
        tunnelStarts: () => this.#tunnelStarts(session),
      }),
      isTunnel: false,
      isOver: false,
      idleSince: this.#options.clock.now(),
      asked: new Uint8Array(0),
      answer: { outcome: 'discard' },
    };
    if (this.#sessions.size >= this.#limits.mostSessions) this.#forgetFirst(() => true);
    this.#sessions.set(session.key, session);
    this.#armTimer();
    return session;
  }

  #follow(session: Session, asked: Uint8Array, reply: EapReply | Promise<EapReply>): EapAnswer | Promise<EapAnswer> {
    // What does not belong to the conversation leaves no trace in it.
    if (!(reply instanceof Promise) && reply.outcome === 'discard') return reply;
    session.asked = asked.slice();
    if (!(reply instanceof Promise)) return this.#settle(session, reply);
    session.answer = reply.then(
      (late) => this.#settle(session, late),
      (defect: unknown) => {
        this.#forget(session);
        throw defect;
      },
    );
    return session.answer;
  }

  #settle(session: Session, reply: EapReply): EapAnswer {
    const answer = reply.outcome === 'challenge' ? { ...reply, state: session.token } : reply;
    session.answer = answer;
    session.idleSince = this.#options.clock.now();
    if (this.#sessions.delete(session.key)) this.#sessions.set(session.key, session);
    if (answer.outcome !== 'challenge' && answer.outcome !== 'discard') this.#end(session);
    return answer;
  }

  #tunnelStarts(session: Session): void {
    if (session.isTunnel) return;
    if (this.#tunnels >= this.#limits.mostTunnels) this.#forgetFirst(({ isTunnel }) => isTunnel);
    session.isTunnel = true;
    this.#tunnels += 1;
  }

  #forgetFirst(which: (session: Session) => boolean): void {
    for (const session of this.#sessions.values()) if (which(session)) return this.#forget(session);
  }

  #forget(session: Session): void {
    this.#sessions.delete(session.key);
    this.#end(session);
  }

  #end(session: Session): void {
    session.isOver = true;
    if (session.isTunnel) this.#tunnels -= 1;
    session.isTunnel = false;
    session.conversation.close();
  }

  #isStale({ idleSince }: Session): boolean {
    return this.#options.clock.now() - idleSince >= this.#limits.idleMs;
  }

  #armTimer(): void {
    const { clock } = this.#options;
    const [first] = this.#sessions.values();
    if (!first || this.#timer !== undefined) return;
    this.#timer = clock.setTimeout(
      () => {
        this.#timer = undefined;
        this.#sweep();
      },
      Math.max(0, first.idleSince + this.#limits.idleMs - clock.now()),
    );
  }

  #sweep(): void {
    for (const session of this.#sessions.values()) {
      if (!this.#isStale(session)) break;
      this.#forget(session);
    }
    this.#armTimer();
  }
}

function keyOf(state: Uint8Array): string {
  return Buffer.from(state.buffer, state.byteOffset, state.length).toString('latin1');
}

/** Expired, of another NAS, or from before a restart: a failure lets the peer begin anew at once. */
function unknownSession(eap: Uint8Array): EapAnswer {
  const response = parseEapResponse(eap);
  if (!response) return { outcome: 'discard' };
  const failure = encodeEapFailure(response.identifier);
  return { outcome: 'reject', eap: failure, reason: 'unknownSession', userName: new Uint8Array(0) };
}
