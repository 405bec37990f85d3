import { AlarmSeverity } from '#shared/alarm/values.ts';
import { isHeard, quietUntil, type SoundSettings } from './soundSettings.ts';

/** An unacknowledged critical is heard again this often. */
export const REPEAT_MS = 15_000;
/** A storm is one sound, not a hundred. */
const LEAST_BETWEEN_MS = 2_500;

export interface Waiting {
  readonly id: string;
  readonly severity: AlarmSeverity;
}

export interface AlarmSounder {
  /** Everything now known to be raised and acknowledged by nobody, and how many of it are critical. Call at least every second. */
  heard(waiting: readonly Waiting[], criticals: number, settings: SoundSettings, now: number): void;
}

/**
 * Decides when what is heard. New alarms sound once, the worst of those that came together; an unacknowledged critical
 * goes on until somebody takes it. What stood when the page opened is not new, but its criticals are heard.
 */
export function createAlarmSounder(play: (severity: AlarmSeverity) => void): AlarmSounder {
  let known: Set<string> | undefined;
  let lastAt = -Infinity;
  return {
    heard(waiting, criticals, settings, now) {
      const before = known;
      known = new Set(waiting.map(({ id }) => id));
      const fresh = before === undefined ? [] : waiting.filter(({ id }) => !before.has(id));
      const worst = worstOf(fresh, settings) ?? (criticals > 0 && now - lastAt >= REPEAT_MS ? 'critical' : undefined);
      if (worst === undefined || quietUntil(settings, now) !== undefined || now - lastAt < LEAST_BETWEEN_MS) return;
      lastAt = now;
      play(worst);
    },
  };
}

function worstOf(alarms: readonly Waiting[], settings: SoundSettings): AlarmSeverity | undefined {
  const heard = alarms.map(({ severity }) => severity).filter((severity) => isHeard(settings, severity));
  return AlarmSeverity.options.find((severity) => heard.includes(severity));
}
