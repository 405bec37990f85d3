import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import type { Service } from './service.ts';

const STOP_WITHIN_MS = 10_000;

/** Services started in listed order and stopped in reverse; what failed to start is not stopped, what runs always is. */
export class ServiceRun {
  readonly #log: Logger;
  readonly #running: Service[] = [];
  #stopping: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Throws what a service throws; those before it keep running until `stop`. */
  async start(services: readonly Service[]): Promise<void> {
    for (const service of services) {
      if (this.#stopping) return;
      const startedAt = performance.now();
      this.#running.push(service);
      await service.start();
      this.#log.debug({ service: service.name, tookMs: Math.round(performance.now() - startedAt) }, 'started');
    }
  }

  /** Each service has ten seconds; one that fails or hangs does not keep the others from being stopped. Idempotent. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    for (const service of this.#running.toReversed()) {
      try {
        await withinTime(service);
      } catch (error) {
        this.#log.error({ service: service.name, err: errorFields(error) }, 'did not stop in order');
      }
    }
  }
}

async function withinTime(service: Service): Promise<void> {
  let impatience: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    impatience = setTimeout(() => reject(new Error(`${service.name} did not stop within ${STOP_WITHIN_MS} ms`)), STOP_WITHIN_MS);
  });
  try {
    await Promise.race([service.stop(), tooLong]);
  } finally {
    clearTimeout(impatience);
  }
}
