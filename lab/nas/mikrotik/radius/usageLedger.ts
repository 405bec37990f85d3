import type { RouterWorld } from '../routerWorld.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import type { NasSession, Usage } from './nasSession.ts';
import { usageOf } from './sessionMeter.ts';

/** The lab's truth of one session: what a server may know of it lies between what was acknowledged and what was sent. */
export interface SessionTruth {
  readonly acctSessionId: string;
  readonly username: string;
  readonly mac: string;
  readonly access: string;
  readonly address: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Null: still there, or gone without a word. */
  readonly cause: TerminateCause | null;
  readonly usage: Usage;
  readonly sent: Usage;
  readonly acknowledged: Usage;
  readonly isStartAcknowledged: boolean;
  readonly isStopAcknowledged: boolean;
}

export interface EndedSession {
  readonly session: NasSession;
  readonly usage: Usage;
  readonly cause: TerminateCause | null;
}

const MOST_ENDED = 100_000;

/** Sessions that are over, the newest hundred thousand of each router. */
export class UsageLedger {
  readonly #world: RouterWorld;
  #ended: EndedSession[] = [];

  constructor(world: RouterWorld) {
    this.#world = world;
  }

  keep(ended: EndedSession): void {
    this.#ended.push(ended);
    if (this.#ended.length > 2 * MOST_ENDED) this.#ended = this.#ended.slice(-MOST_ENDED);
  }

  truth(open: Iterable<NasSession>): readonly SessionTruth[] {
    const now = this.#world.clock.now();
    return [
      ...this.#ended.map(({ session, usage, cause }) => truthOf(session, usage, cause)),
      ...[...open].map((session) => truthOf(session, usageOf(this.#world, session, now), null)),
    ];
  }
}

function truthOf(session: NasSession, usage: Usage, cause: TerminateCause | null): SessionTruth {
  const { login, address, startedAt, endedAt, sentUsage, ackedUsage, isStartAcked, isStopAcked } = session;
  return {
    acctSessionId: login.number.id,
    username: login.username,
    mac: login.line.mac,
    access: login.line.access,
    address,
    startedAt,
    endedAt: endedAt ?? null,
    cause,
    usage,
    sent: sentUsage,
    acknowledged: ackedUsage,
    isStartAcknowledged: isStartAcked,
    isStopAcknowledged: isStopAcked,
  };
}
