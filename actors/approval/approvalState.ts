import type { ApprovalPayload, ApprovalState as StateName } from '#shared/approval/values.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

/** What one request for a second approval is: the columns of table `approval` except tenant and version. Times in ms since 1970. */
export interface ApprovalState {
  readonly id: ActorId;
  readonly state: StateName;
  readonly act: string;
  readonly permission: Permission;
  readonly subjectKind: string;
  readonly subjectId: ActorId;
  readonly branchId: BranchId | undefined;
  readonly amount: number;
  readonly payload: ApprovalPayload;
  readonly subjectName: string;
  readonly details: ApprovalPayload;
  readonly reason: string;
  readonly requestedBy: UserId;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly decidedBy: UserId | undefined;
  readonly decidedAt: number | undefined;
  readonly note: string | undefined;
  readonly endedAt: number | undefined;
  readonly outcome: string | undefined;
}
