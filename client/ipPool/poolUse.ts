import { type IpPoolRow, NEARLY_FULL, type PoolShare } from '#shared/ipPool/use.ts';
import { now } from '../ui/now.ts';
import type { Tone } from '../ui/Pill.tsx';
import { duration } from '../ui/relativeTime.ts';
import { say, sayNumber } from '../words/words.ts';

export function shareOf({ size, used }: PoolShare): number {
  return size <= 0 ? 0 : used / size;
}

export type Fullness = 'free' | 'nearlyFull' | 'full';

export function fullnessOf(share: PoolShare): Fullness {
  if (share.size > 0 && share.used >= share.size) return 'full';
  return shareOf(share) >= NEARLY_FULL ? 'nearlyFull' : 'free';
}

export const fullnessTones: Readonly<Record<Fullness, Tone>> = { free: 'calm', nearlyFull: 'major', full: 'critical' };

/** `213 of 254 · 84 %`; a share that rounds to 100 and is not all is 99 %. */
export function useText({ size, used }: PoolShare): string {
  const percent = used >= size ? 100 : Math.min(99, Math.round((used / size) * 100));
  return `${say('pool.used', { used: sayNumber(used), size: sayNumber(size) })} · ${sayNumber(size <= 0 ? 0 : percent)} %`;
}

/** When it is full if it goes on so. */
export function forecastText(use: NonNullable<IpPoolRow['use']>): string {
  const { forecast } = use;
  if (forecast.trend === 'filling') return say('pool.fullIn', { time: duration(Math.max(0, forecast.fullAt - now())) });
  return { full: say('pool.full'), steady: say('pool.notFilling'), early: say('pool.forecastNone') }[forecast.trend];
}
