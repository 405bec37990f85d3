import type { LabClock } from '../../labClock.ts';
import type { SeededRandom } from '../../seededRandom.ts';

/** Shares are of 1; a packet that is held back for `reorder` arrives behind those that follow it. */
export interface PathFaults {
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly delayMs: number;
  /** Up to so much more, by chance. */
  readonly jitterMs: number;
}

export const goodPath: PathFaults = { loss: 0, duplicate: 0, reorder: 0, delayMs: 0, jitterMs: 0 };
const HELD_BACK_MS = 60;

/** The way between a router and its servers, in both directions: packets are lost, doubled, late and out of order on it. */
export class PacketPath {
  faults: PathFaults = goodPath;
  readonly #clock: LabClock;
  readonly #random: SeededRandom;

  constructor(clock: LabClock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  carry(arrive: () => void): void {
    const { loss, duplicate } = this.faults;
    if (this.faults === goodPath) {
      arrive();
      return;
    }
    if (this.#random.next() < loss) return;
    this.#later(arrive);
    if (this.#random.next() < duplicate) this.#later(arrive);
  }

  #later(arrive: () => void): void {
    const { reorder, delayMs, jitterMs } = this.faults;
    const heldMs = this.#random.next() < reorder ? HELD_BACK_MS : 0;
    const waitMs = delayMs + heldMs + this.#random.next() * jitterMs;
    if (waitMs < 1) arrive();
    else this.#clock.setTimeout(arrive, waitMs);
  }
}
