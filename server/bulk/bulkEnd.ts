import type { BulkState } from '#shared/bulk/values.ts';
import type { ActorId, UserId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { forgetChosen } from './act/chosenStore.ts';
import { deleteFile } from './bulkFileStore.ts';
import { changeJob } from './bulkJobStore.ts';
import { countRows, forgetGiven, noCounts } from './bulkRowStore.ts';

export const BULK_JOB = 'bulkJob';

/** Ends a job and says so in the log; what it held of persons and is no longer needed goes. */
export async function endJob(
  tx: TenantTx,
  id: ActorId,
  {
    state,
    trouble,
    by,
    at,
  }: { readonly state: BulkState; readonly trouble?: string; readonly by: UserId | undefined; readonly at: number },
): Promise<void> {
  const counts = (await countRows(tx, [id])).get(id) ?? noCounts;
  await changeJob(tx, id, { state, endedAt: at, trouble, sample: undefined });
  await deleteFile(tx, id);
  await forgetGiven(tx, id);
  await forgetChosen(tx, id);
  const { done, failed, skipped, undone, kept } = counts;
  const facts = { state, done, failed, skipped, undone, kept };
  await recordAct(tx, { kind: BULK_JOB, id, type: 'bulkJob.ended', facts, by, at });
}
