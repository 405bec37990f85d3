import { Readable } from 'node:stream';
import { z } from 'zod';
import { ExportFormat } from '#shared/bulk/requests.ts';
import { CustomerPageQuery } from '#shared/customer/list.ts';
import { PackageQuery } from '#shared/package/registration.ts';
import { SessionFilter, SessionSort } from '#shared/session/view.ts';
import { SubscriptionFilter } from '#shared/subscription/view.ts';
import { CSV_MARK, csvLine } from '#shared/values/csv.ts';
import { ActorId } from '#shared/values/ids.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import type { BulkPorts } from '../bulkPorts.ts';
import { bulkRefusal } from '../bulkRefusal.ts';
import { customerRows, subscriptionRows } from './exportRows.ts';
import { packageRows } from './packageRows.ts';
import { sessionRows } from './sessionRows.ts';
import type { SessionSource } from './sessionSource.ts';
import { type SheetCell, xlsxFile } from './xlsxWriter.ts';

const config = { access: 'bulk.export', rateLimit: { max: 20, timeWindow: 60_000 } } as const;

/** The filter of a list, as JSON in one parameter. */
function filterText<Filter extends z.ZodType>(schema: Filter): z.ZodType<z.output<Filter>, string | undefined> {
  return z
    .string()
    .max(8_000)
    .default('{}')
    .transform((text, context) => {
      try {
        return schema.parse(JSON.parse(text));
      } catch (error) {
        const said = error instanceof z.ZodError ? error.issues[0]?.message : undefined;
        context.addIssue({ code: 'custom', message: said ?? 'Give the filter of the list as JSON.' });
        return z.NEVER;
      }
    });
}
const format = ExportFormat.default('csv');
const SubscriptionQuery = z.object({ format, filter: filterText(SubscriptionFilter) });
const SessionQuery = z.object({ format, filter: filterText(SessionFilter), sort: SessionSort.default('latest') });
const PackageListQuery = PackageQuery.extend({ format });
const CustomerQuery = CustomerPageQuery.omit({ limit: true, after: true }).extend({ format });

/** `/api/bulk/export/…`: whole lists as files, in pieces as they are read. Each is recorded with who asked and for what. */
export function exportRoutes(ports: BulkPorts, sessions: () => SessionSource): Routes {
  const { database, clock, newId } = ports;
  const record = async (subject: Subject, list: string, filter: object): Promise<void> => {
    const facts = { list, filter: z.json().parse(JSON.parse(JSON.stringify(filter))) };
    const act = {
      kind: 'export',
      id: ActorId.parse(newId()),
      type: 'list.exported',
      facts,
      by: subject.userId,
      at: clock.now(),
    };
    await database.tenantTx(subject.tenant, (tx) => recordAct(tx, act));
  };
  return (app) => {
    app.get(
      '/api/bulk/export/customers',
      { config, schema: { summary: 'Customers as a file', querystring: CustomerQuery } },
      async (request, reply) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('customer.view')) throw bulkRefusal('bulk/not-permitted');
        const { format, ...filter } = request.query;
        await record(subject, 'customers', filter);
        void reply.headers(headersOf('customers', format, clock.now()));
        return await reply.send(fileOf(format, customerRows(ports, subject, filter)));
      },
    );
    app.get(
      '/api/bulk/export/subscriptions',
      { config, schema: { summary: 'Lines as a file', querystring: SubscriptionQuery } },
      async (request, reply) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('subscription.view')) throw bulkRefusal('bulk/not-permitted');
        const { format, filter } = request.query;
        await record(subject, 'subscriptions', filter);
        void reply.headers(headersOf('subscriptions', format, clock.now()));
        return await reply.send(fileOf(format, subscriptionRows(ports, subject, filter)));
      },
    );
    app.get(
      '/api/bulk/export/packages',
      { config, schema: { summary: 'Packages as a file', querystring: PackageListQuery } },
      async (request, reply) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('package.view')) throw bulkRefusal('bulk/not-permitted');
        const { format: wanted, archived } = request.query;
        await record(subject, 'packages', { archived });
        void reply.headers(headersOf('packages', wanted, clock.now()));
        return await reply.send(fileOf(wanted, packageRows(database, subject.tenant, archived === 'true')));
      },
    );
    app.get(
      '/api/bulk/export/sessions',
      { config, schema: { summary: 'Sessions that are open as a file', querystring: SessionQuery } },
      async (request, reply) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('session.view')) throw bulkRefusal('bulk/not-permitted');
        const { format: wanted, filter, sort } = request.query;
        await record(subject, 'sessions', filter);
        void reply.headers(headersOf('sessions', wanted, clock.now()));
        return await reply.send(fileOf(wanted, sessionRows(sessions().openSessions(subject, filter, sort))));
      },
    );
  };
}

function headersOf(name: string, format: ExportFormat, now: number): Record<string, string> {
  const type =
    format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const day = new Date(now).toISOString().slice(0, 10);
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}-${day}.${format}"`,
    'cache-control': 'no-store',
  };
}

function fileOf(format: ExportFormat, rows: AsyncIterable<readonly (readonly SheetCell[])[]>): Readable {
  // Held back by the reader: at most a few pieces are made ahead.
  return Readable.from(format === 'xlsx' ? xlsxFile(rows) : csvFile(rows), {
    objectMode: false,
    highWaterMark: 262_144,
  });
}

async function* csvFile(rows: AsyncIterable<readonly (readonly SheetCell[])[]>): AsyncGenerator<string> {
  yield CSV_MARK;
  for await (const some of rows) yield some.map((cells) => csvLine(cells)).join('');
}
