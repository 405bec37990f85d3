import { z } from 'zod';
import { Reason } from '../tenant/administration.ts';
import { Permission } from '../tenant/permissions.ts';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { ApprovalAct, ApprovalPayload } from './values.ts';

/** Everything the actor understands. People reach it through the routes of shared/approval/requests.ts. */
export const ApprovalCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('approval.request'),
    act: ApprovalAct,
    /** What somebody needs to do the act, and to decide on it. */
    permission: Permission,
    /** What it is done to. */
    subjectKind: z.string().max(40),
    subjectId: ActorId,
    branchId: BranchId.optional(),
    amount: z.int().min(1).default(1),
    payload: ApprovalPayload,
    /** What it is done to and what would change, in words; kept beside the log, because it may name people. */
    subjectName: z.string().max(200),
    details: ApprovalPayload,
    reason: Reason,
    expiresAt: Instant,
  }),
  z.object({ type: z.literal('approval.approve'), note: z.string().trim().max(500).optional() }),
  z.object({ type: z.literal('approval.decline'), note: z.string().trim().max(500).optional() }),
  z.object({ type: z.literal('approval.withdraw') }),
  /** From the machinery that carried it out. */
  z.object({ type: z.literal('approval.complete'), outcome: z.string().max(500).optional() }),
  z.object({ type: z.literal('approval.fail'), outcome: z.string().max(500) }),
  z.object({ type: z.literal('approval.expiryDue'), due: Instant }),
]);
export type ApprovalCommand = z.infer<typeof ApprovalCommand>;
