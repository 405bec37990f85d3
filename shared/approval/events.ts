import { z } from 'zod';
import { Permission } from '../tenant/permissions.ts';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { ApprovalAct, ApprovalPayload } from './values.ts';

/** Facts about a request. Who did it and when are columns of the event record, not data. */
export const ApprovalEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('approval.requested'),
    act: ApprovalAct,
    permission: Permission,
    subjectKind: z.string(),
    subjectId: ActorId,
    branchId: BranchId.optional(),
    amount: z.int(),
    payload: ApprovalPayload,
    reason: z.string(),
    expiresAt: Instant,
  }),
  z.object({ type: z.literal('approval.approved'), requestedBy: UserId, note: z.string().optional() }),
  z.object({ type: z.literal('approval.declined'), requestedBy: UserId, note: z.string().optional() }),
  z.object({ type: z.literal('approval.withdrawn') }),
  z.object({ type: z.literal('approval.expired') }),
  z.object({ type: z.literal('approval.carriedOut'), act: ApprovalAct, outcome: z.string().optional() }),
  z.object({ type: z.literal('approval.failed'), act: ApprovalAct, outcome: z.string() }),
]);
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

/** Present version of each event's shape. */
export const APPROVAL_EVENT_VERSIONS = {
  'approval.requested': 1,
  'approval.approved': 1,
  'approval.declined': 1,
  'approval.withdrawn': 1,
  'approval.expired': 1,
  'approval.carriedOut': 1,
  'approval.failed': 1,
} as const satisfies Record<ApprovalEvent['type'], number>;
