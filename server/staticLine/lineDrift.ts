import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { FixedReading } from '../nas/nasFeature.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { CountedLine } from './lineCounting.ts';
import { noteDrift } from './staticLineStore.ts';
import { fingerprintOf, isKept } from './wantedLine.ts';

const MOST_SHOWN = 50;

/** waits: what is wanted has changed since it was read back last · steady: as known */
export type DriftFound = 'waits' | 'steady' | 'changed';

/** The router is as wanted again. */
export async function recordDriftOver(
  tx: TenantTx,
  { id, nasId, at }: { readonly id: ActorId; readonly nasId: ActorId; readonly at: number },
): Promise<void> {
  const facts = { nasId, paths: [] };
  await recordAct(tx, { kind: SUBSCRIPTION, id, type: 'subscription.drifted', by: undefined, at, facts });
}

/**
 * Compares a router with what was read back from it: what differs now was changed there by somebody else. Told once, in the
 * line's log, and again when it is something else or over.
 */
export async function noteDriftOf(
  database: Database,
  tenant: TenantId,
  { placed, line }: CountedLine,
  reading: FixedReading,
  at: number,
): Promise<DriftFound> {
  if (placed.applied !== fingerprintOf(line)) return 'waits';
  const stays = isKept(placed.kept);
  const drift = reading.differences.filter((one) => !stays(one)).slice(0, MOST_SHOWN);
  if (drift.length === 0 && placed.drift.length === 0) return 'steady';
  const { subscriptionId: id, nasId } = placed;
  const isNew = await database.tenantTx(tenant, async (tx) => {
    if (!(await noteDrift(tx, { id, nasId, drift, at }))) return false;
    const facts = { nasId, paths: drift.map(({ path }) => path) };
    await recordAct(tx, { kind: SUBSCRIPTION, id, type: 'subscription.drifted', by: undefined, at, facts });
    return true;
  });
  return isNew ? 'changed' : 'steady';
}
