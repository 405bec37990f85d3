import {
  ImportedKind,
  type ImportField,
  type ImportFormat,
  ImportSettings,
  MOST_FILE_BYTES,
  severalColumns,
} from '#shared/bulk/importSettings.ts';
import type { NewBulkAct } from '#shared/bulk/requests.ts';
import { type BulkState, UNDO_BULK_WITHIN_MS } from '#shared/bulk/values.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import { takeNumbers } from '../platform/numbers/numberStore.ts';
import { actPermissions } from '../subscription/subscriptionFeature.ts';
import { readBrake } from './act/brakeStore.ts';
import { chooseNow } from './act/chooseNow.ts';
import { BULK_JOB, endJob } from './bulkEnd.ts';
import { changeJob, findJob, insertJob, lockJob, type StoredJob } from './bulkJobStore.ts';
import type { BulkPorts } from './bulkPorts.ts';
import { bulkRefusal } from './bulkRefusal.ts';
import { countRows, deleteRows, noCounts, rowsOfPlan } from './bulkRowStore.ts';
import { FileDamaged } from './file/fileRow.ts';
import { fileShape } from './file/fileShape.ts';
import { fileHead } from './import/fileHead.ts';
import { guessColumns } from './import/guessColumns.ts';
import { openObject } from './sealedRows.ts';
import { storeFile } from './storedFile.ts';

export interface BulkJobsOptions extends BulkPorts {
  readonly wake: (tenant: TenantId, id: ActorId) => void;
}

export const CUT_MANY = 'bulk.cutMany';
const HEAD_BYTES = 262_144;

/** What people do with jobs. The work itself is the runner's. Throws HttpProblem. */
export class BulkJobs {
  readonly #ports: BulkJobsOptions;

  constructor(ports: BulkJobsOptions) {
    this.#ports = ports;
  }

  async upload(subject: Subject, name: string, file: Buffer): Promise<{ id: ActorId; number: number }> {
    const { database, secrets, clock } = this.#ports;
    if (file.length === 0) throw bulkRefusal('bulk/file-empty');
    if (file.length > MOST_FILE_BYTES) throw bulkRefusal('bulk/file-too-large');
    const shape = fileShape(file.subarray(0, HEAD_BYTES));
    if (!shape) throw bulkRefusal('bulk/file-type');
    const [first, ...sample] = await fileHead(file, shape).catch((error: unknown) => {
      throw error instanceof FileDamaged ? bulkRefusal('bulk/file-damaged') : error;
    });
    if (!first) throw bulkRefusal('bulk/file-empty');
    const id = ActorId.parse(this.#ports.newId());
    const take = isKnownSystem(shape.format) ? ImportedKind.options.filter((kind) => mayTake(subject, kind)) : [];
    const settings = ImportSettings.parse({ ...shape, take, columns: guessColumns(first).slice(0, 200) });
    return await database.tenantTx(subject.tenant, async (tx) => {
      const number = await takeNumbers(tx, BULK_JOB);
      await insertJob(tx, {
        ...{
          id,
          number,
          kind: 'import',
          state: 'draft',
          title: name,
          format: shape.format,
          headings: first.slice(0, 200),
          settings,
        },
        sample: secrets.encrypt(tx.tenant, `bulk/${id}/sample`, JSON.stringify(sample)),
        ...this.#madeBy(subject),
        ...{ act: undefined, selection: undefined, reason: undefined },
      });
      await storeFile(tx, secrets, id, file);
      const facts = { bytes: file.length, format: shape.format };
      await recordAct(tx, { kind: BULK_JOB, id, type: 'bulkJob.uploaded', facts, by: subject.userId, at: clock.now() });
      return { id, number };
    });
  }

  async preview(subject: Subject, { act, selection, reason }: NewBulkAct): Promise<{ id: ActorId; number: number }> {
    const { database, clock, wake } = this.#ports;
    if (!subject.permissions.has(actPermissions[act.act])) throw bulkRefusal('bulk/not-permitted');
    if (act.act === 'suspend' && reason === undefined) throw bulkRefusal('bulk/reason-needed');
    const id = ActorId.parse(this.#ports.newId());
    const byOnline = 'filter' in selection && selection.filter.online !== undefined ? selection.filter : undefined;
    const online = byOnline ? this.#ports.onlineNow(subject.tenant) : new Set<string>();
    const made = await database.tenantTx(subject.tenant, async (tx) => {
      const number = await takeNumbers(tx, BULK_JOB);
      await insertJob(tx, {
        ...{ id, number, kind: 'act', state: 'checking', title: act.act, headings: [], act, selection, reason },
        ...this.#madeBy(subject),
        ...{ format: undefined, sample: undefined, settings: undefined },
      });
      const scope = subject.branches;
      if (byOnline) await chooseNow(tx, id, { filter: byOnline, online, scope, now: clock.now() });
      const facts = { act: act.act };
      await recordAct(tx, {
        kind: BULK_JOB,
        id,
        type: 'bulkJob.previewed',
        facts,
        by: subject.userId,
        at: clock.now(),
      });
      return { id, number };
    });
    wake(subject.tenant, id);
    return made;
  }

  /** The dry run begins anew with these settings. */
  async check(subject: Subject, id: ActorId, settings: ImportSettings): Promise<void> {
    requireColumns(settings);
    if (!settings.take.every((kind) => mayTake(subject, kind))) throw bulkRefusal('bulk/take-not-permitted');
    await this.#change(subject, id, ['draft', 'checking', 'checked'], async (tx, job) => {
      if (job.kind !== 'import') throw bulkRefusal('bulk/state');
      await deleteRows(tx, id);
      await changeJob(tx, id, { state: 'checking', settings, looked: 0, summary: undefined });
    });
  }

