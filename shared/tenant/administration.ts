import { z } from 'zod';
import { BranchId } from '../values/ids.ts';
import { Permission } from './permissions.ts';

export const RoleId = z
  .uuid()
  .transform((text) => text.toLowerCase())
  .pipe(z.string().brand<'RoleId'>());
export type RoleId = z.infer<typeof RoleId>;

/** Why something is done; required where a second person has to approve. */
export const Reason = z.string().trim().min(3, 'Say why.').max(500, 'At most 500 characters.');

/** All branches, or at least one. */
export const Branches = z.union([z.literal('all'), z.array(BranchId).min(1, 'Choose at least one.').max(1_000)]);
export type Branches = z.infer<typeof Branches>;

/** `POST /api/users/:id/role`: 204, or 202 with ApprovalNeeded. */
export const ChangeRole = z.object({ roleId: RoleId, reason: Reason.optional() });
export type ChangeRole = z.infer<typeof ChangeRole>;

/** `PUT /api/users/:id/branches`: 204. */
export const ChangeBranches = z.object({ branches: Branches });
export type ChangeBranches = z.infer<typeof ChangeBranches>;

/** `PUT /api/roles/:id/permissions`: 204, or 202 with ApprovalNeeded. */
export const ChangePermissions = z.object({ permissions: z.array(Permission).max(200), reason: Reason.optional() });
export type ChangePermissions = z.infer<typeof ChangePermissions>;
