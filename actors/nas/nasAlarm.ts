import { nasCauses, type NasCause, type NasWatchCause } from '#shared/nas/causes.ts';
import type { NasTroubleKind } from './nasTrouble.ts';

/** What an alarm of the router is known to have been told; unknown: one may stand from an earlier run. */
export type Told = 'unknown' | 'raised' | 'cleared';
export type ToldAlarms = Readonly<Record<NasWatchCause, Told>>;

export interface NasAlarmReport {
  readonly type: 'raise' | 'clear';
  readonly cause: NasCause;
  /** In plain words, for a raise. */
  readonly text: string;
}

export const nothingTold: ToldAlarms = {
  [nasCauses.down]: 'unknown',
  [nasCauses.authFailed]: 'unknown',
  [nasCauses.untrusted]: 'unknown',
  [nasCauses.degraded]: 'unknown',
};

export function causeOf(trouble: NasTroubleKind): NasWatchCause {
  if (trouble === 'authFailed') return nasCauses.authFailed;
  return trouble === 'untrusted' ? nasCauses.untrusted : nasCauses.down;
}

/**
 * The next thing to tell so that exactly `wanted` stands; undefined when that is so. While it is not decided yet
 * (`undecided`), what may stand is left standing.
 */
export function nextReport(
  told: ToldAlarms,
  wanted: { readonly cause: NasWatchCause; readonly text: string } | undefined,
  undecided: boolean,
): NasAlarmReport | undefined {
  if (wanted && told[wanted.cause] !== 'raised') return { type: 'raise', ...wanted };
  const causes = Object.keys(told) as NasWatchCause[];
  const over = causes.find((cause) => cause !== wanted?.cause && told[cause] !== 'cleared');
  return over === undefined || undecided ? undefined : { type: 'clear', cause: over, text: '' };
}
