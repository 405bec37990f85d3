import type { Clock } from '#actors/system/clock.ts';
import { RouterosError } from './routerosError.ts';
import type { RouterosLimits } from './routerosLimits.ts';

export interface KeepaliveOptions {
  readonly clock: Clock;
  readonly limits: Pick<RouterosLimits, 'keepaliveAfterMs' | 'keepaliveWithinMs'>;
  readonly lastHeardAt: () => number;
  /** Asks the router for anything; rejects when it does not answer in time. */
  readonly ask: (withinMs: number) => Promise<void>;
  readonly silent: (error: RouterosError) => void;
}

/** Finds connections that look open and lead nowhere: a quiet router is asked, one that stays quiet is gone. */
export class Keepalive {
  readonly #options: KeepaliveOptions;
  #timer: unknown;
  #stopped = false;

  constructor(options: KeepaliveOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopped) return;
    const { clock, limits, lastHeardAt } = this.#options;
    const quietMs = clock.now() - lastHeardAt();
    this.#timer = clock.setTimeout(() => this.#look(), Math.max(50, limits.keepaliveAfterMs - quietMs));
  }

  stop(): void {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
  }

  #look(): void {
    const { clock, limits, lastHeardAt, ask, silent } = this.#options;
    if (clock.now() - lastHeardAt() < limits.keepaliveAfterMs) return this.start();
    const askedAt = clock.now();
    ask(limits.keepaliveWithinMs).then(
      () => this.start(),
      (cause: unknown) => {
        if (this.#stopped) return;
        // Busy with something long, but alive.
        if (lastHeardAt() > askedAt) this.start();
        else silent(new RouterosError('timeout', `nothing was heard for ${clock.now() - lastHeardAt()} ms`, { cause }));
      },
    );
  }
}
