import type { Clock } from '#actors/system/clock.ts';
import type { Instant } from '#shared/values/time.ts';

export interface KeptAnswer<T> {
  readonly value: T;
  /** What it was true of. */
  readonly asOf: Instant;
}

interface Kept<T> {
  readonly make: () => Promise<T>;
  answer: KeptAnswer<T> | undefined;
  /** When it must be made anew. */
  staleAt: number;
  askedAt: number;
  making: Promise<KeptAnswer<T>> | undefined;
}

/** So much of the time may go into one question: what took a second is good for a minute. */
const SHARE = 60;
/** What is answered so fast is not worth keeping: the next one sees what is true then. */
const FAST_MS = 100;
/** What nobody has asked for so long is kept up to date no longer, and forgotten. */
const WANTED_MS = 3 * 86_400_000;
const TIDY_MS = 30_000;
const MOST = 200;

/**
 * Answers that take the database seconds, such as sums over fifteen million rows: made once for all who ask at a time, kept,
 * and made anew in the background, one after the other, as long as anybody asks. Only the very first one waits.
 */
export class KeptAnswers<T> {
  readonly #clock: Clock;
  readonly #onTrouble: (error: unknown) => void;
  readonly #kept = new Map<string, Kept<T>>();
  #timer: unknown;
  #tidying: Promise<void> = Promise.resolve();
  #stopped = true;

  constructor({ clock, onTrouble }: { readonly clock: Clock; readonly onTrouble: (error: unknown) => void }) {
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  start(): void {
    this.#stopped = false;
    this.#later();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#clock.clearTimeout(this.#timer);
    await this.#tidying;
  }

  /** Throws what `make` throws. */
  async of(key: string, make: () => Promise<T>): Promise<KeptAnswer<T>> {
    let kept = this.#kept.get(key);
    this.#kept.delete(key);
    kept ??= { make, answer: undefined, staleAt: 0, askedAt: 0, making: undefined };
    this.#kept.set(key, kept);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value!);
    kept.askedAt = this.#clock.now();
    return kept.answer ?? (await this.#make(key, kept));
  }

  async #make(key: string, kept: Kept<T>): Promise<KeptAnswer<T>> {
    kept.making ??= this.#made(key, kept).finally(() => (kept.making = undefined));
    return await kept.making;
  }

  async #made(key: string, kept: Kept<T>): Promise<KeptAnswer<T>> {
    const asOf = this.#clock.now();
    const answer = { value: await kept.make(), asOf };
    const tookMs = this.#clock.now() - asOf;
    if (tookMs < FAST_MS) this.#kept.delete(key);
    else kept.answer = answer;
    kept.staleAt = asOf + SHARE * tookMs;
    return answer;
  }

  async #tidy(): Promise<void> {
    for (const [key, kept] of this.#kept) {
      const now = this.#clock.now();
      if (this.#stopped) return;
      if (now - kept.askedAt > WANTED_MS) this.#kept.delete(key);
      else if (kept.answer !== undefined && now >= kept.staleAt)
        await this.#make(key, kept).catch((error: unknown) => this.#troubled(key, error));
    }
  }

  /** Whoever asks next makes it anew and hears why it cannot be. */
  #troubled(key: string, error: unknown): void {
    this.#kept.delete(key);
    this.#onTrouble(error);
  }

  #later(): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#tidying = this.#tidy().then(() => this.#later());
    }, TIDY_MS);
  }
}
