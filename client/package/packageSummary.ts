import type { PackageRates } from '#shared/package/packageTrouble.ts';
import type { BurstDirection, Rates } from '#shared/package/values.ts';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';

/** A package in one line: `↓ 20 Mbit/s ↑ 5 Mbit/s · burst ↓ 40 ↑ 10 for 8 s · 100 GB, then ↓ 1 Mbit/s ↑ 1 Mbit/s`. */
export function packageSummary(given: PackageRates): string {
  const { downBps, upBps, burst, profiles, quotaBytes, fup } = given;
  const rates = downBps === null || upBps === null ? say('package.noLimit') : ratesText({ downBps, upBps });
  const fast =
    burst &&
    say('package.summaryBurst', {
      rates: ratesText({ downBps: burst.down.limitBps, upBps: burst.up.limitBps }),
      seconds: Math.round(longestBurst(burst.down)),
    });
  const quota =
    quotaBytes !== null &&
    (fup?.act === 'throttle'
      ? say('package.summaryThrottle', { quota: quotaText(quotaBytes), rates: ratesText(fup.rates) })
      : say('package.summaryBlock', { quota: quotaText(quotaBytes) }));
  const times = profiles.length > 0 && say('package.summaryProfiles');
  return [rates, fast, times, quota].filter(Boolean).join(' · ');
}

export function ratesText({ downBps, upBps }: Rates): string {
  return `↓ ${withUnit(downBps, 'bitrate')} ↑ ${withUnit(upBps, 'bitrate')}`;
}

/** Decimal, as quotas are sold. */
export function quotaText(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return gigabytes >= 1_000 ? `${gigabytes / 1_000} TB` : `${gigabytes} GB`;
}

/** From silence at full burst: until the mean of the last seconds reaches the threshold. */
export function longestBurst({ limitBps, thresholdBps, seconds }: BurstDirection): number {
  return (thresholdBps * seconds) / limitBps;
}
