import type { Clock } from '#actors/system/clock.ts';

/** Node wakes at once, and again and again, for delays beyond this. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** The machine's clock and timers; tests pass a simulated one instead. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (fn, timeoutMs) => setTimeout(fn, Math.min(Math.max(timeoutMs, 0), LONGEST_TIMEOUT_MS)),
  clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout> | undefined),
};
