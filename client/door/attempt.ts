import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { ApiError } from '../shell/api.ts';
import { troubleWords } from '../shell/passkey.ts';
import { duration } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

/** One thing at a time towards the server, and how it went. */
export interface Attempt {
  readonly pending: Accessor<boolean>;
  readonly trouble: Accessor<string | undefined>;
  /** How long the server wants to be left alone; counts down. */
  readonly waitMs: Accessor<number>;
  /** The refusal's code, for who has to act on it. */
  readonly code: Accessor<string | undefined>;
  run(act: () => Promise<void>): Promise<void>;
}

export function createAttempt(): Attempt {
  const [pending, setPending] = createSignal(false);
  const [failed, setFailed] = createSignal<{ readonly words: string; readonly code: string | undefined }>();
  const [until, setUntil] = createSignal(0);
  const [tick, setTick] = createSignal(Date.now());
  const timer = setInterval(() => setTick(Date.now()), 1_000);
  onCleanup(() => clearInterval(timer));
  const waitMs = (): number => Math.max(0, until() - tick());
  return {
    pending,
    waitMs,
    code: () => failed()?.code,
    trouble: () => {
      const words = failed()?.words;
      if (words === undefined || waitMs() === 0) return words;
      return `${words} ${say('login.wait', { duration: duration(waitMs() + 999) })}`;
    },
    async run(act) {
      if (pending()) return;
      setPending(true);
      setFailed(undefined);
      try {
        await act();
      } catch (error) {
        const api = error instanceof ApiError ? error : undefined;
        setFailed({ words: troubleWords(error), code: api?.code });
        setTick(Date.now());
        setUntil(Date.now() + (api?.retryAfterMs ?? 0));
      } finally {
        setPending(false);
      }
    },
  };
}
