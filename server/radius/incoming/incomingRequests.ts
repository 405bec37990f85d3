import { randomUUID } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import type { IncomingAnswer, IncomingRequest } from '../control/controlMessage.ts';
import type { RadiusLine } from '../supervision/radiusLine.ts';

export interface IncomingRequestsOptions {
  readonly clock: Clock;
  readonly line: RadiusLine;
}

/** The RADIUS process is not there, or went away before it answered: nobody knows what became of the request. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

/** Beyond the time the process itself takes. */
const MARGIN_MS = 5_000;

/** CoA and Disconnect through the RADIUS process, which has the secrets and the source address. */
export class IncomingRequests {
  readonly #options: IncomingRequestsOptions;
  readonly #asked = new Map<string, PromiseWithResolvers<IncomingAnswer>>();
  readonly #unlisten: () => void;

  constructor(options: IncomingRequestsOptions) {
    this.#options = options;
    this.#unlisten = options.line.listen({
      heard: (news) => {
        if (news.say === 'incomingAnswer') this.#asked.get(news.id)?.resolve(news.answer);
      },
      down: () => this.#loseAll(),
    });
  }

  /** Rejects with NotAsked. */
  async ask(request: IncomingRequest): Promise<IncomingAnswer> {
    const { clock, line } = this.#options;
    if (!line.hello) throw new NotAsked('The RADIUS server does not run.');
    const id = randomUUID();
    const asked = Promise.withResolvers<IncomingAnswer>();
    this.#asked.set(id, asked);
    const withinMs = request.timeoutMs * request.tries + MARGIN_MS;
    const timer = clock.setTimeout(() => asked.reject(new NotAsked('The RADIUS server did not answer.')), withinMs);
    line.send({ say: 'incoming', id, request });
    try {
      return await asked.promise;
    } finally {
      clock.clearTimeout(timer);
      this.#asked.delete(id);
    }
  }

  stop(): void {
    this.#unlisten();
    this.#loseAll();
  }

  #loseAll(): void {
    for (const { reject } of this.#asked.values()) reject(new NotAsked('The RADIUS server went away.'));
  }
}
