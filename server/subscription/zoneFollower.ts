import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { type ActorId, BranchId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import { askUntilAnswered } from '../platform/actors/askUntilAnswered.ts';
import type { PackageFollowerPorts } from './packageFollower.ts';
import { findZone, idsOfOtherZone } from './subscriptionFindStore.ts';

const PAGE = 200;

/**
 * A branch, or a company, whose clocks are others now: its lines count their days by them from now on. The same event tells
 * each once, however often it is handled; lines that have the zone already are left alone.
 */
export async function applyZoneChanges(
  ports: PackageFollowerPorts,
  tenant: TenantId,
  records: readonly EventRecord[],
): Promise<void> {
  const latest = new Map<BranchId | undefined, number>();
  for (const { type, actorId, position } of records) {
    if (type === 'branch.changed') latest.set(BranchId.parse(actorId), position);
    if (type === 'company.changed') latest.set(undefined, position);
  }
  for (const [branchId, position] of latest) await applyZone(ports, tenant, branchId, position);
}

async function applyZone(
  { database, ask, clock, signal }: PackageFollowerPorts,
  tenant: TenantId,
  branchId: BranchId | undefined,
  position: number,
): Promise<void> {
  const zone = await database.tenantTx(tenant, (tx) => findZone(tx, branchId));
  if (zone === undefined) return;
  let after: ActorId | undefined;
  do {
    const page = await database.tenantTx(tenant, (tx) => idsOfOtherZone(tx, { branchId, zone, after, limit: PAGE }));
    const told = page.map((id) => {
      const envelope = {
        address: { tenant, kind: SUBSCRIPTION, id },
        key: IdempotencyKey.parse(`zone:${position}:${id}`),
        command: { type: 'subscription.setZone', ...(branchId === undefined ? {} : { branchId }), zone },
        caller: { kind: 'system', name: 'zone' },
        cause: { kind: 'event', position },
      } as const;
      return askUntilAnswered(ask, envelope, clock, signal);
    });
    await Promise.all(told);
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after !== undefined);
}
