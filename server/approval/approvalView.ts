import type { TenantId } from '#shared/values/ids.ts';
import { Fields, type ViewRow } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import type { NamesSource } from '../platform/names.ts';
import type { ApprovalBoard } from './approvalBoard.ts';
import { approvalRow } from './approvalRow.ts';
import type { StoredApproval } from './approvalStore.ts';

type Request = Extract<ViewRequest, { view: 'approvals' }>;

const MOST_ROWS = 200;

/** View `approvals`: what the subscriber asked for, or what waits for somebody like the subscriber to decide. */
export function approvalView(
  boardOf: (tenant: TenantId) => Promise<ApprovalBoard>,
  names: NamesSource,
): ViewSource<Request> {
  return {
    view: 'approvals',
    admit(subject, { filter }) {
      if (filter === 'toDecide' && !subject.permissions.has('approval.decide'))
        return wireRefusal('view/not-permitted');
      // One person's permissions decide what is shown, so they are part of who shares the view.
      return {
        tenant: subject.tenant,
        permissionClass: [...subject.permissions].toSorted().join(),
        scope: scopeOf(subject),
      };
    },
    async open({ tenant, permissionClass, scope }, { filter }, changed) {
      const [board, known] = await Promise.all([boardOf(tenant), names.namesOf(tenant)]);
      const [userId = '', branches = ''] = scope.split(' ');
      const permissions = new Set(permissionClass.split(','));
      const wanted = ({ state }: StoredApproval): boolean =>
        filter === 'mine'
          ? state.requestedBy === userId
          : state.requestedBy !== userId &&
            permissions.has(state.permission) &&
            (branches === 'all' || state.branchId === undefined || branches.split(',').includes(state.branchId));
      const renamed = names.onNamesChanged((other) => other === tenant && changed());
      const unlisten = board.onChange(changed);
      return {
        read: () => {
          const rows = board.standing().filter(wanted).slice(0, MOST_ROWS);
          return { rows: rows.map((approval) => viewRow(approval, approvalRow(approval, known))), total: rows.length };
        },
        exists: (id) => board.has(id),
        close() {
          renamed();
          unlisten();
        },
      };
    },
  };
}

function scopeOf({ userId, branches }: Subject): string {
  return `${userId} ${branches === 'all' ? 'all' : branches.toSorted().join()}`;
}

function viewRow({ state, version }: StoredApproval, row: object): ViewRow {
  // Absent instead of undefined, as JSON has it.
  return { id: state.id, version, fields: Fields.parse(JSON.parse(JSON.stringify(row))) };
}
