import { type BulkRefusalCode, bulkRefusals } from '#shared/bulk/errors.ts';
import { HttpProblem } from '../platform/http/problem.ts';

const statusOf: Partial<Record<BulkRefusalCode, number>> = {
  'bulk/not-found': 404,
  'bulk/router-not-found': 404,
  'bulk/batch-not-found': 404,
  'bulk/router-unreachable': 503,
  'bulk/database-unreachable': 503,
  'bulk/database-login': 400,
  'bulk/database-missing': 400,
  'bulk/database-certificate': 400,
  'bulk/database-unknown': 400,
  'bulk/database-too-large': 413,
  'bulk/database-forbidden': 403,
  'bulk/file-too-large': 413,
  'bulk/file-type': 415,
  'bulk/not-permitted': 403,
  'bulk/take-not-permitted': 403,
  'bulk/vouchers-limit': 403,
  'bulk/file-empty': 400,
  'bulk/file-damaged': 400,
  'bulk/name-column-needed': 400,
  'bulk/column-twice': 400,
  'bulk/reason-needed': 400,
  'bulk/nothing-selected': 400,
  'bulk/too-many-lines': 400,
};

export function bulkRefusal(code: BulkRefusalCode, options?: ErrorOptions): HttpProblem {
  return new HttpProblem(statusOf[code] ?? 409, code, bulkRefusals[code], options);
}
