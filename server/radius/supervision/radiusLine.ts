import type { LinkChannel, RadiusHello } from '../control/controlLink.ts';
import type { FromRadius, ToRadius } from '../control/controlMessage.ts';

export type RadiusNews = Exclude<FromRadius, { say: 'hello' | 'bye' }>;

export interface RadiusListener {
  /** A process is there; after each connection anew. */
  up?(hello: RadiusHello): void;
  down?(): void;
  heard?(news: RadiusNews): void;
}

/** The way to the RADIUS process for everything in main that talks to it, whichever process it is at the moment. */
export class RadiusLine {
  readonly #listeners = new Set<RadiusListener>();
  readonly #onTrouble: (error: unknown) => void;
  #channel: LinkChannel | undefined;
  #hello: RadiusHello | undefined;

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** What the process that is connected said of itself. */
  get hello(): RadiusHello | undefined {
    return this.#hello;
  }

  /** False: nobody is there and it is lost, or the process is behind and `ready` should be waited for. */
  send(message: ToRadius): boolean {
    return this.#channel?.send(message) ?? false;
  }

  /** Resolves when the process has taken what it was sent, or is gone. */
  async ready(): Promise<void> {
    await this.#channel?.ready();
  }

  /** A listener that comes late is told who is there. */
  listen(listener: RadiusListener): () => void {
    this.#listeners.add(listener);
    if (this.#hello) listener.up?.(this.#hello);
    return () => void this.#listeners.delete(listener);
  }

  /** For supervision: from now on this is the process. */
  connected(hello: RadiusHello, channel: LinkChannel): void {
    this.#channel = channel;
    this.#hello = hello;
    this.#tell((listener) => listener.up?.(hello));
  }

  disconnected(): void {
    if (!this.#hello) return;
    this.#channel = undefined;
    this.#hello = undefined;
    this.#tell((listener) => listener.down?.());
  }

  heard(message: FromRadius): void {
    if (message.say === 'hello' || message.say === 'bye') return;
    this.#tell((listener) => listener.heard?.(message));
  }

  /** What one listener throws is not the others' trouble. */
  #tell(one: (listener: RadiusListener) => void): void {
    for (const listener of [...this.#listeners]) {
      try {
        one(listener);
      } catch (error) {
        this.#onTrouble(error);
      }
    }
  }
}
