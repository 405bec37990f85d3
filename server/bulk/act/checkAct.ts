import { bulkRefusals } from '#shared/bulk/errors.ts';
import { MOST_LINES } from '#shared/bulk/importSettings.ts';
import type { BulkAct } from '#shared/bulk/requests.ts';
import { ActorId, type BranchId, type TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import {
  findPackage,
  type ListedSubscription,
  listedSubscriptions,
  subscriptionPage,
} from '../../subscription/subscriptionFeature.ts';
import { endJob } from '../bulkEnd.ts';
import { changeJob, lockJob, type StoredJob } from '../bulkJobStore.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import { putRows, rowPage, type StoredRow } from '../bulkRowStore.ts';
import { summaryOf } from '../bulkSummary.ts';
import { failed } from '../rowOutcome.ts';
import { cutWarning } from './brake.ts';
import { chosenAfter } from './chosenStore.ts';

const PER_PIECE = 500;

/** The preview of an act on many lines: which they are, what it comes to for each, and who must not be touched. */
export async function checkAct(work: BulkPorts, tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<void> {
  const { database, clock } = work;
  while (!signal.aborted) {
    const more = await database.tenantTx(tenant, async (tx) => {
      const job = await lockJob(tx, id);
      if (job?.state !== 'checking' || !job.act) return false;
      const found = await nextLines(tx, job, clock.now());
      if (found.length === 0 && job.looked === 0) {
        await endJob(tx, id, {
          state: 'failed',
          trouble: bulkRefusals['bulk/nothing-selected'],
          by: undefined,
          at: clock.now(),
        });
        return false;
      }
      if (found.length === 0) {
        const warning = await cutWarning(tx, id, clock.now());
        await changeJob(tx, id, { state: 'checked', summary: await summaryOf(tx, id), cutWarning: warning });
        return false;
      }
      if (job.looked + found.length > MOST_LINES) {
        await endJob(tx, id, {
          state: 'failed',
          trouble: bulkRefusals['bulk/too-many-lines'],
          by: undefined,
          at: clock.now(),
        });
        return false;
      }
      const bought = job.act.act === 'changePackage' ? await findPackage(tx, job.act.packageId) : undefined;
      const rows = found.map((line, index) =>
        planned(line, job.looked + index + 1, job.act!, bought?.accessTypes ?? []),
      );
      await putRows(tx, id, rows);
      await changeJob(tx, id, { looked: job.looked + found.length });
      return true;
    });
    work.progressed(tenant, id);
    if (!more) return;
  }
}

/** Those after the ones that were looked at, in the order of their numbers or as they were named. */
async function nextLines(tx: TenantTx, job: StoredJob, now: number): Promise<readonly ListedSubscription[]> {
  const { selection, looked } = job;
  if (!selection) return [];
  const scope = job.scope ?? ('all' as const);
  const isChosen = 'filter' in selection && selection.filter.online !== undefined;
  if ('ids' in selection || isChosen) {
    const wanted =
      'ids' in selection
        ? [...new Set(selection.ids)].slice(looked, looked + PER_PIECE)
        : await chosenAfter(tx, job.id, looked, PER_PIECE);
    // A line that is not found counts as looked at only with the rows of its piece, so the piece is made whole below.
    const found = await listedSubscriptions(tx, wanted);
    const within = new Map(found.filter(({ branchId }) => isWithin(scope, branchId)).map((line) => [line.id, line]));
    return wanted.map((id) => within.get(id) ?? missing(id));
  }
  const [last] =
    looked === 0 ? [] : await rowPage(tx, job.id, { state: undefined, problems: false, after: looked - 1, limit: 1 });
  const [cursor] = last?.subscriptionId ? await listedSubscriptions(tx, [last.subscriptionId]) : [];
  const after = cursor && { value: String(cursor.number), id: cursor.id };
  return await subscriptionPage(tx, { filter: selection.filter, sort: 'number', after, limit: PER_PIECE, scope, now });
}

const NOBODY = ActorId.parse('00000000-0000-4000-8000-000000000000');

function missing(id: ActorId): ListedSubscription {
  return {
    ...{
      id,
      version: 0,
      number: 0,
      customerId: NOBODY,
      customerName: '',
      customerNumber: 0,
      packageId: NOBODY,
      packageName: '',
    },
    ...{ nextPackageName: null, branchId: null, accessType: 'pppoe', username: null, usernameKey: null, state: 'left' },
    ...{ tier: 'full', validUntil: null, protected: false },
  };
}

function isWithin(scope: readonly BranchId[] | 'all', branchId: BranchId | null): boolean {
  return scope === 'all' || branchId === null || scope.includes(branchId);
}

function planned(line: ListedSubscription, at: number, act: BulkAct, fits: readonly string[]): StoredRow {
  const row: StoredRow = {
    ...{ line: at, state: 'pending', plan: 'change', problems: [], given: undefined, usernameKey: undefined },
    name: [line.customerName, line.username ?? `S-${line.number}`]
      .filter((part) => part !== '')
      .join(' · ')
      .slice(0, 200),
    ...{ customerKey: undefined, phone: undefined, address: undefined, customerVersion: undefined, actedAt: undefined },
    ...{ objectId: undefined, objectVersion: undefined },
    ...{
      customerId: undefined,
      subscriptionId: line.id,
      subscriptionVersion: line.version,
      cut: false,
      doneAt: undefined,
    },
  };
  const refuse = (code: keyof typeof bulkRefusals): StoredRow => failed(row, code, bulkRefusals[code]);
  const nothing = (): StoredRow => ({ ...row, state: 'skipped', plan: 'nothing' });
  if (line.state === 'left') return refuse('bulk/line-gone');
  switch (act.act) {
    case 'suspend':
      if (line.state === 'suspended') return nothing();
      if (line.protected) return refuse('bulk/protected');
      return { ...row, cut: line.state === 'active' || line.state === 'grace' };
    case 'resume':
      return line.state === 'suspended' ? row : nothing();
    case 'changePackage':
      if (!fits.includes(line.accessType)) return refuse('bulk/package-unfit');
      return line.packageId === act.packageId ? nothing() : row;
    case 'extend':
      return row;
  }
}
