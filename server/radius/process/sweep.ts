import { field, state } from '../session/sessionRecord.ts';
import { releaseAddresses } from './heldAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

/** How long an Accept holds its place and its address without a Start. */
const ADMITTED_MS = 60_000;
/** What comes of a session after its end is recognised for so long. */
const CLOSED_MS = 600_000;
/** Missed reports before nothing is believed any more, and the time a report may be late on top. */
const MISSED = 3;
const LATE_MS = 60_000;
/** Of a session whose router was told no interval, and says nothing by itself. */
const DEFAULT_INTERIM_SECONDS = 600;
const SLOTS_A_STEP = 4_000;

/** Walks through the sessions a piece at a time: ends what is over, and marks what nobody has heard of. */
export class Sweep {
  readonly #memory: RadiusMemory;
  readonly #keeper: SessionKeeper;
  #slot = 0;

  constructor(memory: RadiusMemory, keeper: SessionKeeper) {
    this.#memory = memory;
    this.#keeper = keeper;
  }

  /** One piece; call it some ten times a second. */
  step(now: number): void {
    const { sessions } = this.#memory;
    if (this.#slot >= sessions.slots) this.#slot = 0;
    const end = Math.min(sessions.slots, this.#slot + SLOTS_A_STEP);
    for (; this.#slot < end; this.#slot += 1) {
      const ref = sessions.at(this.#slot);
      if (ref !== 0) this.#look(ref, now);
    }
  }

  #look(ref: number, now: number): void {
    const { sessions } = this.#memory;
    const silent = now - sessions.time(ref, field.heardAt);
    switch (sessions.state(ref)) {
      case state.admitted: {
        if (silent < ADMITTED_MS) return;
        releaseAddresses(this.#memory, ref);
        sessions.remove(ref);
        return;
      }
      case state.open:
        if (silent > this.#patience(ref)) this.#keeper.setUnknown(ref);
        return;
      case state.closed:
        if (silent > CLOSED_MS) sessions.remove(ref);
        return;
      case state.unknown:
        if (silent > 2 * this.#patience(ref) && this.#isHeard(ref, now)) this.#keeper.close(ref, now, 'silent');
    }
  }

  /** Its router cannot be asked, but others of its sessions report: this one is over. */
  #isHeard(ref: number, now: number): boolean {
    const { sessions, nas } = this.#memory;
    const router = nas.byNumber(sessions.u32(ref, field.nas));
    return router !== undefined && router.entry.readsBack !== true && now - router.lastAt < this.#patience(ref);
  }

  #patience(ref: number): number {
    const { sessions } = this.#memory;
    const interim = sessions.u32(ref, field.interimSeconds) || DEFAULT_INTERIM_SECONDS;
    return MISSED * interim * 1_000 + LATE_MS;
  }
}
