import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import { pause } from '../../platform/actors/pause.ts';
import type { GardenDesk } from '../garden/gardenDesk.ts';
import type { ReadBack } from './sessionActs.ts';
import type { SessionChange } from './sessionChange.ts';

export interface ReadSessionBackParts {
  readonly nas: Pick<NasFeature, 'sessionRates'>;
  readonly garden: Pick<GardenDesk, 'look'>;
  readonly clock: Clock;
}

/** A router that has more to do than this is believed. */
const WITHIN_MS = 2_000;
const AGAIN_MS = 150;
const READS = 4;
/** Routers round. */
const TOLERANCE = 0.02;

/** Asks the router whether a session that took a CoA is where and as it should be. */
export async function readSessionBack(
  parts: ReadSessionBackParts,
  tenant: TenantId,
  change: SessionChange,
  signal: AbortSignal,
): Promise<ReadBack> {
  if (change.garden === 'in') return await readEntry(parts, tenant, change);
  if (change.garden === 'out' && (await isInside(parts, tenant, change)))
    return { result: 'differs', found: 'it in the walled garden' };
  return await readRates(parts, tenant, change, signal);
}

/**
 * Not every router that takes an address list by CoA does something with it, and who is not in the garden surfs for
 * nothing: what can't be told counts as wrong, and the session is ended.
 */
async function readEntry(
  { garden }: ReadSessionBackParts,
  tenant: TenantId,
  { nasId, ipv4 = '' }: SessionChange,
): Promise<ReadBack> {
  try {
    const { members, removed } = await garden.look(tenant, nasId, true);
    if (!members.has(ipv4)) return { result: 'differs', found: 'it outside the walled garden' };
    const proof = `The router shows ${ipv4} in its walled garden. Connections ended on the router: ${removed}.`;
    return { result: 'same', proof };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { result: 'differs', found: `nothing (${why})`.slice(0, 200) };
  }
}

/** What the session was is not known; of a router that can't be asked nothing is concluded. */
async function isInside(
  { garden }: ReadSessionBackParts,
  tenant: TenantId,
  { nasId, ipv4 = '' }: SessionChange,
): Promise<boolean> {
  return await garden.look(tenant, nasId, false).then(
    ({ members }) => members.has(ipv4),
    () => false,
  );
}

async function readRates(
  { nas, clock }: ReadSessionBackParts,
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
