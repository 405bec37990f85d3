import type { ServiceProfile } from '../../serviceProfile.ts';

/**
 * `DOWN/UP` as the shaper of accel-ppp reads it: kbit/s, or bit/s with `B` where that is not whole. It shapes both
 * directions or none, and 0 stands for no limit.
 */
export function shaperRate({ downBps, upBps }: ServiceProfile): string | undefined {
  if (downBps === undefined && upBps === undefined) return undefined;
  return `${rate(downBps ?? 0)}/${rate(upBps ?? 0)}`;
}

function rate(bitsPerSecond: number): string {
  return bitsPerSecond % 1_000 === 0 ? String(bitsPerSecond / 1_000) : `${bitsPerSecond}B`;
}
