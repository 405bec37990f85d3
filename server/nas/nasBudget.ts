import type { Clock } from '#actors/system/clock.ts';
import { NasBusy } from './vendors/nasCommandError.ts';

/** What people wait for goes before what the product asks by itself. */
export type NasPriority = 'people' | 'polls';

export interface NasBudgetUse {
  readonly commandsPerSecond: number;
  readonly waiting: number;
}

interface Waiting {
  readonly admit: () => void;
}

const MOST_WAITING = 64;
const USE_WINDOW_MS = 5_000;

/** How much one router is asked, by whomever: a token bucket of one second's commands that all share. */
export class NasBudget {
  readonly #clock: Clock;
  readonly #queues: Readonly<Record<NasPriority, Set<Waiting>>> = { people: new Set(), polls: new Set() };
  #perSecond: number;
  /** Streams that the router answers each second. */
  #steady = 0;
  #tokens: number;
  #at: number;
  #timer: unknown;
  /** Times of what was let through lately, oldest first. */
  #spent: number[] = [];

  constructor(perSecond: number, clock: Clock) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#at = clock.now();
  }

  setPerSecond(perSecond: number): void {
    this.#perSecond = perSecond;
  }

  use(): NasBudgetUse {
    this.#forgetOld();
    const { people, polls } = this.#queues;
    return { commandsPerSecond: (this.#spent.length * 1_000) / USE_WINDOW_MS, waiting: people.size + polls.size };
  }

  /**
   * For a stream that the router answers each second: that much of the budget is its until the answer is called. Streams
   * have at most half, so that there is always room for commands. Throws NasBusy.
   */
  reserve(): () => void {
    if (this.#steady >= Math.max(1, Math.floor(this.#perSecond / 2)))
      throw new NasBusy(`${this.#steady} live charts are read from this router already`);
    this.#refill();
    this.#steady += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#refill();
      this.#steady -= 1;
    };
  }

  /** Resolves when one more command may be sent. Rejects with NasBusy, or when the signal aborts. */
  take(priority: NasPriority, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues[priority];
      if (queue.size >= MOST_WAITING) return reject(new NasBusy(`${queue.size} commands wait for this router already`));
      const aborted = (): void => {
        queue.delete(waiting);
        reject(new NasBusy('given up while waiting for the router', { cause: signal?.reason }));
      };
      const waiting: Waiting = {
        admit: () => {
          signal?.removeEventListener('abort', aborted);
          resolve();
        },
      };
      if (signal?.aborted) return aborted();
      signal?.addEventListener('abort', aborted, { once: true });
      queue.add(waiting);
      this.#admit();
      return undefined;
    });
  }

  #admit(): void {
    this.#refill();
    for (const queue of [this.#queues.people, this.#queues.polls]) {
      for (const waiting of queue) {
        if (this.#tokens < 1) return this.#admitLater();
        this.#tokens -= 1;
        this.#spent.push(this.#clock.now());
        queue.delete(waiting);
        waiting.admit();
      }
    }
    this.#forgetOld();
  }

  #admitLater(): void {
    if (this.#timer !== undefined) return;
    const waitMs = Math.ceil(((1 - this.#tokens) * 1_000) / this.#forCommands);
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#admit();
    }, waitMs);
  }

  get #forCommands(): number {
    return Math.max(1, this.#perSecond - this.#steady);
  }

  #refill(): void {
    const now = this.#clock.now();
    const rate = this.#forCommands;
    this.#tokens = Math.min(rate, this.#tokens + ((now - this.#at) * rate) / 1_000);
    this.#at = now;
  }

  #forgetOld(): void {
    const since = this.#clock.now() - USE_WINDOW_MS;
    const kept = this.#spent.findIndex((at) => at > since);
    this.#spent = kept === -1 ? [] : this.#spent.slice(kept);
  }
}
