import type { LiveClock } from '#client/live/liveClock.ts';

/** Real time, `factor` times as fast. */
export function scaledClock(factor: number): LiveClock {
  const startedAt = Date.now();
  const started = performance.now();
  return {
    now: () => Math.round(startedAt + (performance.now() - started) * factor),
    setTimeout: (fn, timeoutMs) => setTimeout(fn, timeoutMs / factor),
    clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout>),
  };
}
