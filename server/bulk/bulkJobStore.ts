import { type FragmentSqlToken, sql } from 'slonik';
import { z } from 'zod';
import { ImportFormat, ImportSettings } from '#shared/bulk/importSettings.ts';
import { BulkSummary, CutWarning } from '#shared/bulk/job.ts';
import { BulkAct, BulkSelection } from '#shared/bulk/requests.ts';
import { BulkKind, BulkState, workedOn } from '#shared/bulk/values.ts';
import { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const Job = z.object({
  id: ActorId,
  version: z.int(),
  number: z.number(),
  kind: BulkKind,
  state: BulkState,
  title: z.string(),
  format: optional(ImportFormat),
  headings: z.array(z.string()),
  sample: optional(z.instanceof(Buffer)),
  settings: optional(ImportSettings),
  act: optional(BulkAct),
  selection: optional(BulkSelection),
  reason: optional(z.string()),
  looked: z.int(),
  summary: optional(BulkSummary),
  cutWarning: optional(CutWarning),
  trouble: optional(z.string()),
  approvedBy: optional(UserId),
  scope: z.array(BranchId).nullable(),
  createdBy: UserId,
  createdAt: Instant,
  startedAt: optional(Instant),
  endedAt: optional(Instant),
});
/** A job as stored; `scope` null: all branches. */
export type StoredJob = z.infer<typeof Job>;

const columns = sql.fragment`id, version, number::float8 as number, kind, state, title, format, headings, sample, settings, act,
  selection, reason, looked, summary, cut_warning as "cutWarning", trouble, approved_by as "approvedBy", scope, created_by as "createdBy",
  created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`;
const at = (instant: number) => sql.timestamp(new Date(instant));
const json = (value: unknown) => (value === undefined ? null : sql.jsonb(value as never));

export type NewJob = Pick<
  StoredJob,
  | 'id'
  | 'number'
  | 'kind'
  | 'state'
  | 'title'
  | 'format'
  | 'headings'
  | 'sample'
  | 'settings'
  | 'act'
  | 'selection'
  | 'reason'
> &
  Pick<StoredJob, 'scope' | 'createdBy' | 'createdAt'>;

export async function insertJob(tx: TenantTx, job: NewJob): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.bulk_job (tenant_id, id, version, number, kind, state, title, format, headings, sample, settings, act,
      selection, reason, looked, scope, created_by, created_at)
    values (${tx.tenant}, ${job.id}, 1, ${job.number}, ${job.kind}, ${job.state}, ${job.title}, ${job.format ?? null},
      ${sql.jsonb([...job.headings])}, ${job.sample ? sql.binary(job.sample) : null}, ${json(job.settings)}, ${json(job.act)},
      ${json(job.selection)}, ${job.reason ?? null}, 0, ${job.scope ? sql.array(job.scope, 'uuid') : null}, ${job.createdBy},
      ${at(job.createdAt)})`);
}

export async function findJob(tx: TenantTx, id: ActorId): Promise<StoredJob | undefined> {
  const row = await tx.maybeOne(sql.type(Job)`
    select ${columns} from lastmile.bulk_job where tenant_id = ${tx.tenant} and id = ${id}`);
  return row ?? undefined;
}

/** Until the end of the transaction nobody else changes it. */
export async function lockJob(tx: TenantTx, id: ActorId): Promise<StoredJob | undefined> {
  const row = await tx.maybeOne(sql.type(Job)`
    select ${columns} from lastmile.bulk_job where tenant_id = ${tx.tenant} and id = ${id} for update`);
  return row ?? undefined;
}

/** Latest first. */
export async function latestJobs(tx: TenantTx, limit: number): Promise<readonly StoredJob[]> {
  return await tx.any(sql.type(Job)`
    select ${columns} from lastmile.bulk_job where tenant_id = ${tx.tenant} order by created_at desc, id desc limit ${limit}`);
}

export type JobChange = Partial<
  Pick<
    StoredJob,
    | 'state'
    | 'headings'
    | 'sample'
    | 'settings'
    | 'reason'
    | 'looked'
    | 'summary'
    | 'cutWarning'
    | 'trouble'
    | 'approvedBy'
    | 'startedAt'
    | 'endedAt'
  >
>;

/** Members that are there are written; undefined ones become null. */
export async function changeJob(tx: TenantTx, id: ActorId, change: JobChange): Promise<void> {
  const sets = Object.keys(change).map((name) => setters[name as keyof JobChange](change));
  await tx.query(sql.unsafe`
    update lastmile.bulk_job set ${sql.join([sql.fragment`version = version + 1`, ...sets], sql.fragment`, `)}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}

const setters: Readonly<Record<keyof JobChange, (change: JobChange) => FragmentSqlToken>> = {
  state: ({ state }) => sql.fragment`state = ${state ?? null}`,
  headings: ({ headings }) => sql.fragment`headings = ${sql.jsonb([...(headings ?? [])])}`,
  sample: ({ sample }) => sql.fragment`sample = ${sample ? sql.binary(sample) : null}`,
  settings: ({ settings }) => sql.fragment`settings = ${json(settings)}`,
  reason: ({ reason }) => sql.fragment`reason = ${reason ?? null}`,
  looked: ({ looked }) => sql.fragment`looked = ${looked ?? 0}`,
  summary: ({ summary }) => sql.fragment`summary = ${json(summary)}`,
  cutWarning: ({ cutWarning }) => sql.fragment`cut_warning = ${json(cutWarning)}`,
  trouble: ({ trouble }) => sql.fragment`trouble = ${trouble ?? null}`,
  approvedBy: ({ approvedBy }) => sql.fragment`approved_by = ${approvedBy ?? null}`,
  startedAt: ({ startedAt }) => sql.fragment`started_at = ${startedAt === undefined ? null : at(startedAt)}`,
  endedAt: ({ endedAt }) => sql.fragment`ended_at = ${endedAt === undefined ? null : at(endedAt)}`,
};

/** Over all companies, what a server should be working on. */
export async function jobsToWorkOn(
  tx: SystemTx,
): Promise<readonly { readonly tenant: TenantId; readonly id: ActorId }[]> {
  return await tx.any(sql.type(z.object({ tenant: TenantId, id: ActorId }))`
    select tenant_id as tenant, id from lastmile.bulk_job where state = any(${sql.array([...workedOn], 'text')})
    order by id limit 1000`);
}
