import type { Clock } from '#actors/system/clock.ts';
import type { EapAnswer } from './eapAnswer.ts';
import type { EapConversation } from './eapConversation.ts';

export interface EapLimits {
  /** How long a conversation waits for the peer. */
  readonly idleMs: number;
  readonly mostSessions: number;
  /** Of those, with a TLS endpoint, which is some 50 KB. */
  readonly mostTunnels: number;
  readonly mostRounds: number;
}

export const eapLimits: EapLimits = { idleMs: 60_000, mostSessions: 10_000, mostTunnels: 500, mostRounds: 60 };

export interface EapSession {
  /** The value of State. */
  readonly token: Uint8Array;
  readonly nas: string;
  readonly conversation: EapConversation;
  isTunnel: boolean;
  /** It has its last answer, and is kept for whoever asks once more. */
  isOver: boolean;
  idleSince: number;
  asked: Uint8Array;
  answer: EapAnswer | Promise<EapAnswer>;
}

/** Sessions by State, within bounds of number and time; the one heard last comes last. */
export class EapSessionTable implements Disposable {
  readonly #clock: Clock;
  readonly #limits: EapLimits;
  readonly #sessions = new Map<string, EapSession>();
  #tunnels = 0;
  #timer: unknown;

  constructor(clock: Clock, limits: EapLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get tunnels(): number {
    return this.#tunnels;
  }

  find(state: Uint8Array): EapSession | undefined {
    const session = this.#sessions.get(keyOf(state));
    if (!session || !this.#isStale(session)) return session;
    this.forget(session);
    return undefined;
  }

  /** When the table is full, the one silent longest goes. */
  add(session: EapSession): void {
    if (this.#sessions.size >= this.#limits.mostSessions) this.#forgetFirst(() => true);
    session.idleSince = this.#clock.now();
    this.#sessions.set(keyOf(session.token), session);
    this.#armTimer();
  }

  /** Heard of: it goes last. One that was forgotten meanwhile stays forgotten. */
  touch(session: EapSession): void {
    const key = keyOf(session.token);
    session.idleSince = this.#clock.now();
    if (this.#sessions.delete(key)) this.#sessions.set(key, session);
  }

  /** Makes room for a TLS endpoint. */
  countTunnel(session: EapSession): void {
    if (session.isTunnel) return;
    if (this.#tunnels >= this.#limits.mostTunnels) this.#forgetFirst(({ isTunnel }) => isTunnel);
    session.isTunnel = true;
    this.#tunnels += 1;
  }

  end(session: EapSession): void {
    session.isOver = true;
    if (session.isTunnel) this.#tunnels -= 1;
    session.isTunnel = false;
    session.conversation.close();
  }

  forget(session: EapSession): void {
    this.#sessions.delete(keyOf(session.token));
    this.end(session);
  }

  [Symbol.dispose](): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const session of this.#sessions.values()) this.forget(session);
  }

  #forgetFirst(which: (session: EapSession) => boolean): void {
    for (const session of this.#sessions.values()) if (which(session)) return this.forget(session);
  }

  #isStale({ idleSince }: EapSession): boolean {
    return this.#clock.now() - idleSince >= this.#limits.idleMs;
  }

  #armTimer(): void {
    const [first] = this.#sessions.values();
    if (!first || this.#timer !== undefined) return;
    const dueMs = Math.max(0, first.idleSince + this.#limits.idleMs - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => this.#sweep(), dueMs);
  }

  #sweep(): void {
    this.#timer = undefined;
    for (const session of this.#sessions.values()) {
      if (!this.#isStale(session)) break;
      this.forget(session);
    }
    this.#armTimer();
  }
}

function keyOf(state: Uint8Array): string {
  return Buffer.from(state.buffer, state.byteOffset, state.length).toString('latin1');
}
