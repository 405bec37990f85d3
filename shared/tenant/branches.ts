import { z } from 'zod';
import { BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { TimeZone } from './setup.ts';

export const BranchName = z.string().trim().min(1, 'Give it a name.').max(60, 'At most 60 characters.');

/** One of `GET /api/branches` (any session; only the asker's branches): by name, archived ones last. */
export const BranchView = z.object({
  id: BranchId,
  name: z.string(),
  timeZone: z.string(),
  createdAt: Instant,
  archivedAt: Instant.optional(),
  /** People who may work in this branch and not in all. */
  users: z.int(),
});
export type BranchView = z.infer<typeof BranchView>;

export const BranchList = z.object({ branches: z.array(BranchView) });
export type BranchList = z.infer<typeof BranchList>;

/** `POST /api/branches` (permission `branch.manage`, all branches): 201 with {@link BranchView}. */
export const CreateBranch = z.object({ name: BranchName, timeZone: TimeZone });
export type CreateBranch = z.infer<typeof CreateBranch>;

/** `PUT /api/branches/:id` (permission `branch.manage`, within the own branches): 204. */
export const ChangeBranch = CreateBranch;
export type ChangeBranch = z.infer<typeof ChangeBranch>;

/** What is still in a branch that should be archived; stands in `errors` of the refusal `branch/not-empty`, `path` being the kind. */
export const BranchContent = z.object({ kind: z.string(), count: z.int() });
export type BranchContent = z.infer<typeof BranchContent>;

// `POST /api/branches/:id/archive` and `/restore`: 204.