  /** Answers the approval it waits for, if it does. */
  async start(subject: Subject, id: ActorId, reason: string | undefined): Promise<ActorId | undefined> {
    const waits = await this.#secondPerson(subject, id, reason);
    if (waits !== undefined) return waits;
    await this.#useVouchers(subject, id);
    await this.#change(subject, id, ['checked', 'held'], (tx, job) => this.#begin(tx, job, subject));
    return undefined;
  }

  async cancel(subject: Subject, id: ActorId): Promise<void> {
    const open: readonly BulkState[] = ['draft', 'checking', 'checked', 'waiting', 'running', 'held'];
    await this.#change(subject, id, open, (tx) =>
      endJob(tx, id, { state: 'cancelled', by: subject.userId, at: this.#ports.clock.now() }),
    );
  }

  async undo(subject: Subject, id: ActorId): Promise<void> {
    const now = this.#ports.clock.now();
    await this.#change(subject, id, ['done', 'cancelled'], async (tx, job) => {
      if (now - (job.endedAt ?? 0) > UNDO_BULK_WITHIN_MS) throw bulkRefusal('bulk/undo-too-late');
      if (job.act && !subject.permissions.has(actPermissions[job.act.act])) throw bulkRefusal('bulk/not-permitted');
      if ((await readBrake(tx)).held && job.act?.act === 'resume') throw bulkRefusal('bulk/held');
      await changeJob(tx, id, { state: 'undoing' });
      await recordAct(tx, { kind: BULK_JOB, id, type: 'bulkJob.undoBegun', by: subject.userId, at: now });
    });
  }

  /** A second person agreed, in whose transaction this is. */
  async startApproved(
    tx: TenantTx,
    id: ActorId,
    by: { readonly requestedBy: StoredJob['createdBy']; readonly decidedBy: StoredJob['createdBy'] },
  ): Promise<boolean> {
    const job = await lockJob(tx, id);
    if (job?.state !== 'waiting') return false;
    await changeJob(tx, id, { state: 'running', approvedBy: by.decidedBy, startedAt: this.#ports.clock.now() });
    return true;
  }

  async #begin(tx: TenantTx, job: StoredJob, subject: Subject): Promise<void> {
    const at = this.#ports.clock.now();
    const counts = (await countRows(tx, [job.id])).get(job.id) ?? noCounts;
    await changeJob(tx, job.id, { state: 'running', startedAt: job.startedAt ?? at, trouble: undefined });
    const facts = { rows: counts.pending };
    await recordAct(tx, { kind: BULK_JOB, id: job.id, type: 'bulkJob.started', facts, by: subject.userId, at });
  }

  /** Codes that an import takes over count as made by whoever starts it. */
  async #useVouchers(subject: Subject, id: ActorId): Promise<void> {
    const { approvals, database, secrets } = this.#ports;
    const amount = await database.tenantTx(subject.tenant, async (tx) => {
      const job = await findJob(tx, id);
      if (job?.state !== 'checked' || job.kind !== 'import') return 0;
      const objects = (await rowsOfPlan(tx, id, 'newVouchers')).map((row) =>
        openObject(secrets, subject.tenant, id, row.given!),
      );
      return objects.reduce((sum, object) => sum + (object.what === 'vouchers' ? object.codes.length : 0), 0);
    });
    if (amount === 0) return;
    const used = await approvals.limits.use(subject, { act: 'voucher.create', amount, subjectId: id });
    if (!used.allowed) throw bulkRefusal('bulk/vouchers-limit');
  }

  /** More cuts than one person may make alone, or more free days, are put to a second one. */
  async #secondPerson(subject: Subject, id: ActorId, reason: string | undefined): Promise<ActorId | undefined> {
    const { approvals, database } = this.#ports;
    const { job, held, pending } = await database.tenantTx(subject.tenant, async (tx) => ({
      job: await findJob(tx, id),
      held: (await readBrake(tx)).held,
      pending: ((await countRows(tx, [id])).get(id) ?? noCounts).pending,
    }));
    if (job?.state !== 'checked' || !job.act) return undefined;
    if (!subject.permissions.has(actPermissions[job.act.act])) throw bulkRefusal('bulk/not-permitted');
    if (held && job.act.act === 'suspend') throw bulkRefusal('bulk/held');
    const { act } = job;
    const free =
      act.act === 'extend'
        ? { act: 'subscription.extend' as const, amount: act.days * pending, subjectId: id }
        : undefined;
    const isBeyond = free !== undefined && !(await approvals.limits.check(subject, free)).allowed;
    if ((!job.cutWarning || job.approvedBy !== undefined) && !isBeyond) {
      if (free) await approvals.limits.use(subject, free);
      return undefined;
    }
    const asked = await approvals.request(subject, {
      ...{ act: CUT_MANY, subjectKind: BULK_JOB, subjectId: id, amount: pending, reason: reason ?? job.reason },
      payload: { act: act.act, rows: pending, cuts: job.cutWarning?.cuts ?? 0 },
    });
    if (!asked.ok) throw replyProblem(asked);
    await this.#change(subject, id, ['checked'], (tx) => changeJob(tx, id, { state: 'waiting' }));
    return asked.approvalId;
  }

  async #change(
    subject: Subject,
    id: ActorId,
    from: readonly BulkState[],
    work: (tx: TenantTx, job: StoredJob) => Promise<void>,
  ): Promise<void> {
    await this.#ports.database.tenantTx(subject.tenant, async (tx) => {
      const job = await lockJob(tx, id);
      if (!job || !maySee(subject, job)) throw bulkRefusal('bulk/not-found');
      if (!from.includes(job.state)) throw bulkRefusal('bulk/state');
      await work(tx, job);
    });
    this.#ports.progressed(subject.tenant, id);
    this.#ports.wake(subject.tenant, id);
  }

  #madeBy({ branches, userId }: Subject): Pick<StoredJob, 'scope' | 'createdBy' | 'createdAt'> {
    return { scope: branches === 'all' ? null : [...branches], createdBy: userId, createdAt: this.#ports.clock.now() };
  }
}

