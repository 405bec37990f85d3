import { DatabaseRead, ImportDatabase } from '#shared/bulk/database.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import type { TargetGuard } from '../../platform/outbound/targetGuard.ts';
import { BULK_JOB } from '../bulkEnd.ts';
import type { BulkJobs } from '../bulkJobs.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import { readDatabase } from './readDatabase.ts';

/** `/api/bulk/imports/database`: another system's database, read where it runs. */
export function databaseRoutes({ database, clock }: BulkPorts, jobs: BulkJobs, guard: TargetGuard): Routes {
  return (app) => {
    app.post(
      '/api/bulk/imports/database',
      {
        config: { access: 'bulk.import', rateLimit: { max: 10, timeWindow: 60_000 } },
        schema: {
          summary: 'Read the database of another system',
          body: ImportDatabase,
          response: { 201: DatabaseRead },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { password: _, ...place } = request.body;
        const { content, leftSessions } = await readDatabase(request.body, guard);
        const made = await jobs.upload(
          subject,
          [`${place.database}@${place.host}`.slice(0, 190), 'sql'].join('.'),
          content,
        );
        await database.tenantTx(subject.tenant, (tx) =>
          recordAct(tx, {
            ...{ kind: BULK_JOB, id: made.id, type: 'bulkJob.readDatabase', by: subject.userId, at: clock.now() },
            facts: { ...place, leftSessions },
          }),
        );
        return await reply.code(201).send({ ...made, leftSessions });
      },
    );
  };
}
