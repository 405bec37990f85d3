import type { LabClock } from '../../../labClock.ts';
import type { RadiusAttribute } from '../../radius/radiusCodec.ts';

/** One fact to be told, until a server has acknowledged it. */
export interface AccountingEntry {
  /** Whose it is: of a session's interim updates that nobody has heard only the newest is kept. */
  readonly key: string;
  readonly isInterim: boolean;
  readonly since: number;
  readonly attributes: readonly RadiusAttribute[];
  readonly onAcked: () => void;
}

/** Sends an entry to the server whose turn it is; `attempt` counts from 0. Calls back with whether it was acknowledged. */
export type AccountingSend = (entry: AccountingEntry, attempt: number, done: (isAcked: boolean) => void) => void;

/** Under way at a time, while somebody answers. */
const WINDOW = 400;
const MOST_WAITING = 200_000;
const PROBE_MS = { first: 1000, most: 15_000 };

/** What a router has to tell. While no server answers one entry probes, and the others wait. */
export class AccountingQueue {
  readonly #clock: LabClock;
  readonly #send: AccountingSend;
  /** In the order of time; what was tried in vain goes to the end. */
  readonly #waiting = new Map<number, AccountingEntry & { attempt: number }>();
  readonly #interims = new Map<string, number>();
  #nextNumber = 1;
  #underWay = 0;
  #isAway = false;
  #pauseMs = PROBE_MS.first;
  #timer: unknown;
  #generation = 0;
  dropped = 0;

  constructor(clock: LabClock, send: AccountingSend) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Nobody has heard of so many. */
  get backlog(): number {
    return this.#waiting.size + this.#underWay;
  }

  add(entry: AccountingEntry): void {
    const older = this.#interims.get(entry.key);
    if (older !== undefined) this.#forget(older);
    if (this.#waiting.size >= MOST_WAITING) {
      this.dropped += 1;
      return;
    }
    this.#put(this.#nextNumber++, entry, 0);
    this.#pump();
  }

  /** The power is gone, and with it what was in memory. */
  clear(): void {
    this.#generation += 1;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
    this.#interims.clear();
    this.#underWay = 0;
    this.#isAway = false;
    this.#pauseMs = PROBE_MS.first;
  }

  #put(number: number, entry: AccountingEntry, attempt: number): void {
    this.#waiting.set(number, { ...entry, attempt });
    if (entry.isInterim) this.#interims.set(entry.key, number);
  }

  #forget(number: number): void {
    const entry = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (entry && this.#interims.get(entry.key) === number) this.#interims.delete(entry.key);
  }

  #pump(): void {
    if (this.#timer !== undefined) return;
    const most = this.#isAway ? 1 : WINDOW;
    for (const [number, entry] of this.#waiting) {
      if (this.#underWay >= most) return;
      this.#forget(number);
      this.#try(entry, entry.attempt);
    }
  }

  #try(entry: AccountingEntry, attempt: number): void {
    const generation = this.#generation;
    this.#underWay += 1;
    this.#send(entry, attempt, (isAcked) => {
      if (generation !== this.#generation) return;
      this.#underWay -= 1;
      if (isAcked) this.#heard(entry);
      else this.#unheard(entry, attempt + 1);
    });
  }

  #heard(entry: AccountingEntry): void {
    this.#isAway = false;
    this.#pauseMs = PROBE_MS.first;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    entry.onAcked();
    this.#pump();
  }

  #unheard(entry: AccountingEntry, attempt: number): void {
    this.#isAway = true;
    // A newer interim update says more than this one.
    if (!entry.isInterim || !this.#interims.has(entry.key)) this.#put(this.#nextNumber++, entry, attempt);
    if (this.#timer !== undefined) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(PROBE_MS.most, this.#pauseMs * 2);
  }
}
