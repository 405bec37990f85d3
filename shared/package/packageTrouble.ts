import { profilesOverlap } from './rateProfiles.ts';
import type { Burst, Fup, RateProfile, Rates } from './values.ts';

export interface PackageRates {
  readonly downBps: number | null;
  readonly upBps: number | null;
  readonly burst: Burst | null;
  readonly limitAt: Rates | null;
  readonly profiles: readonly RateProfile[];
  readonly quotaBytes: number | null;
  readonly fup: Fup | null;
}

export interface PackageTrouble {
  readonly path: keyof PackageRates;
  readonly message: string;
}

/** What of a package does not hold together, in words that say what to do; undefined when all does. */
export function packageTrouble(given: PackageRates): PackageTrouble | undefined {
  const { downBps, upBps, burst, limitAt, profiles, quotaBytes, fup } = given;
  if ((downBps === null) !== (upBps === null)) return { path: 'upBps', message: 'Limit both directions, or neither.' };
  if (downBps === null || upBps === null) {
    if (burst) return { path: 'burst', message: 'A burst goes beyond a rate: give the rates first.' };
    if (limitAt) return { path: 'limitAt', message: 'A guarantee is part of a rate: give the rates first.' };
  } else {
    if (burst && (burst.down.limitBps <= downBps || burst.up.limitBps <= upBps))
      return { path: 'burst', message: 'A burst is faster than the rate, in both directions.' };
    if (burst && (burst.down.thresholdBps > burst.down.limitBps || burst.up.thresholdBps > burst.up.limitBps))
      return { path: 'burst', message: 'The threshold is at most the burst rate: the mean never gets above it.' };
    if (limitAt && (limitAt.downBps > downBps || limitAt.upBps > upBps))
      return { path: 'limitAt', message: 'The guaranteed rate is at most the rate.' };
  }
  if (profilesOverlap(profiles)) return { path: 'profiles', message: 'Two profiles hold at the same time.' };
  if (quotaBytes !== null && fup === null)
    return { path: 'fup', message: 'Say what happens when the quota is used up.' };
  if (quotaBytes === null && fup !== null)
    return { path: 'quotaBytes', message: 'Give the quota after which this happens.' };
  return undefined;
}
