import { ApprovalRow } from '#shared/approval/view.ts';
import type { Names } from '../platform/names.ts';
import type { StoredApproval } from './approvalStore.ts';

/** As screens get it; of a person who is gone only the id is left. */
export function approvalRow({ state }: StoredApproval, names: Names): ApprovalRow {
  return ApprovalRow.parse({
    ...state,
    requestedByName: names.userName(state.requestedBy) ?? '',
    decidedByName: state.decidedBy && names.userName(state.decidedBy),
  });
}
