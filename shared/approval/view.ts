import { z } from 'zod';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { ApprovalAct, ApprovalState } from './values.ts';

/**
 * `mine`: what the subscriber asked for · `toDecide`: what waits for somebody like the subscriber, own requests left out.
 * Both: what waits, and what ended within the last day; newest first, at most 200.
 */
export const ApprovalFilter = z.enum(['mine', 'toDecide']);
export type ApprovalFilter = z.infer<typeof ApprovalFilter>;

/** One row of the view `approvals`; its id is the request's. */
export const ApprovalRow = z.object({
  id: ActorId,
  state: ApprovalState,
  act: ApprovalAct,
  subjectKind: z.string(),
  subjectId: ActorId,
  /** What it is done to, in words, as it was called when it was asked. */
  subjectName: z.string(),
  branchId: BranchId.optional(),
  amount: z.int(),
  reason: z.string(),
  /** What would change, for whoever decides: label → value. */
  details: z.record(z.string(), z.json()),
  requestedBy: UserId,
  requestedByName: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
  decidedBy: UserId.optional(),
  decidedByName: z.string().optional(),
  decidedAt: Instant.optional(),
  /** Decided and carried out, or over. */
  endedAt: Instant.optional(),
  note: z.string().optional(),
  outcome: z.string().optional(),
});
export type ApprovalRow = z.infer<typeof ApprovalRow>;

/** `GET /api/approvals/history` (permission `approval.decide`): what ended, newest first. */
export const ApprovalHistory = z.object({ rows: z.array(ApprovalRow), next: z.string().optional() });
export type ApprovalHistory = z.infer<typeof ApprovalHistory>;