/** A job touches what its maker's branches hold: it is seen by whoever has all of those. */
export function maySee({ branches }: Pick<Subject, 'branches'>, { scope }: Pick<StoredJob, 'scope'>): boolean {
  return branches === 'all' || (scope !== null && scope.every((branch) => branches.includes(branch)));
}

/** Those that have more than customers and lines. */
function isKnownSystem(format: ImportFormat): boolean {
  return format === 'phpnuxbill' || format === 'freeradius';
}

const takeNeeds: Readonly<Record<ImportedKind, Permission>> = {
  router: 'nas.manage',
  pool: 'pool.manage',
  package: 'package.manage',
  vouchers: 'voucher.create',
  usage: 'bulk.import',
};

function mayTake({ permissions }: Subject, kind: ImportedKind): boolean {
  return permissions.has(takeNeeds[kind]);
}

function requireColumns({ columns }: ImportSettings): void {
  const named = columns.filter((field): field is ImportField => field !== null && !severalColumns.includes(field));
  if (new Set(named).size < named.length) throw bulkRefusal('bulk/column-twice');
  if (!columns.some((field) => field === 'customerName' || field === 'customerCode' || field === 'username'))
    throw new HttpProblem(400, 'bulk/name-column-needed', 'Say which column holds the name, the code or the username.');
}
