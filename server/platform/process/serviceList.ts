import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import type { Service } from './service.ts';

export interface ServiceListOptions {
  readonly log: Logger;
  /** How long the stop of one service may take before the next one's turn comes; 15 s unless told. */
  readonly stopWithinMs?: number;
}

/** Starts services in order and stops those that were started in reverse. */
export class ServiceList {
  readonly #log: Logger;
  readonly #stopWithinMs: number;
  readonly #started: Service[] = [];
  #stopping: Promise<boolean> | undefined;

  constructor(options: ServiceListOptions) {
    this.#log = options.log;
    this.#stopWithinMs = options.stopWithinMs ?? 15_000;
  }

  /**
   * Starts one after the other. When one throws, what was started before it is left for `stop`, and so is that one: it
   * may have begun. Nothing more is started once `stop` was called.
   */
  async start(services: readonly Service[]): Promise<void> {
    for (const service of services) {
      if (this.#stopping !== undefined) return;
      const startedAt = performance.now();
      this.#started.push(service);
      await service.start();
      this.#log.debug({ service: service.name, tookMs: Math.round(performance.now() - startedAt) }, 'started');
    }
  }

  /** Answers whether every service stopped in time and without error; the first call decides for all. */
  stop(): Promise<boolean> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<boolean> {
    let clean = true;
    for (const service of this.#started.toReversed()) {
      // One that fails or hangs must not keep the others, above all the database, from stopping in order.
      clean = (await this.#stopOne(service)) && clean;
    }
    return clean;
  }

  async #stopOne(service: Service): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), this.#stopWithinMs);
    try {
      const outcome = await Promise.race([Promise.resolve(service.stop()), late]);
      if (outcome !== 'late') return true;
      this.#log.error({ service: service.name, waitedMs: this.#stopWithinMs }, 'does not stop; going on without it');
      return false;
    } catch (error) {
      this.#log.error({ service: service.name, error: errorFields(error) }, 'failed to stop');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
