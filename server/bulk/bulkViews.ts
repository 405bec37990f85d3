import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import type { BulkJobDetail, BulkJobRow } from '#shared/bulk/job.ts';
import { UNDO_BULK_WITHIN_MS } from '#shared/bulk/values.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import { formatBranchScope, parseBranchScope } from '../platform/auth/branchScope.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { Audience, ViewSource } from '../platform/live/viewSource.ts';
import type { Names, NamesSource } from '../platform/names.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { maySee } from './bulkJobs.ts';
import { findJob, latestJobs, type StoredJob } from './bulkJobStore.ts';
import { countRows, noCounts } from './bulkRowStore.ts';

export interface BulkViewPorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly names: NamesSource;
  readonly secrets: Secrets;
  /** A job came further, here or elsewhere; answers how to stop it. */
  readonly onChange: (tenant: TenantId, listener: (id: ActorId) => void) => () => void;
  readonly onTrouble: (error: unknown) => void;
}

const LIST_EVERY_MS = 1_000;
const DETAIL_EVERY_MS = 500;
const MOST_JOBS = 200;
const Sample = z.array(z.array(z.string()));

function admit({ tenant, permissions, branches }: Subject): Audience | Refusal {
  if (!permissions.has('bulk.view')) return wireRefusal('view/not-permitted');
  return { tenant, permissionClass: 'bulk', scope: formatBranchScope(branches) };
}

/** View `bulk.jobs`: the latest jobs (BulkJobRow), latest first. */
export function bulkJobsView(ports: BulkViewPorts): ViewSource<Extract<ViewRequest, { view: 'bulk.jobs' }>> {
  const { clock, database, names, onChange, onTrouble } = ports;
  return {
    view: 'bulk.jobs',
    admit,
    open: ({ tenant, scope }, _request, changed) =>
      openRefreshed(
        {
          clock,
          everyMs: LIST_EVERY_MS,
          async read() {
            const known = await names.namesOf(tenant);
            const branches = parseBranchScope(scope);
            return await database.tenantTx(tenant, async (tx) => {
              const jobs = (await latestJobs(tx, MOST_JOBS)).filter((job) => maySee({ branches }, job));
              const counts = await countRows(
                tx,
                jobs.map(({ id }) => id),
              );
              return jobs.map((job) => ({ id: job.id, fields: rowOf(job, counts.get(job.id) ?? noCounts, known) }));
            });
          },
          onChange: (callback) => onChange(tenant, callback),
          onTrouble,
        },
        changed,
      ),
  };
}

/** View `bulk.job`: the row `job` (BulkJobDetail). */
export function bulkJobView(ports: BulkViewPorts): ViewSource<Extract<ViewRequest, { view: 'bulk.job' }>> {
  const { clock, database, names, onChange, onTrouble } = ports;
  return {
    view: 'bulk.job',
    admit,
    open: ({ tenant, scope }, { id }, changed) =>
      openRefreshed(
        {
          clock,
          everyMs: DETAIL_EVERY_MS,
          async read() {
            const known = await names.namesOf(tenant);
            return await database.tenantTx(tenant, async (tx) => {
              const job = await findJob(tx, id);
              if (!job || !maySee({ branches: parseBranchScope(scope) }, job)) return [];
              const counts = (await countRows(tx, [id])).get(id) ?? noCounts;
              return [{ id: 'job', fields: detailOf(ports, tenant, job, rowOf(job, counts, known)) }];
            });
          },
          onChange: (callback) => onChange(tenant, (one) => one === id && callback()),
          onTrouble,
        },
        changed,
      ),
  };
}

function rowOf(job: StoredJob, counts: BulkJobRow['counts'], names: Names): BulkJobRow {
  const { number, kind, state, title, createdBy, createdAt, endedAt } = job;
  return {
    ...{ number, kind, state, title, counts, createdAt, createdByName: names.userName(createdBy) ?? '' },
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

function detailOf({ secrets, clock }: BulkViewPorts, tenant: TenantId, job: StoredJob, row: BulkJobRow): BulkJobDetail {
  const {
    id,
    version,
    headings,
    sample,
    looked,
    format,
    settings,
    act,
    reason,
    summary,
    startedAt,
    cutWarning,
    trouble,
  } = job;
  const undoUntil = (job.endedAt ?? 0) + UNDO_BULK_WITHIN_MS;
  const canUndo = (job.state === 'done' || job.state === 'cancelled') && row.counts.done > 0 && undoUntil > clock.now();
  const isDraft =
    sample !== undefined && (job.state === 'draft' || job.state === 'checking' || job.state === 'checked');
  const given = {
    format,
    settings,
    act,
    reason,
    summary,
    startedAt,
    cutWarning,
    trouble,
    undoUntil: canUndo ? undoUntil : undefined,
    filter: job.selection && 'filter' in job.selection ? job.selection.filter : undefined,
  };
  return {
    ...row,
    ...{ version, headings, looked },
    sample: isDraft
      ? masked(Sample.parse(JSON.parse(secrets.decrypt(tenant, `bulk/${id}/sample`, sample))), settings)
      : [],
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<BulkJobDetail>),
  };
}

/** Whoever may look at jobs need not see passwords. */
function masked(sample: readonly (readonly string[])[], settings: StoredJob['settings']): string[][] {
  const isSecret = (at: number): boolean =>
    settings?.columns[at] === 'password' || settings?.columns[at] === 'passwordHash';
  return sample.map((row) => row.map((cell, at) => (cell !== '' && isSecret(at) ? '••••••' : cell)));
}
