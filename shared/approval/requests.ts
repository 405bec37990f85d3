import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

/** The answer 202 of any route whose act has been put to a second person; follow it in the view `approvals`. */
export const ApprovalNeeded = z.object({ approvalId: ActorId });
export type ApprovalNeeded = z.infer<typeof ApprovalNeeded>;

/** `POST /api/approvals/:id/approve` and `/decline` (permission `approval.decide`): 204. */
export const DecideApproval = z.object({ note: z.string().trim().max(500).optional() }).nullish();
export type DecideApproval = z.infer<typeof DecideApproval>;

// `POST /api/approvals/:id/withdraw`: 204, by who asked.
