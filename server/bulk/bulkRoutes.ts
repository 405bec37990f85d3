import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { MOST_FILE_BYTES } from '#shared/bulk/importSettings.ts';
import { BulkRowPage, BulkRowQuery } from '#shared/bulk/job.ts';
import { BrakeRules, BulkMade, CheckImport, ImportUploadQuery, NewBulkAct, StartBulk } from '#shared/bulk/requests.ts';
import { ActorId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { readBrake, writeBrake } from './act/brakeStore.ts';
import { type BulkJobs, maySee } from './bulkJobs.ts';
import { findJob, type StoredJob } from './bulkJobStore.ts';
import type { BulkPorts } from './bulkPorts.ts';
import { bulkRefusal } from './bulkRefusal.ts';
import { bulkResult } from './bulkResult.ts';
import { countRows, noCounts, rowPage } from './bulkRowStore.ts';

const ofJob = z.object({ id: ActorId });
const Done = z.object({ ok: z.literal(true) });
const view = { access: 'bulk.view' } as const;

/** `/api/bulk…`: uploads, previews and what is done about jobs. How they do is in the live views. */
export function bulkRoutes(ports: BulkPorts, jobs: BulkJobs): Routes {
  const { database, clock } = ports;
  return (app) => {
    // In a context of its own: only here is a body taken as it comes, whatever it says it is.
    void app.register((files, _options, done) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_FILE_BYTES }, (_request, body, parsed) =>
        parsed(null, body),
      );
      files.post(
        '/api/bulk/imports',
        {
          bodyLimit: MOST_FILE_BYTES,
          config: { access: 'bulk.import', rateLimit: { max: 20, timeWindow: 60_000 } },
          schema: { summary: 'Upload customers and lines: the body is the file', querystring: ImportUploadQuery },
        },
        async (request, reply) => {
          const { name } = ImportUploadQuery.parse(request.query);
          const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          return await reply.code(201).send(await jobs.upload(requireSubject(request), name, content));
        },
      );
      done();
    });
    app.put(
      '/api/bulk/jobs/:id/settings',
      {
        config: { access: 'bulk.import' },
        schema: {
          summary: 'How a file is read; the dry run begins',
          params: ofJob,
          body: CheckImport,
          response: { 200: Done },
        },
      },
      async (request) => {
        await jobs.check(requireSubject(request), request.params.id, request.body.settings);
        return { ok: true as const };
      },
    );
    app.post(
      '/api/bulk/acts',
      {
        config: { access: 'bulk.act' },
        schema: { summary: 'Preview an act on many lines', body: NewBulkAct, response: { 201: BulkMade } },
      },
      async (request, reply) => reply.code(201).send(await jobs.preview(requireSubject(request), request.body)),
    );
    app.post(
      '/api/bulk/jobs/:id/start',
      {
        config: view,
        schema: {
          summary: 'Do what was previewed',
          params: ofJob,
          body: StartBulk,
          response: { 200: Done, 202: ApprovalNeeded },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const subject = await requireMaker(ports, requireSubject(request), id);
        const approvalId = await jobs.start(subject, id, request.body.reason);
        return approvalId === undefined
          ? await reply.code(200).send({ ok: true })
          : await reply.code(202).send({ approvalId });
      },
    );
    for (const act of ['cancel', 'undo'] as const) {
      app.post(
        `/api/bulk/jobs/:id/${act}`,
        {
          config: view,
          schema: { summary: `Stop a job, or take back what it did: ${act}`, params: ofJob, response: { 200: Done } },
        },
        async (request) => {
          const subject = await requireMaker(ports, requireSubject(request), request.params.id);
          await jobs[act](subject, request.params.id);
          return { ok: true as const };
        },
      );
    }
    app.get(
      '/api/bulk/jobs/:id/rows',
      {
        config: view,
        schema: { summary: 'Rows of a job', params: ofJob, querystring: BulkRowQuery, response: { 200: BulkRowPage } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { state, problems, after, limit } = request.query;
        return await database.tenantTx(subject.tenant, async (tx) => {
          const job = await requireJob(tx, subject, request.params.id);
          const rows = await rowPage(tx, job.id, { state, problems: problems === 'true', after, limit });
          const counts = (await countRows(tx, [job.id])).get(job.id) ?? noCounts;
          const last = rows.length === limit ? rows.at(-1) : undefined;
          return {
            rows: rows.map(({ line, name, state: is, plan, problems: found, customerId, subscriptionId }) => ({
              ...{ line, name, state: is, plan, problems: found },
              ...(customerId === undefined ? {} : { customerId }),
              ...(subscriptionId === undefined ? {} : { subscriptionId }),
            })),
            total: state === undefined ? job.looked : counts[state],
            ...(last ? { next: String(last.line) } : {}),
          };
        });
      },
    );
    app.get(
      '/api/bulk/jobs/:id/result.csv',
      { config: view, schema: { summary: 'What became of each row, as a file', params: ofJob } },
      async (request, reply) => {
        const subject = requireSubject(request);
        const job = await database.tenantTx(subject.tenant, (tx) => requireJob(tx, subject, request.params.id));
        void reply
          .header('content-disposition', `attachment; filename="B-${job.number}.csv"`)
          .header('cache-control', 'no-store');
        return await reply.type('text/csv; charset=utf-8').send(bulkResult(database, subject.tenant, job.id));
      },
    );
    app.get(
      '/api/bulk/brake',
      { config: view, schema: { summary: 'How many lines may be cut at once', response: { 200: BrakeRules } } },
      (request) => database.tenantTx(requireSubject(request).tenant, readBrake),
    );
    app.put(
      '/api/bulk/brake',
      {
        config: { access: 'bulk.brake' },
        schema: {
          summary: 'Change that, hold all cuts, or release them',
          body: BrakeRules,
          response: { 200: BrakeRules },
        },
      },
      async (request) => {
        const { tenant, userId } = requireSubject(request);
        await database.tenantTx(tenant, async (tx) => {
          const before = await readBrake(tx);
          await writeBrake(tx, request.body, clock.now());
          const type =
            before.held === request.body.held ? 'brake.changed' : request.body.held ? 'brake.held' : 'brake.released';
          const changes = changesBetween({ ...before }, { ...request.body });
          await recordAct(tx, { kind: 'brake', id: ActorId.parse(tenant), type, changes, by: userId, at: clock.now() });
        });
        return request.body;
      },
    );
  };
}

async function requireJob(tx: TenantTx, subject: Subject, id: ActorId): Promise<StoredJob> {
  const job = await findJob(tx, id);
  if (!job || !maySee(subject, job)) throw bulkRefusal('bulk/not-found');
  return job;
}

/** Whoever may make such a job may start, stop and undo it. */
async function requireMaker({ database }: BulkPorts, subject: Subject, id: ActorId): Promise<Subject> {
  const job = await database.tenantTx(subject.tenant, (tx) => requireJob(tx, subject, id));
  if (!subject.permissions.has(job.kind === 'import' ? 'bulk.import' : 'bulk.act'))
    throw bulkRefusal('bulk/not-permitted');
  return subject;
}
