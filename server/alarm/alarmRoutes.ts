import { z } from 'zod';
import { AlarmRow } from '#shared/alarm/view.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { AlarmNames } from './alarmBoardPort.ts';
import { clearedAlarms, type ClearedPage } from './alarmStore.ts';
import { BoardAlarm } from './boardAlarm.ts';

const HistoryQuery = z.object({
  /** `next` of the page before. */
  before: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  text: z.string().trim().max(100).default(''),
});
const HistoryPage = z.object({ rows: z.array(AlarmRow), next: z.string().optional() });
const Cursor = z.tuple([z.coerce.number().pipe(Instant), ActorId]);

export interface AlarmRoutesOptions {
  readonly database: Database;
  readonly names: (tenant: TenantId) => Promise<AlarmNames>;
}

/** `GET /api/alarms/history`: cleared alarms, latest first, page by page. What stands is a live view. */
export function alarmRoutes({ database, names }: AlarmRoutesOptions): Routes {
  return (app) => {
    app.get(
      '/api/alarms/history',
      {
        config: { access: 'alarm.view' },
        schema: {
          summary: 'Cleared alarms, latest first, page by page',
          querystring: HistoryQuery,
          response: { 200: HistoryPage },
        },
      },
      async (request) => {
        const { tenant, branches, permissions } = requireSubject(request);
        const { limit, text } = request.query;
        const page = { limit, text, branches, before: parseCursor(request.query.before) };
        const found = await inTenant(database.appPool, tenant, (client) => clearedAlarms(client, tenant, page));
        const known = await names(tenant);
        const seen = permissions.has('alarm.viewComments') ? 'full' : 'plain';
        const rows = found.map((alarm) => AlarmRow.parse(new BoardAlarm(alarm, known).row(seen).fields));
        const last = found.length === limit ? found.at(-1)?.state : undefined;
        return { rows, ...(last ? { next: `${last.clearedAt ?? 0}_${last.id}` } : {}) };
      },
    );
  };
}

function parseCursor(text: string | undefined): ClearedPage['before'] {
  if (text === undefined) return undefined;
  const cursor = Cursor.safeParse(text.split('_'));
  if (!cursor.success) throw new HttpProblem(400, 'page/not-understood', 'Use `next` of the page before as `before`.');
  const [clearedAt, id] = cursor.data;
  return { clearedAt, id };
}
