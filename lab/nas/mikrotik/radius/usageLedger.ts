import type { RouterWorld } from '../routerWorld.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import type { NasSession, SessionTally, Usage } from './nasSession.ts';
import { usageOf } from './sessionMeter.ts';

/** The lab's truth of one session: what a server may know of it lies between what was acknowledged and what was sent. */
export interface SessionTruth extends SessionTally {
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
}

interface EndedSession extends Omit<SessionTruth, keyof SessionTally> {
  /** Answers to what was told last come after the end. */
  readonly tally: SessionTally;
}

const MOST_ENDED = 100_000;

/** Sessions that are over, the newest hundred thousand of each router. */
export class UsageLedger {
  readonly #world: RouterWorld;
  #ended: EndedSession[] = [];

  constructor(world: RouterWorld) {
    this.#world = world;
  }

  keep(session: NasSession, usage: Usage, cause: TerminateCause | null): void {
    this.#ended.push(recordOf(session, usage, cause));
    if (this.#ended.length > 2 * MOST_ENDED) this.#ended = this.#ended.slice(-MOST_ENDED);
  }

  truth(open: Iterable<NasSession>): readonly SessionTruth[] {
    const now = this.#world.clock.now();
    const standing = [...open].map((session) => recordOf(session, usageOf(this.#world, session, now), null));
    return [...this.#ended, ...standing].map(({ tally, ...record }) => ({ ...record, ...tally }));
  }
}

function recordOf(session: NasSession, usage: Usage, cause: TerminateCause | null): EndedSession {
  const { login, address, startedAt, endedAt, tally } = session;
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
    tally,
  };
}
