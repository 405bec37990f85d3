import type { Cycle } from '#shared/package/values.ts';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import { now } from '../ui/now.ts';
import { clockTime } from '../ui/relativeTime.ts';
import { dateFormat } from '../words/formats.ts';
import { locale, say, sayCount, sayNumber } from '../words/words.ts';

/** Why it is as it is, in one sentence. */
export function whyWords(line: SubscriptionDetail): string {
  const zone = line.terms.zone;
  const at = (time: number | undefined): string => (time === undefined ? '–' : momentWords(time, zone));
  switch (line.state) {
    case 'pending':
      return say(line.startsAtFirstUse ? 'subscription.why.pendingFirstUse' : 'subscription.why.pending');
    case 'active': {
      if (line.tier === 'full') return say('subscription.why.active', { until: at(line.validUntil) });
      const until = at(line.quotaPeriodUntil);
      return line.terms.quotaAction === 'block'
        ? say('subscription.why.blocked', { until })
        : say('subscription.why.fup', { until });
    }
    case 'grace':
      return line.protectedBy === undefined
        ? say('subscription.why.grace', { ended: at(line.validUntil), until: at(line.graceUntil) })
        : say('subscription.why.graceProtected', { ended: at(line.validUntil), reason: line.protectedBy });
    case 'expired':
      return say('subscription.why.expired', { ended: at(line.validUntil) });
    case 'suspended':
      return say('subscription.why.suspended', { at: at(line.suspendedAt), reason: line.suspendedReason ?? '' });
    case 'left':
      return say('subscription.why.left', { at: at(line.leftAt), reason: line.leftReason ?? '' });
  }
}

export function cycleWords({ unit, count }: Cycle, times = 1): string {
  return sayCount(`subscription.cycle.${unit}`, count * times);
}

/** The day on which it ends, with the year when that is another one. */
export function dayWords(at: number, timeZone: string): string {
  const year = dateFormat('en-CA', { timeZone, year: 'numeric' });
  const other = year.format(at) !== year.format(now());
  return dateFormat(locale(), {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(other ? { year: 'numeric' as const } : {}),
  }).format(at);
}

/** As a day where it is the last moment of one, else with the time; today with the time alone. */
export function momentWords(at: number, timeZone: string): string {
  const time = dateFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  if (time.format(at) === '23:59:59') return dayWords(at, timeZone);
  const day = dateFormat('en-CA', { timeZone });
  const clock = clockTime(at, at, timeZone);
  return day.format(at) === day.format(now()) ? clock : `${dayWords(at, timeZone)}, ${clock}`;
}

/** Decimal, as data is sold. */
export function dataWords(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return `${sayNumber(gigabytes >= 10 ? Math.round(gigabytes) : Math.round(gigabytes * 100) / 100)} GB`;
}

export function lineName({
  username,
  number,
}: {
  readonly username?: string | undefined;
  readonly number: number;
}): string {
  return username ?? `S-${number}`;
}
