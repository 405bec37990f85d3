import type { Clock } from '../system/clock.ts';
import type { AlarmSourceFact } from './alarmSourceFacts.ts';

/** What the product has to say about a source itself. */
export interface SourceSilence {
  readonly type: 'raise' | 'clear';
  /** Nothing is known about the source since (raise), or it is heard again since (clear). */
  readonly since: number;
}

/** What an alarm source needs of the world. */
export interface AlarmSourcePorts {
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Takes the source's reports, in order, to their alarms for as long as `signal` allows, and tells what happened. A
   * report that was taken and not answered when it ends is taken again by the next call, and acts once.
   * Rejects when it can't go on.
   */
  receive(tell: (fact: AlarmSourceFact) => void, signal: AbortSignal): Promise<void>;
  /** Tells the alarm about this source; resolves when it has answered, rejects when that can't be had now. */
  report(silence: SourceSilence, signal: AbortSignal): Promise<void>;
}
