import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { changeJob, lockJob } from '../bulkJobStore.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import { readBrake } from './brakeStore.ts';

/** A job that was held goes on once cuts are held no more. */
export async function releaseHeld({ database, progressed }: BulkPorts, tenant: TenantId, id: ActorId): Promise<void> {
  const released = await database.tenantTx(tenant, async (tx) => {
    if ((await readBrake(tx)).held || (await lockJob(tx, id))?.state !== 'held') return false;
    await changeJob(tx, id, { state: 'running', trouble: undefined });
    return true;
  });
  if (released) progressed(tenant, id);
}
