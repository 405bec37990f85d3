import { z } from 'zod';
import { Permission } from '../tenant/permissions.ts';
import { BranchId, UserId } from '../values/ids.ts';

/**
 * `GET /api/reports/limited-acts` (permission `audit.view`): what each employee did of acts that are limited or needed
 * approval. `day` is a calendar day in the zone of `branchId`, or of the company when that is left out.
 */
export const LimitedActsQuery = z.object({
  day: z.iso.date('A day, as in 2026-11-21.'),
  branchId: BranchId.optional(),
});
export type LimitedActsQuery = z.infer<typeof LimitedActsQuery>;

export const LimitedActsRow = z.object({
  userId: UserId,
  userName: z.string(),
  act: Permission,
  /** Times and amount within the limit, without asking. */
  times: z.int(),
  amount: z.int(),
  /** Times and amount beyond it, after approval. */
  approvedTimes: z.int(),
  approvedAmount: z.int(),
  /** Asked that day, and declined, withdrawn or expired. */
  refused: z.int(),
  /** Asked that day and still open. */
  waiting: z.int(),
});
export type LimitedActsRow = z.infer<typeof LimitedActsRow>;

export const LimitedActsReport = z.object({
  day: z.string(),
  timeZone: z.string(),
  rows: z.array(LimitedActsRow),
});
export type LimitedActsReport = z.infer<typeof LimitedActsReport>;
