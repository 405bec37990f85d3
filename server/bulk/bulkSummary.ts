import type { BulkSummary } from '#shared/bulk/job.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { problemValues, summarise } from './bulkRowStore.ts';

const MOST_NAMES = 100;

/** What the dry run or the preview of a job found. */
export async function summaryOf(tx: TenantTx, job: ActorId): Promise<BulkSummary> {
  const { problems, plans } = await summarise(tx, job);
  const planned = (plan: string): number => plans.find((one) => one.plan === plan && !one.failed)?.count ?? 0;
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return {
    newCustomers: planned('newCustomer'),
    newLines: planned('newLine'),
    newObjects: {
      routers: planned('newRouter'),
      pools: planned('newPool'),
      packages: planned('newPackage'),
      vouchers: planned('newVouchers'),
      usage: planned('usage'),
    },
    changes: planned('change'),
    nothing: planned('nothing'),
    errors: plans.filter(({ failed }) => failed).reduce((sum, { count }) => sum + count, 0),
    warnings: warnings.reduce((sum, { count }) => sum + count, 0),
    problems: [...problems],
    unknownPackages: [...(await problemValues(tx, job, 'bulk/package-unknown', MOST_NAMES))],
  };
}
