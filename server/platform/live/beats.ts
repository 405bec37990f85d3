import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';

export interface BeatsOptions {
  readonly clock: Clock;
  readonly beatMs: number;
  /** Tenants that have a screen connected. */
  tenants(): Iterable<TenantId>;
  beat(tenant: TenantId, at: number): void;
}

/** Every second to every tenant's screens, the same bytes to all of them. */
export class Beats {
  readonly #options: BeatsOptions;
  #timer: unknown;

  constructor(options: BeatsOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, beatMs } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.start();
      for (const tenant of this.#options.tenants()) this.#options.beat(tenant, clock.now());
    }, beatMs);
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
  }
}
