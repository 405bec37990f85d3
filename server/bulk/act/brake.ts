import type { CutWarning } from '#shared/bulk/job.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { cutsSince, plannedCuts, readBrake, worstNas } from './brakeStore.ts';

const WITHIN_MS = 10 * 60_000;
/** One line of a router with five sessions is no storm. */
const FEW = 5;

/**
 * Whether the rest of a job would cut so many that a second person has to agree: more than the company's number of lines
 * within ten minutes, or more than its part of a router's sessions or of all lines. Undefined: it may go on.
 */
export async function cutWarning(tx: TenantTx, job: ActorId, now: number): Promise<CutWarning | undefined> {
  const { mostLines, mostPercent } = await readBrake(tx);
  const { cuts, served } = await plannedCuts(tx, job);
  if (cuts === 0) return undefined;
  const before = await cutsSince(tx, now - WITHIN_MS);
  const worst = await worstNas(tx, job);
  const percent = served === 0 ? 0 : ((cuts + before) / served) * 100;
  const tooMany = cuts + before > mostLines;
  const tooLarge = cuts + before > FEW && percent > mostPercent;
  const tooNear = worst !== undefined && worst.lines > FEW && (worst.lines / worst.of) * 100 > mostPercent;
  if (!tooMany && !tooLarge && !tooNear) return undefined;
  return {
    ...{ cuts, before, mostLines, mostPercent, percent: Math.round(percent * 10) / 10 },
    ...(worst === undefined ? {} : { worstNas: worst }),
  };
}
