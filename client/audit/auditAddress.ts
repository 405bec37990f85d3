import { instantOf } from '../ui/zonedTime.ts';
import type { AuditFilter } from './auditQuery.ts';

/** The query string of `GET /api/audit` and `/api/audit.csv`; days are the company's, the last one included. */
export function auditAddress(filter: AuditFilter, timeZone: string): string {
  const params = new URLSearchParams({ by: filter.by });
  const put = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') params.set(name, String(value));
  };
  put('user', filter.user);
  put('kind', filter.kind);
  put('id', filter.id);
  put('type', filter.type);
  put('text', filter.text);
  put('from', filter.from === '' ? undefined : instantOf(`${filter.from}T00:00`, timeZone));
  put('to', filter.to === '' ? undefined : endOfDay(filter.to, timeZone));
  return params.toString();
}

function endOfDay(day: string, timeZone: string): number | undefined {
  const next = new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const at = instantOf(`${next}T00:00`, timeZone);
  return at === undefined ? undefined : at - 1;
}
