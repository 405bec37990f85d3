import type { Clock } from '#actors/system/clock.ts';
import type { Logger } from './logger.ts';

export interface RepeatingLog {
  /**
   * Writes the first line of a `key` at once; further ones within the interval are only counted, and the last of them is
   * written at its end with `repeated`, the number since the line before.
   */
  report(key: string, level: 'info' | 'warn' | 'error', fields: object, message: string): void;
  /** Writes what is still counted. */
  stop(): void;
}

export interface RepeatingLogOptions {
  readonly log: Logger;
  readonly clock: Clock;
  readonly intervalMs?: number;
}

interface Held {
  repeated: number;
  write: (repeated: number) => void;
  timer: unknown;
}

const mostKeys = 1_000;

/** For errors that a broken device or a lost database would otherwise write a thousand times a second. */
export function createRepeatingLog({ log, clock, intervalMs = 10_000 }: RepeatingLogOptions): RepeatingLog {
  const held = new Map<string, Held>();

  function report(key: string, level: 'info' | 'warn' | 'error', fields: object, message: string): void {
    const write = (repeated: number): void => log[level](repeated > 0 ? { ...fields, repeated } : fields, message);
    const standing = held.get(key);
    if (standing) {
      standing.repeated += 1;
      standing.write = write;
      return;
    }
    if (held.size >= mostKeys) release(held.keys().next().value ?? key);
    write(0);
    hold(key, write);
  }

  function hold(key: string, write: Held['write']): void {
    held.set(key, { repeated: 0, write, timer: clock.setTimeout(() => intervalEnded(key), intervalMs) });
  }

  function intervalEnded(key: string): void {
    const ended = release(key);
    if (ended && ended.repeated > 0) hold(key, ended.write);
  }

  function release(key: string): Held | undefined {
    const ended = held.get(key);
    if (!ended) return undefined;
    held.delete(key);
    clock.clearTimeout(ended.timer);
    if (ended.repeated > 0) ended.write(ended.repeated);
    return ended;
  }

  return {
    report,
    stop: () => {
      for (const key of held.keys()) release(key);
    },
  };
}
