import { z } from 'zod';
import { Instant } from '../values/time.ts';
import { NewPassword } from './passwordPolicy.ts';
import { Email } from './setup.ts';
import { PersonName } from './users.ts';

/**
 * What stands behind `#` of `/join#…`, `/reset#…` and `/confirm-email#…`: once for one person. It is sent in bodies only,
 * so that it stands in no log.
 */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'Not a link of this product.');

export const LinkKind = z.enum(['invitation', 'reset', 'email']);
export type LinkKind = z.infer<typeof LinkKind>;

/** `POST /api/links/look` (public): what the link is for, before anything is typed. 404 `link/invalid` when it is used, expired or wrong. */
export const LookAtLink = z.object({ token: LinkToken });
export type LookAtLink = z.infer<typeof LookAtLink>;

export const LinkView = z.object({
  kind: LinkKind,
  tenantName: z.string(),
  /** The login name it leads to. */
  email: z.string(),
  name: z.string(),
  expiresAt: Instant,
});
export type LinkView = z.infer<typeof LinkView>;

/** `POST /api/links/join` (public): 201, then log in. */
export const AcceptInvitation = z.object({ token: LinkToken, name: PersonName, password: NewPassword });
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

/** `POST /api/links/reset` (public): 204; every session of the person has ended. */
export const UseReset = z.object({ token: LinkToken, password: NewPassword });
export type UseReset = z.infer<typeof UseReset>;

/** `POST /api/links/email` (public): 204; from now on the new address logs in. */
export const ConfirmEmail = z.object({ token: LinkToken });
export type ConfirmEmail = z.infer<typeof ConfirmEmail>;

/** `POST /api/password-resets` (public): always 202 and the same answer, whether or not there is such a person. */
export const RequestReset = z.object({ email: Email });
export type RequestReset = z.infer<typeof RequestReset>;

/** `GET /api/password-resets` (public): whether a link can be mailed at all; otherwise an administrator has to give one. */
export const ResetOffer = z.object({ byMail: z.boolean() });
export type ResetOffer = z.infer<typeof ResetOffer>;
