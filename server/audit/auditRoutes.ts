import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { AuditExportQuery, AuditPage, AuditQuery, EvidenceView } from '#shared/audit/audit.ts';
import { type AuditRefusalCode, auditRefusals } from '#shared/audit/errors.ts';
import { Verification } from '#shared/audit/verification.ts';
import { ActorId, EvidenceId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { readEvidence } from '../platform/eventLog/evidenceStore.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { auditCsv } from './auditCsv.ts';
import type { AuditLog } from './auditLog.ts';
import { evidenceView } from './evidenceView.ts';
import type { Verifications } from './verifications.ts';

export interface AuditRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly auditLog: AuditLog;
  readonly verifications: Verifications;
}

const config = { access: 'audit.view' } as const;
const costly = { ...config, rateLimit: { max: 6, timeWindow: 60_000 } } as const;
const ofEvidence = z.object({ id: EvidenceId });

/** The log of the company, its evidence, and whether it is whole. For people of all branches: events do not say where. */
export function auditRoutes({ database, clock, auditLog, verifications }: AuditRoutesOptions): Routes {
  return (app) => {
    app.get(
      '/api/audit',
      {
        config,
        schema: {
          summary: 'Administrative acts, filtered, latest first',
          querystring: AuditQuery,
          response: { 200: AuditPage },
        },
      },
      async (request) => {
        const { rows, ...page } = await auditLog.page(
          requireWholeCompany(requireSubject(request)).tenant,
          request.query,
        );
        return { ...page, rows: [...rows] };
      },
    );
    app.get(
      '/api/audit.csv',
      {
        config: costly,
        schema: { summary: 'Administrative acts as a spreadsheet file', querystring: AuditExportQuery },
      },
      async (request, reply) => {
        const { tenant, userId: by } = requireWholeCompany(requireSubject(request));
        const filters = Object.fromEntries(
          Object.entries(request.query).filter(([, value]) => value !== undefined && value !== ''),
        );
        await database.tenantTx(tenant, (tx) =>
          recordAct(tx, {
            kind: 'company',
            id: ActorId.parse(tenant),
            type: 'audit.exported',
            by,
            at: clock.now(),
            facts: { filters },
          }),
        );
        void reply
          .header('content-disposition', 'attachment; filename="audit.csv"')
          .header('cache-control', 'no-store');
        return reply.type('text/csv; charset=utf-8').send(Readable.from(auditCsv(auditLog, tenant, request.query)));
      },
    );
    app.post(
      '/api/audit/verify',
      { config: costly, schema: { summary: 'Prove that the event log is whole', response: { 202: Verification } } },
      async (request, reply) => {
        const { tenant, userId } = requireWholeCompany(requireSubject(request));
        return await reply.code(202).send(verifications.begin(tenant, userId));
      },
    );
    app.get(
      '/api/audit/verify',
      { config, schema: { summary: 'How the last proof of the event log ended', response: { 200: Verification } } },
      (request) => verifications.of(requireWholeCompany(requireSubject(request)).tenant),
    );
    app.get(
      '/api/evidence/:id',
      {
        config,
        schema: {
          summary: 'What was received or changed behind an event',
          params: ofEvidence,
          response: { 200: EvidenceView },
        },
      },
      async (request) => {
        const { tenant } = requireWholeCompany(requireSubject(request));
        const found = await database.tenantTx(tenant, (tx) => readEvidence(tx, request.params.id));
        if (found === undefined) throw refused(404, 'audit/evidence-not-found');
        return evidenceView(found);
      },
    );
  };
}

/** Events carry no branch, and much concerns all of them: whoever works in some branches is shown nothing rather than too much. */
function requireWholeCompany(subject: Subject): Subject {
  if (subject.branches === 'all') return subject;
  throw refused(403, 'audit/whole-company-needed');
}

function refused(status: number, code: AuditRefusalCode): HttpProblem {
  return new HttpProblem(status, code, auditRefusals[code]);
}
