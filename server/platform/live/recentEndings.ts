import type { Clock } from '#actors/system/clock.ts';
import type { SessionEnded } from '#shared/wire/downstream.ts';
import type { Subject } from '../auth/subject.ts';

type Ending =
  | { readonly what: 'session'; readonly id: string; readonly reason: SessionEnded['reason'] }
  | { readonly what: 'user'; readonly id: string; readonly reason: SessionEnded['reason'] }
  | { readonly what: 'subject'; readonly id: string; readonly subject: Subject };

const KEPT_MS = 60_000;

/**
 * A handshake takes time between looking the session up and being a connected socket. What ends or changes a session
 * in between is remembered here, so that the socket learns of it.
 */
export class RecentEndings {
  readonly #clock: Clock;
  #endings: { readonly ending: Ending; readonly at: number; readonly serial: number }[] = [];
  #serial = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be taken before authenticating. */
  get serial(): number {
    return this.#serial;
  }

  add(ending: Ending): void {
    const at = this.#clock.now();
    this.#serial += 1;
    this.#endings = this.#endings.filter((known) => at - known.at < KEPT_MS);
    this.#endings.push({ ending, at, serial: this.#serial });
  }

  /** What has happened to this subject since a serial, oldest first. */
  since(serial: number, subject: Subject): Ending[] {
    return this.#endings
      .filter((known) => known.serial > serial && concerns(known.ending, subject))
      .map((known) => known.ending);
  }
}

function concerns({ what, id }: Ending, { sessionId, userId }: Subject): boolean {
  return what === 'session' ? id === sessionId : id === userId;
}
