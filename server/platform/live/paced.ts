import type { Clock } from '#actors/system/clock.ts';

/**
 * Passes calls on at most once per interval, the first at once and the last never lost. The tree changes with every
 * command; looking at it must not cost what it shows.
 */
export function paced(clock: Clock, intervalMs: number, call: () => void): { (): void; stop(): void } {
  let timer: unknown;
  let again = false;
  let stopped = false;
  const fire = (): void => {
    again = false;
    call();
    timer = clock.setTimeout(() => {
      timer = undefined;
      if (again && !stopped) fire();
    }, intervalMs);
  };
  const trigger = (): void => {
    if (stopped) return;
    if (timer === undefined) fire();
    else again = true;
  };
  return Object.assign(trigger, {
    stop: (): void => {
      stopped = true;
      clock.clearTimeout(timer);
    },
  });
}
