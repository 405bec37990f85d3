import type { Clock } from '#actors/system/clock.ts';

/** A clock that goes as the machine's does, and jumps ahead when told: hours of waiting in a moment. */
export interface SkippingClock extends Clock {
  /** Everything that was waiting for a time within the skipped span runs at once, the earliest first. */
  skip(ms: number): void;
}

interface Waiting {
  readonly dueAt: number;
  readonly fn: () => void;
  timer: ReturnType<typeof setTimeout>;
}

export function skippingClock(): SkippingClock {
  let ahead = 0;
  const waiting = new Set<Waiting>();
  const now = (): number => Date.now() + ahead;
  const arm = (one: Waiting): void => {
    one.timer = setTimeout(
      () => {
        waiting.delete(one);
        one.fn();
      },
      Math.max(0, one.dueAt - now()),
    );
  };
  return {
    now,
    setTimeout(fn, timeoutMs) {
      const one = { dueAt: now() + timeoutMs, fn } as Waiting;
      waiting.add(one);
      arm(one);
      return one;
    },
    clearTimeout(id) {
      const one = id as Waiting | undefined;
      if (one === undefined) return;
      waiting.delete(one);
      clearTimeout(one.timer);
    },
    skip(ms) {
      ahead += ms;
      const inOrder = [...waiting].sort((one, other) => one.dueAt - other.dueAt);
      for (const one of inOrder) clearTimeout(one.timer);
      for (const one of inOrder) arm(one);
    },
  };
}
