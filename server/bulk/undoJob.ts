import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionActCommand } from '#shared/subscription/commands.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import { pause } from '../platform/actors/pause.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { endJob } from './bulkEnd.ts';
import { lockJob, type StoredJob } from './bulkJobStore.ts';
import type { BulkPorts } from './bulkPorts.ts';
import { putRows, type StoredRow, undoableRows } from './bulkRowStore.ts';
import type { ImportWork } from './import/checkImport.ts';
import { rowKey } from './import/importRows.ts';
import { customerVersions, type LineNow, lineVersions } from './lookupStore.ts';
import { isPassing, leftAlone } from './rowOutcome.ts';
import { objectPlans } from './source/checkObjects.ts';
import { undoObject } from './source/undoObject.ts';

const PER_PIECE = 50;
const ANSWER_WITHIN_MS = 30_000;
const AGAIN_AFTER_MS = 1_000;

/** Takes back what a job did, row by row from its end; rows changed by somebody since are kept, and say so. */
export async function undoJob(work: ImportWork, tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<void> {
  const { database, clock } = work;
  while (!signal.aborted) {
    const piece = await database.tenantTx(tenant, async (tx) => {
      const job = await lockJob(tx, id);
      if (job?.state !== 'undoing') return undefined;
      const rows = await undoableRows(tx, id, PER_PIECE);
      if (rows.length === 0) {
        await endJob(tx, id, { state: 'undone', by: job.createdBy, at: clock.now() });
        return undefined;
      }
      const lines = await lineVersions(
        tx,
        rows.flatMap(({ subscriptionId }) => subscriptionId ?? []),
      );
      return { job, rows, lines };
    });
    if (!piece) break;
    const isObject = ({ plan }: StoredRow): boolean => objectPlans.has(plan);
    const undone: StoredRow[] = await Promise.all(
      piece.rows
        .filter((row) => !isObject(row))
        .map((row) => undoLine(work, tenant, piece.job, row, piece.lines.get(row.subscriptionId!))),
    );
    // Customers after their lines: one that still has a line in service stays.
    for (const [index, row] of undone.entries())
      if (row.state === 'undone' && row.customerVersion !== undefined)
        undone[index] = await undoCustomer(work, tenant, piece.job, row);
    // What lines were built on after them.
    for (const row of piece.rows.filter(isObject)) undone.push(await undoObject(work, tenant, piece.job, row));
    await database.tenantTx(tenant, (tx) => putRows(tx, id, undone));
    work.progressed(tenant, id);
    if (undone.some(({ state }) => state === 'done')) await pause(clock, AGAIN_AFTER_MS, signal);
  }
  work.progressed(tenant, id);
}

async function undoLine(
  work: BulkPorts,
  tenant: TenantId,
  job: StoredJob,
  row: StoredRow,
  line: LineNow | undefined,
): Promise<StoredRow> {
  // What has left already, by an attempt before a crash or by somebody, need not leave again.
  if (row.subscriptionId === undefined || (job.kind === 'import' && line?.left)) return { ...row, state: 'undone' };
  const command = undoing(job, row);
  if (!command || (job.kind === 'import' && line?.version !== row.subscriptionVersion))
    return leftAlone(row, 'kept', 'bulk/changed-since');
  const reply = await work.ask({
    address: { tenant, kind: SUBSCRIPTION, id: row.subscriptionId },
    key: IdempotencyKey.parse(rowKey(tenant, job.id, row.line, 'undo')),
    command,
    caller: { kind: 'user', userId: job.createdBy, branches: job.scope ?? 'all' },
    deadlineAt: work.clock.now() + ANSWER_WITHIN_MS,
  });
  if (reply.ok || reply.code === 'subscription/left') return { ...row, state: 'undone' };
  return isPassing(reply.code) ? row : leftAlone(row, 'kept', 'bulk/changed-since');
}

/** An imported line leaves; an act is taken back by its time, which the line refuses when anything came after it. */
function undoing(job: StoredJob, row: StoredRow): SubscriptionActCommand | undefined {
  if (job.kind === 'import') return { type: 'subscription.leave', reason: `B-${job.number}` };
  return row.actedAt === undefined ? undefined : { type: 'subscription.undo', of: row.actedAt };
}

/** Its code is free for others again, so that the same file can be imported anew. */
async function undoCustomer(
  { customers, database }: BulkPorts,
  tenant: TenantId,
  job: StoredJob,
  row: StoredRow,
): Promise<StoredRow> {
  const id = row.customerId!;
  const version = (await database.tenantTx(tenant, (tx) => customerVersions(tx, [id]))).get(id);
  if (version === undefined || version !== row.customerVersion) return leftAlone(row, 'kept', 'bulk/changed-since');
  const editor = { tenant, scope: job.scope ?? ('all' as const), by: job.createdBy };
  try {
    const changed = await customers.change(editor, id, { version, code: null });
    await customers.setArchived(editor, changed.id, true);
    return row;
  } catch (error) {
    if (error instanceof HttpProblem) return leftAlone(row, 'kept', 'bulk/changed-since');
    throw error;
  }
}
