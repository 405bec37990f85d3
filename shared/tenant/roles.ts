import { z } from 'zod';
import { RoleId } from './administration.ts';
import { Limits } from './limits.ts';
import { Permission } from './permissions.ts';

export const RoleName = z.string().trim().min(1, 'Give it a name.').max(60, 'At most 60 characters.');

/** One role of `GET /api/roles` (permission `user.view`), sorted by name. */
export const RoleView = z.object({
  id: RoleId,
  name: z.string(),
  /** Which shipped role it began as; absent for one the company made. */
  shipped: z.string().optional(),
  permissions: z.array(Permission),
  limits: Limits,
  /** Who has it must log in with a second factor. */
  secondFactorRequired: z.boolean(),
  /** People who have it, disabled ones too. */
  users: z.int(),
  /** Invitations that still stand. */
  invitations: z.int(),
});
export type RoleView = z.infer<typeof RoleView>;

export const RoleList = z.object({ roles: z.array(RoleView) });
export type RoleList = z.infer<typeof RoleList>;

/** `POST /api/roles`: a copy of another one under a new name; 201 with {@link RoleView}. Nobody has it, so nothing is approved yet. */
export const CreateRole = z.object({ name: RoleName, copyOf: RoleId });
export type CreateRole = z.infer<typeof CreateRole>;

/** `PUT /api/roles/:id`: name and whether a second factor is required; 204. */
export const ChangeRoleDetails = z.object({ name: RoleName, secondFactorRequired: z.boolean() });
export type ChangeRoleDetails = z.infer<typeof ChangeRoleDetails>;

/** `PUT /api/roles/:id/limits`; 204. Only acts that the role has. */
export const ChangeLimits = z.object({ limits: Limits });
export type ChangeLimits = z.infer<typeof ChangeLimits>;

// `PUT /api/roles/:id/permissions` takes ChangePermissions (administration.ts); 204, or 202 with ApprovalNeeded.
// `DELETE /api/roles/:id`: 204 when nobody has it and no invitation names it.
