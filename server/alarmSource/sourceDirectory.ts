import type { Clock } from '#actors/system/clock.ts';
import { pause } from '../platform/actors/pause.ts';
import type { RegisteredSource } from './registeredSource.ts';

export interface UnknownSender {
  readonly address: string;
  readonly hostname: string;
  readonly messages: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface SourceDirectoryOptions {
  readonly clock: Clock;
  /** Rejects while the database can't be asked. */
  readonly find: (address: string, hostname: string) => Promise<RegisteredSource | undefined>;
  readonly findFailed: (error: unknown) => void;
}

const MOST_UNKNOWN = 100;
const UNKNOWN_FOR_MS = 15_000;
const ASK_AGAIN_MS = 1_000;

/** Who is speaking: registered sources by address and HOSTNAME, and the last hundred senders nobody registered. */
export class SourceDirectory {
  readonly #options: SourceDirectoryOptions;
  readonly #known = new Map<string, RegisteredSource>();
  /** Least recently heard first. */
  readonly #unknown = new Map<string, UnknownSender & { readonly askedAt: number }>();

  constructor(options: SourceDirectoryOptions) {
    this.#options = options;
  }

  /** All registered sources as they are now; whoever was unknown is asked for again. */
  replaceAll(sources: readonly RegisteredSource[]): void {
    this.#known.clear();
    for (const source of sources) this.#known.set(keyOf(source.address, source.hostname), source);
    for (const key of this.#known.keys()) this.#unknown.delete(key);
  }

  /** Without asking the database; undefined when it has to be asked. */
  known(address: string, hostname: string): RegisteredSource | 'unknown' | undefined {
    const key = keyOf(address, hostname);
    const source = this.#known.get(key);
    if (source) return source;
    const unknown = this.#unknown.get(key);
    if (!unknown || this.#options.clock.now() - unknown.askedAt >= UNKNOWN_FOR_MS) return undefined;
    return 'unknown';
  }

  /** Asks the database, again and again while it does not answer. Rejects when the signal aborts. */
  async lookUp(address: string, hostname: string, signal: AbortSignal): Promise<RegisteredSource | 'unknown'> {
    for (;;) {
      signal.throwIfAborted();
      try {
        const found = await this.#options.find(address, hostname);
        if (!found) return this.#markUnknown(address, hostname);
        this.#known.set(keyOf(address, hostname), found);
        this.#unknown.delete(keyOf(address, hostname));
        return found;
      } catch (error) {
        this.#options.findFailed(error);
        await pause(this.#options.clock, ASK_AGAIN_MS, signal);
      }
    }
  }

  countUnknown(address: string, hostname: string): void {
    const key = keyOf(address, hostname);
    const now = this.#options.clock.now();
    const before = this.#unknown.get(key);
    this.#unknown.delete(key);
    this.#keepUnknown(key, {
      address,
      hostname,
      messages: (before?.messages ?? 0) + 1,
      firstAt: before?.firstAt ?? now,
      lastAt: now,
      askedAt: before?.askedAt ?? now,
    });
  }

  /** Latest heard first. */
  unknownSenders(): readonly UnknownSender[] {
    return [...this.#unknown.values()]
      .map(({ askedAt: _askedAt, ...sender }) => sender)
      .filter(({ messages }) => messages > 0)
      .toReversed();
  }

  #markUnknown(address: string, hostname: string): 'unknown' {
    const key = keyOf(address, hostname);
    const now = this.#options.clock.now();
    const before = this.#unknown.get(key);
    this.#keepUnknown(key, {
      ...(before ?? { address, hostname, messages: 0, firstAt: now, lastAt: now }),
      askedAt: now,
    });
    return 'unknown';
  }

  #keepUnknown(key: string, sender: UnknownSender & { readonly askedAt: number }): void {
    this.#unknown.set(key, sender);
    const oldest = this.#unknown.keys().next();
    if (this.#unknown.size > MOST_UNKNOWN && !oldest.done) this.#unknown.delete(oldest.value);
  }
}

/** A HOSTNAME holds no space. */
function keyOf(address: string, hostname: string): string {
  return `${address} ${hostname}`;
}
