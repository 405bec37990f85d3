import { z } from 'zod';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { Reason, RoleId } from './administration.ts';
import { Email } from './setup.ts';

export const PersonName = z.string().trim().min(1, 'Give a name.').max(100, 'At most 100 characters.');

export const UserState = z.enum(['active', 'disabled']);
export type UserState = z.infer<typeof UserState>;

/** `GET /api/users` (permission `user.view`): page by page, in the order of `sort` and then of id. */
export const UserQuery = z.object({
  /** Every word must occur in the name or the e-mail. */
  text: z.string().trim().max(100).default(''),
  roleId: RoleId.optional(),
  branchId: BranchId.optional(),
  state: UserState.optional(),
  sort: z
    .enum(['name', '-name', 'email', '-email', 'lastSeenAt', '-lastSeenAt', 'createdAt', '-createdAt'])
    .default('name'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type UserQuery = z.infer<typeof UserQuery>;

export const UserView = z.object({
  id: UserId,
  name: z.string(),
  email: z.string(),
  role: z.object({ id: RoleId, name: z.string() }),
  /** Empty: all branches. */
  branches: z.array(z.object({ id: BranchId, name: z.string() })),
  state: UserState,
  disabledAt: Instant.optional(),
  createdAt: Instant,
  /** Of the newest session that still stands; absent when there is none. */
  lastSeenAt: Instant.optional(),
  sessions: z.int(),
  hasPassword: z.boolean(),
  administrator: z.boolean(),
  /** Who asks may change this person: within the asker's branches and rights. */
  mayChange: z.boolean(),
});
export type UserView = z.infer<typeof UserView>;

export const UserPage = z.object({ users: z.array(UserView), total: z.int() });
export type UserPage = z.infer<typeof UserPage>;

/**
 * `PUT /api/users/:id` (permission `user.manage`): 204. A changed e-mail ends the person's sessions; for an administrator,
 * under the policy of the second person, it answers 202 with ApprovalNeeded.
 */
export const ChangeUser = z.object({ name: PersonName, email: Email, reason: Reason.optional() });
export type ChangeUser = z.infer<typeof ChangeUser>;

/** `POST /api/users/:id/disable` and `/enable`: 204; enabling an administrator may answer 202. The body may be left out. */
export const DisableUser = z.object({ reason: Reason.optional() }).nullish();
export type DisableUser = z.infer<typeof DisableUser>;

/** `POST /api/users/:id/password-reset`: 200 with {@link IssuedLink}, or 202 with ApprovalNeeded. */
export const IssueReset = z.object({ reason: Reason.optional() }).nullish();
export type IssueReset = z.infer<typeof IssueReset>;

/** A link that was sent, or, where mail is not configured, is handed to the person by whoever asked for it. */
export const IssuedLink = z.object({
  sent: z.boolean(),
  /** Only when it was not sent. Shown once. */
  link: z.string().optional(),
  expiresAt: Instant,
});
export type IssuedLink = z.infer<typeof IssuedLink>;

/** `PUT /api/session/profile`: the own name; 204. */
export const ChangeOwnProfile = z.object({ name: PersonName });
export type ChangeOwnProfile = z.infer<typeof ChangeOwnProfile>;

/** `POST /api/session/email`: sends a link to the new address; 202. Refused where mail is not configured. */
export const ChangeOwnEmail = z.object({ email: Email, password: z.string().min(1).max(200) });
export type ChangeOwnEmail = z.infer<typeof ChangeOwnEmail>;

/** `PUT /api/session/password`: 204; all other sessions of the person end. */
export const ChangeOwnPassword = z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) });
export type ChangeOwnPassword = z.infer<typeof ChangeOwnPassword>;
