import type { TenantId } from '#shared/values/ids.ts';
import { HttpProblem } from '../../platform/http/problem.ts';
import type { StoredJob } from '../bulkJobStore.ts';
import type { StoredRow } from '../bulkRowStore.ts';
import type { ImportWork } from '../import/checkImport.ts';
import { leftAlone } from '../rowOutcome.ts';
import { packageVersion, poolsNow, routersNow } from './knownObjectStore.ts';

/** What a job made is archived again, codes are void; what somebody changed or used since is kept. */
export async function undoObject(
  work: ImportWork,
  tenant: TenantId,
  job: StoredJob,
  row: StoredRow,
): Promise<StoredRow> {
  if (row.plan === 'usage') return leftAlone(row, 'kept', 'bulk/history-stays');
  const id = row.objectId!;
  const { packages, pools, registry, vouchers } = work.makers;
  const editor = { tenant, scope: job.scope ?? ('all' as const), by: job.createdBy };
  const isAsMade = (version: number | undefined): boolean => version === row.objectVersion;
  try {
    if (row.plan === 'newVouchers') {
      const back = await vouchers.adopter.takeBack({ ...editor, scope: editor.scope }, id, `B-${job.number}`);
      return back ? { ...row, state: 'undone' } : leftAlone(row, 'kept', 'bulk/changed-since');
    }
    const version = await work.database.tenantTx(tenant, async (tx) => {
      if (row.plan === 'newPackage') return await packageVersion(tx, id);
      const known = row.plan === 'newPool' ? await poolsNow(tx) : await routersNow(tx);
      return known.find((one) => one.id === id)?.version;
    });
    if (!isAsMade(version)) return leftAlone(row, 'kept', 'bulk/changed-since');
    if (row.plan === 'newPackage') await packages.setArchived(editor, id, true);
    else if (row.plan === 'newPool') await pools.setArchived(editor, id, true);
    else await registry.setArchived(editor, id, true);
    return { ...row, state: 'undone' };
  } catch (error) {
    if (error instanceof HttpProblem) return leftAlone(row, 'kept', 'bulk/changed-since');
    throw error;
  }
}
