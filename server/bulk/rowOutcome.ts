import type { BulkRefusalCode } from '#shared/bulk/errors.ts';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import type { BulkRowState } from '#shared/bulk/values.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import type { StoredRow } from './bulkRowStore.ts';

/** Whether asking again in a moment may be answered otherwise. */
export function isPassing(code: string): boolean {
  return Object.hasOwn(systemRefusals, code) && systemRefusals[code as keyof typeof systemRefusals].retry;
}

/** The row could not be done, and why. */
export function failed(row: StoredRow, code: string, message: string): StoredRow {
  return {
    ...row,
    state: 'failed',
    problems: [
      ...row.problems,
      { severity: 'error' as const, code: code.slice(0, 100), message: message.slice(0, 500) },
    ].slice(0, 20),
  };
}

/** The row was left alone, and why. */
export function leftAlone(row: StoredRow, state: BulkRowState, code: BulkRefusalCode): StoredRow {
  return {
    ...row,
    state,
    problems: [...row.problems, { severity: 'warning' as const, code, message: bulkRefusals[code] }].slice(0, 20),
  };
}
