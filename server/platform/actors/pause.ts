import type { Clock } from '#actors/system/clock.ts';

/** Resolves after `waitMs` on the clock, or rejects when the signal aborts; its reason is the cause. */
export function pause(clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(stoppedWaiting(signal));
      return;
    }
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, waitMs);
    function aborted(): void {
      clock.clearTimeout(timer);
      reject(stoppedWaiting(signal));
    }
    signal.addEventListener('abort', aborted, { once: true });
  });
}

function stoppedWaiting(signal: AbortSignal): Error {
  return new Error('stopped waiting', { cause: signal.reason });
}
