import type { NasAlarmReport } from './nasAlarm.ts';
import type { NasFact } from './nasFacts.ts';

/** What a router's connection has come to; `state` without a word about announced maintenance. */
export interface NasStatus {
  readonly state: 'connecting' | 'up' | 'degraded' | 'down' | 'authFailed' | 'untrusted';
  /** Why it is not up. */
  readonly error: string | undefined;
  /** Failures in a row. */
  readonly attempts: number;
  /** Until the next attempt; undefined while one is made, or none is needed. */
  readonly retryAfterMs: number | undefined;
  readonly resting: boolean;
  readonly reboots: number;
}

/** What a router needs of the world. */
export interface NasPorts {
  /** Connects and logs in. Rejects with NasTrouble. */
  connect(signal: AbortSignal): Promise<void>;
  /** Asks and listens on the connection until the signal aborts, and tells what it hears. Rejects when the connection ends. */
  watch(tell: (fact: NasFact) => void, signal: AbortSignal): Promise<void>;
  /** Tells the alarm; resolves when it has answered, rejects when that can't be had now. */
  report(report: NasAlarmReport, signal: AbortSignal): Promise<void>;
  /** Shows it to whoever looks. */
  show(status: NasStatus): void;
}
