import { ApprovalRow } from '#shared/approval/view.ts';
import type { Names } from '../platform/names.ts';
import type { DescribedApproval } from './approvalBoard.ts';

/** As screens get it; of a person who is gone only the id is left. */
export function approvalRow({ state, subjectName, details }: DescribedApproval, names: Names): ApprovalRow {
  return ApprovalRow.parse({
    ...state,
    subjectName,
    details: details ?? {},
    requestedByName: names.userName(state.requestedBy) ?? '',
    decidedByName: state.decidedBy && names.userName(state.decidedBy),
  });
}
