import { type BulkRefusalCode, bulkRefusals } from '#shared/bulk/errors.ts';
import type { HttpProblem } from '../platform/http/problem.ts';
import { refused } from '../platform/http/refused.ts';

const statusOf: Partial<Record<BulkRefusalCode, number>> = {
  'bulk/not-found': 404,
  'bulk/file-too-large': 413,
  'bulk/file-type': 415,
  'bulk/not-permitted': 403,
  'bulk/file-empty': 400,
  'bulk/file-damaged': 400,
  'bulk/name-column-needed': 400,
  'bulk/column-twice': 400,
  'bulk/reason-needed': 400,
  'bulk/nothing-selected': 400,
  'bulk/too-many-lines': 400,
};

export function bulkRefusal(code: BulkRefusalCode): HttpProblem {
  return refused(bulkRefusals, statusOf[code] ?? 409, code);
}
