import { bulkRefusals } from '#shared/bulk/errors.ts';
import { MOST_FILE_ROWS } from '#shared/bulk/importSettings.ts';
import type { UsernameRules } from '#shared/subscription/usernameKey.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { endJob } from '../bulkEnd.ts';
import { changeJob, findJob, lockJob, type StoredJob } from '../bulkJobStore.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import { lastLine, putRows } from '../bulkRowStore.ts';
import { summaryOf } from '../bulkSummary.ts';
import { FileDamaged } from '../file/fileRow.ts';
import { branchesNow, companyPlace, packagesNow } from '../lookupStore.ts';
import { sealRow } from '../sealedRows.ts';
import { checkObjects, type ObjectChecks, planObjects } from '../source/checkObjects.ts';
import { currencyNow } from '../source/knownObjectStore.ts';
import type { ObjectMakers } from '../source/objectMakers.ts';
import { loadFile } from '../storedFile.ts';
import { checkLines } from './checkLines.ts';
import type { ReadLine, ReadObject } from './importedLine.ts';
import { importRows } from './importRows.ts';

const PER_PIECE = 250;

export interface ImportWork extends BulkPorts {
  readonly rulesOf: (tenant: TenantId) => Promise<UsernameRules>;
  readonly makers: ObjectMakers;
}

/** The dry run: looks at each row of the file and notes what would become of it. Goes on after the last row it noted. */
export async function checkImport(work: ImportWork, tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<void> {
  const { database, secrets } = work;
  const job = await database.tenantTx(tenant, (tx) => findJob(tx, id));
  if (job?.state !== 'checking' || !job.settings) return;
  const file = await loadFile(database, secrets, tenant, id);
  if (!file) return await fail(work, tenant, id, bulkRefusals['bulk/file-gone']);
  const using = await checkWith(work, tenant, job);
  try {
    for await (const read of importRows(file, job, using.country)) {
      planObjects(read, using);
      for (let from = 0; from < read.length; from += PER_PIECE) {
        if (signal.aborted) return;
        const piece = read.slice(from, from + PER_PIECE);
        if (!(await database.tenantTx(tenant, (tx) => notePiece(tx, job, piece, using)))) return;
        work.progressed(tenant, id);
      }
    }
  } catch (error) {
    if (!(error instanceof FileDamaged)) throw error;
    return await fail(work, tenant, id, `${bulkRefusals['bulk/file-damaged']} (${error.message})`);
  }
  await database.tenantTx(tenant, async (tx) => {
    if (isSame(await lockJob(tx, id), job))
      await changeJob(tx, id, { state: 'checked', summary: await summaryOf(tx, id) });
  });
  work.progressed(tenant, id);
}

async function checkWith(
  { database, secrets, clock, rulesOf, makers }: ImportWork,
  tenant: TenantId,
  job: StoredJob,
): Promise<ObjectChecks & { readonly country: string }> {
  const rules = await rulesOf(tenant);
  return await database.tenantTx(tenant, async (tx) => {
    const { country, zone } = await companyPlace(tx);
    return {
      ...{ job: job.id, settings: job.settings!, scope: job.scope ?? 'all', rules, country, zone, now: clock.now() },
      packages: [...(await packagesNow(tx))],
      branches: await branchesNow(tx),
      ...{
        tenant,
        vendor: makers.vendor,
        currency: await currencyNow(tx),
        planned: new Set(),
        plannedRouters: new Set(),
      },
      seal: (read: ReadLine | ReadObject) => sealRow(secrets, tenant, job.id, read),
    };
  });
}

/** False: the job was cancelled, or is being read in another way by now. */
async function notePiece(
  tx: TenantTx,
  job: StoredJob,
  read: readonly (ReadLine | ReadObject)[],
  using: ObjectChecks,
): Promise<boolean> {
  const now = await lockJob(tx, job.id);
  if (!isSame(now, job)) return false;
  const last = await lastLine(tx, job.id);
  const fresh = read.filter(({ line }) => line > last);
  if (fresh.length === 0) return true;
  if (now!.looked + fresh.length > MOST_FILE_ROWS) throw new FileDamaged(bulkRefusals['bulk/too-many-rows']);
  const lines = fresh.filter((one): one is ReadLine => !('object' in one));
  if (lines.length > 0) await putRows(tx, job.id, await checkLines(tx, lines, using));
  const objects = fresh.filter((one): one is ReadObject => 'object' in one);
  await putRows(tx, job.id, await checkObjects(tx, objects, using));
  await changeJob(tx, job.id, { looked: now!.looked + fresh.length });
  return true;
}

function isSame(now: StoredJob | undefined, then: StoredJob): boolean {
  return now?.state === 'checking' && JSON.stringify(now.settings) === JSON.stringify(then.settings);
}

async function fail(
  { database, clock, progressed }: ImportWork,
  tenant: TenantId,
  id: ActorId,
  trouble: string,
): Promise<void> {
  await database.tenantTx(tenant, async (tx) => {
    if ((await lockJob(tx, id))?.state === 'checking')
      await endJob(tx, id, { state: 'failed', trouble: trouble.slice(0, 500), by: undefined, at: clock.now() });
  });
  progressed(tenant, id);
}
