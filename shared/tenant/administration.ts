import { z } from 'zod';
import { BranchId } from '../values/ids.ts';
import { Permission } from './permissions.ts';

export const RoleId = z
  .uuid()
  .transform((text) => text.toLowerCase())
  .pipe(z.string().brand<'RoleId'>());
export type RoleId = z.infer<typeof RoleId>;

/** `POST /api/users/:id/role` */
export const ChangeRole = z.object({ roleId: RoleId });
export type ChangeRole = z.infer<typeof ChangeRole>;

/** `PUT /api/users/:id/branches`: all branches, or at least one. */
export const ChangeBranches = z.object({ branches: z.union([z.literal('all'), z.array(BranchId).min(1).max(1_000)]) });
export type ChangeBranches = z.infer<typeof ChangeBranches>;

/** `PUT /api/roles/:id/permissions` */
export const ChangePermissions = z.object({ permissions: z.array(Permission) });
export type ChangePermissions = z.infer<typeof ChangePermissions>;
