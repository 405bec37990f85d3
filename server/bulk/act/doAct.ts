import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import type { SubscriptionActCommand } from '#shared/subscription/commands.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { pause } from '../../platform/actors/pause.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { HttpProblem } from '../../platform/http/problem.ts';
import { actCommand, findSubscription } from '../../subscription/subscriptionFeature.ts';
import { endJob } from '../bulkEnd.ts';
import { changeJob, lockJob, type StoredJob } from '../bulkJobStore.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import { putRows, rowPage, type StoredRow } from '../bulkRowStore.ts';
import { rowKey } from '../import/importRows.ts';
import { lineVersions } from '../lookupStore.ts';
import { failed, isPassing } from '../rowOutcome.ts';
import { cutWarning } from './brake.ts';
import { readBrake } from './brakeStore.ts';

const PER_PIECE = 50;
const ANSWER_WITHIN_MS = 30_000;
const AGAIN_AFTER_MS = 1_000;

interface Planned {
  readonly row: StoredRow;
  readonly command: SubscriptionActCommand | undefined;
}

/** Carries an act out, a piece at a time; before each piece it is asked whether cuts are held, and whether they are too many. */
export async function doAct(work: BulkPorts, tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<void> {
  const { database, clock } = work;
  while (!signal.aborted) {
    const piece = await database.tenantTx(tenant, (tx) => preparePiece(tx, work, id));
    if (!piece) break;
    const replies = await Promise.all(piece.rows.map((planned) => actOn(work, tenant, piece.job, planned)));
    const rows = await database.tenantTx(tenant, async (tx) => {
      const done = await withTimes(tx, replies);
      await putRows(tx, id, done);
      return done;
    });
    work.progressed(tenant, id);
    if (rows.some(({ state }) => state === 'pending')) await pause(clock, AGAIN_AFTER_MS, signal);
  }
  work.progressed(tenant, id);
}

async function preparePiece(
  tx: TenantTx,
  work: BulkPorts,
  id: ActorId,
): Promise<{ readonly job: StoredJob; readonly rows: readonly Planned[] } | undefined> {
  const job = await lockJob(tx, id);
  if (job?.state !== 'running' || !job.act) return undefined;
  const now = work.clock.now();
  const rows = await rowPage(tx, id, { state: 'pending', problems: false, after: 0, limit: PER_PIECE });
  if (rows.length === 0) {
    await endJob(tx, id, { state: 'done', by: job.createdBy, at: now });
    return undefined;
  }
  if (rows.some(({ cut }) => cut) && !(await mayCut(tx, job, now))) return undefined;
  return { job, rows: await Promise.all(rows.map(async (row) => await plan(tx, work, job, row))) };
}

/** What other work has cut since it was started counts, too; then it waits for somebody to start it again. */
async function mayCut(tx: TenantTx, job: StoredJob, now: number): Promise<boolean> {
  if ((await readBrake(tx)).held) {
    await changeJob(tx, job.id, { state: 'held', trouble: bulkRefusals['bulk/held'] });
    return false;
  }
  const warning = job.approvedBy === undefined ? await cutWarning(tx, job.id, now) : undefined;
  if (warning) await changeJob(tx, job.id, { state: 'checked', cutWarning: warning });
  return warning === undefined;
}

async function plan(tx: TenantTx, { secrets }: BulkPorts, job: StoredJob, row: StoredRow): Promise<Planned> {
  const found = await findSubscription(tx, row.subscriptionId!, job.scope ?? 'all');
  if (!found) return { row: failed(row, 'bulk/line-gone', bulkRefusals['bulk/line-gone']), command: undefined };
  const reason = job.reason ?? `B-${job.number}`;
  try {
    const { command } = await actCommand(tx, found.state, { act: job.act!, reason, secrets, worksIn: () => true });
    return { row, command };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { row: failed(row, error.code, error.message), command: undefined };
  }
}

async function actOn(
  work: BulkPorts,
  tenant: TenantId,
  job: StoredJob,
  { row, command }: Planned,
): Promise<{ readonly row: StoredRow; readonly reply: Reply | undefined }> {
  if (!command) return { row, reply: undefined };
  const reply = await work.ask({
    address: { tenant, kind: SUBSCRIPTION, id: row.subscriptionId! },
    key: IdempotencyKey.parse(rowKey(tenant, job.id, row.line, 'act')),
    command,
    caller: { kind: 'user', userId: job.createdBy, branches: job.scope ?? 'all' },
    deadlineAt: work.clock.now() + ANSWER_WITHIN_MS,
  });
  if (!reply.ok) return { row: isPassing(reply.code) ? row : failed(row, reply.code, reply.message), reply };
  return { row: { ...row, state: 'done', subscriptionVersion: reply.version, doneAt: work.clock.now() }, reply };
}

/** By the time of the act it is undone later; somebody who acted since has made it his. */
async function withTimes(
  tx: TenantTx,
  replies: readonly { readonly row: StoredRow; readonly reply: Reply | undefined }[],
): Promise<readonly StoredRow[]> {
  const versions = await lineVersions(
    tx,
    replies.flatMap(({ row }) => row.subscriptionId ?? []),
  );
  return replies.map(({ row, reply }) => {
    const now = versions.get(row.subscriptionId!);
    const isOurs = reply?.ok === true && now?.version === reply.version;
    return isOurs ? { ...row, actedAt: now.actedAt } : row;
  });
}
