import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import { pause } from '../../platform/actors/pause.ts';
import type { ReadBack } from './sessionActs.ts';
import type { SessionChange } from './sessionChange.ts';

/** A router that has more to do than this is believed. */
const WITHIN_MS = 2_000;
const AGAIN_MS = 150;
const READS = 4;
/** Routers round. */
const TOLERANCE = 0.02;

/** Asks the router whether a session that took a CoA is limited as it should be. */
export async function readSessionBack(
  nas: Pick<NasFeature, 'sessionRates'>,
  clock: Clock,
  tenant: TenantId,
  change: SessionChange,
  signal: AbortSignal,
): Promise<ReadBack> {
  const { rates, username, nasId } = change;
  if (!rates || username === undefined) return { result: 'unread', why: 'There is no rate to read back.' };
  const within = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
  let found = 'no limit';
  try {
    for (let reads = 0; reads < READS; reads += 1) {
      if (reads > 0) await pause(clock, AGAIN_MS, within);
      const seen = await nas.sessionRates(tenant, nasId, username, within);
      if (!seen) continue;
      found = written(seen);
      if (isNear(seen.downBps, rates.downBps) && isNear(seen.upBps, rates.upBps))
        return { result: 'same', proof: `The router limits it to ${found}.` };
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { result: 'unread', why: `It could not be read back: ${why}`.slice(0, 300) };
  }
  if (found === 'no limit') return { result: 'unread', why: 'The router shows no queue of it.' };
  return { result: 'differs', found };
}

function isNear(seen: number, wanted: number): boolean {
  return Math.abs(seen - wanted) <= wanted * TOLERANCE;
}

function written({ downBps, upBps }: { readonly downBps: number; readonly upBps: number }): string {
  return `${downBps / 1_000} kbit/s down and ${upBps / 1_000} kbit/s up`;
}
