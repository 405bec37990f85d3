import { Readable } from 'node:stream';
import { z } from 'zod';
import { AlarmSeverity, AlarmState } from '#shared/alarm/values.ts';
import { AlarmRow, AlarmSort } from '#shared/alarm/view.ts';
import { CSV_MARK, csvLine } from '#shared/values/csv.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { alarmAudience, alarmClass } from './alarmAudience.ts';
import type { AlarmBoards } from './alarmBoards.ts';

const listed = (text: string): string[] => text.split(',').filter(Boolean);

/** The same words as in the address of the list. */
const ExportQuery = z.object({
  severity: z.string().max(200).default('').transform(listed).pipe(z.array(AlarmSeverity)),
  state: z.string().max(200).default('').transform(listed).pipe(z.array(AlarmState)),
  q: z.string().trim().max(100).default(''),
  mine: z.enum(['0', '1']).default('0'),
  sort: AlarmSort.default('severity'),
});
/** Rows that are written before others get their turn. */
const STEP = 200;

const columns = [
  'severity',
  'state',
  'source',
  'cause',
  'text',
  'branchName',
  'raisedAt',
  'lastOccurredAt',
  'occurrences',
  'claimedByName',
  'shelvedUntil',
  'shelvedReason',
] as const satisfies readonly (keyof AlarmRow)[];
const times: readonly string[] = ['raisedAt', 'lastOccurredAt', 'shelvedUntil'];

/** `GET /api/alarms/export`: the list as one sees it, as CSV; times are ISO 8601 in UTC. */
export function alarmExportRoutes(boards: AlarmBoards): Routes {
  return (app) => {
    app.get(
      '/api/alarms/export',
      {
        config: { access: 'alarm.view' },
        schema: { summary: 'The list of alarms as a spreadsheet file', querystring: ExportQuery },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { severity, state, q, mine, sort } = request.query;
        const audience = alarmAudience(subject, mine === '1' ? subject.userId : undefined);
        if ('ok' in audience) throw new HttpProblem(403, audience.code, audience.message);
        const board = await boards.of(audience.tenant);
        const filter = { severities: severity, states: state, text: q, mine: mine === '1' };
        const { shown, close } = board.openList(filter, sort, audience.scope, () => {});
        // Taken at once: a list that moves while it is written would repeat and skip rows.
        const alarms = shown.window(0, shown.size);
        close();
        const seen = alarmClass(audience);
        return await reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="alarms.csv"')
          .send(Readable.from(lines(alarms.map((alarm) => AlarmRow.parse(alarm.row(seen).fields)))));
      },
    );
  };
}

function* lines(rows: readonly AlarmRow[]): Generator<string> {
  yield CSV_MARK + csvLine(columns);
  for (let at = 0; at < rows.length; at += STEP) {
    yield rows
      .slice(at, at + STEP)
      .map((row) => csvLine(columns.map((name) => cell(name, row[name]))))
      .join('');
  }
}

function cell(name: string, value: string | number | undefined): string | number | undefined {
  return times.includes(name) && typeof value === 'number' ? new Date(value).toISOString() : value;
}
