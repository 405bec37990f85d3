import type { RestartPolicy } from './restartPolicy.ts';

export type RestartVerdict =
  | { readonly kind: 'restart'; readonly afterMs: number }
  | { readonly kind: 'give-up'; readonly retryAfterMs: number };

/** Counts restarts within the policy's window and says how long to wait, or that it is enough. */
export class RestartBudget {
  readonly #policy: RestartPolicy;
  #restarts: number[] = [];

  constructor(policy: RestartPolicy) {
    this.#policy = policy;
  }

  /** Records a crash at `now`; `random` in [0, 1) spreads restarts of many by ±50 %. */
  crashed(now: number, random: number): RestartVerdict {
    const { most, withinMs, backoffMs, maxBackoffMs, slowRetryMs } = this.#policy;
    this.#restarts = this.#restarts.filter((at) => now - at < withinMs);
    if (this.#restarts.length >= most) return { kind: 'give-up', retryAfterMs: slowRetryMs };
    const delay = Math.min(backoffMs * 2 ** this.#restarts.length, maxBackoffMs);
    this.#restarts.push(now);
    return { kind: 'restart', afterMs: Math.round(delay * (0.5 + random)) };
  }

  /** After somebody repaired it by hand. */
  forget(): void {
    this.#restarts = [];
  }
}
