import type { AuditExportQuery, AuditRow } from '#shared/audit/audit.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { AuditLog } from './auditLog.ts';

export const mostExported = 100_000;
const perPage = 200;

/** RFC 4180, UTF-8 with the mark by which spreadsheets know it. Times are UTC. */
export async function* auditCsv(log: AuditLog, tenant: TenantId, query: AuditExportQuery): AsyncGenerator<string> {
  yield '\uFEFFposition,time,person,event,kind,object,id,changes,facts\r\n';
  let before: number | undefined;
  let left = mostExported;
  do {
    const page = await log.page(tenant, { ...query, limit: Math.min(perPage, left), ...(before ? { before } : {}) });
    if (page.rows.length > 0) yield page.rows.map(line).join('');
    left -= page.rows.length;
    before = page.next;
  } while (before !== undefined && left > 0);
}

function line({ position, at, user, type, kind, objectName, objectId, changes, facts }: AuditRow): string {
  const texts = [
    user?.name ?? '',
    type,
    kind,
    objectName ?? '',
    objectId,
    JSON.stringify(changes),
    JSON.stringify(facts),
  ];
  return `${[String(position), new Date(at).toISOString(), ...texts.map(cell)].join(',')}\r\n`;
}

/** A cell that begins like a formula would be one for a spreadsheet (OWASP, CSV injection). */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
