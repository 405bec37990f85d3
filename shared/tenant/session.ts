import { z } from 'zod';
import { BranchId, TenantId, UserId } from '../values/ids.ts';
import { Permission } from './permissions.ts';

/** Who is logged in, as the client may know it (`GET /api/session`). */
export const SessionView = z.object({
  /** `wall`: a screen that came through a wall link; it may only look, and `userId` is the link's. */
  kind: z.enum(['person', 'wall']).default('person'),
  userId: UserId,
  userName: z.string(),
  email: z.string(),
  roleName: z.string(),
  tenantId: TenantId,
  tenantName: z.string(),
  country: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  permissions: z.array(Permission),
  /** Empty: all branches. */
  branches: z.array(z.object({ id: BranchId, name: z.string(), timeZone: z.string() })),
  csrfToken: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

export const LoginRequest = z.object({
  email: z.string().trim().toLowerCase().max(200),
  password: z.string().min(1).max(200),
});
export type LoginRequest = z.infer<typeof LoginRequest>;

/** Shown on the login page while the lab runs, and only then. */
export const DemoLogin = z.object({
  tenantName: z.string(),
  userName: z.string(),
  roleName: z.string(),
  email: z.string(),
  password: z.string(),
});
export type DemoLogin = z.infer<typeof DemoLogin>;
