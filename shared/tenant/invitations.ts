import { z } from 'zod';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { Branches, Reason, RoleId } from './administration.ts';
import { Email } from './setup.ts';
import { IssuedLink, PersonName } from './users.ts';

export const InvitationId = z.uuid().brand<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;

/**
 * `POST /api/invitations` (permission `user.manage`): 201 with {@link CreatedInvitation}; 202 with ApprovalNeeded when it
 * makes an administrator under the policy of the second person.
 */
export const Invite = z.object({
  email: Email,
  name: PersonName,
  roleId: RoleId,
  branches: Branches,
  reason: Reason.optional(),
});
export type Invite = z.infer<typeof Invite>;

/** `expired`: has no link that works and can be sent again · `awaitingApproval`: a second person has to decide first. */
export const InvitationState = z.enum(['pending', 'expired', 'awaitingApproval']);
export type InvitationState = z.infer<typeof InvitationState>;

/** One of `GET /api/invitations` (permission `user.view`): those that stand or have expired, newest first, at most 500. */
export const InvitationView = z.object({
  id: InvitationId,
  email: z.string(),
  name: z.string(),
  role: z.object({ id: RoleId, name: z.string() }),
  /** Empty: all branches. */
  branches: z.array(z.object({ id: BranchId, name: z.string() })),
  state: InvitationState,
  invitedBy: z.object({ id: UserId, name: z.string() }).optional(),
  createdAt: Instant,
  sentAt: Instant,
  expiresAt: Instant,
});
export type InvitationView = z.infer<typeof InvitationView>;

export const InvitationList = z.object({ invitations: z.array(InvitationView) });
export type InvitationList = z.infer<typeof InvitationList>;

/** Also the answer to `POST /api/invitations/:id/resend` (200): the link before is void. */
export const CreatedInvitation = z.object({ id: InvitationId, link: IssuedLink });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

// `POST /api/invitations/:id/withdraw`: 204.
