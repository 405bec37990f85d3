import { z } from 'zod';
import { Reason } from '../tenant/administration.ts';
import { Instant } from '../values/time.ts';

/** Six digits of the authenticator app, or a recovery code (`xxxxx-xxxxx`); spaces do not matter. */
export const FactorCode = z.object({
  code: z
    .string()
    .max(40)
    .transform((text) => text.replace(/\s+/g, '').toLowerCase())
    .pipe(z.string().regex(/^(\d{6}|[a-z0-9]{5}-?[a-z0-9]{5})$/, 'Six digits, or a recovery code.')),
});
export type FactorCode = z.infer<typeof FactorCode>;

/** A QR code as rows of `1` (dark) and `0`, without the quiet zone of four modules around it. */
export const QrMatrix = z.array(z.string().regex(/^[01]+$/));
export type QrMatrix = z.infer<typeof QrMatrix>;

/** An authenticator app to be confirmed with its first code. Shown once; a new enrolment replaces it. */
export const TotpEnrolment = z.object({
  /** Base32, for who can't scan. */
  secret: z.string(),
  /** `otpauth://…` */
  uri: z.string(),
  qr: QrMatrix,
});
export type TotpEnrolment = z.infer<typeof TotpEnrolment>;

/** Ten, each good once; shown once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const PasskeyName = z.string().trim().min(1, 'Give it a name.').max(60, 'At most 60 characters.');

export const PasskeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.optional(),
  /** Kept in a password manager or account, so it survives the loss of the device. */
  synced: z.boolean(),
});
export type PasskeyView = z.infer<typeof PasskeyView>;

/** `GET /api/session/security`: the second factors of who asks. */
export const SecurityView = z.object({
  /** The role requires a second factor. */
  required: z.boolean(),
  totp: z.object({ since: Instant, recoveryCodesLeft: z.int() }).optional(),
  passkeys: z.array(PasskeyView),
  hasPassword: z.boolean(),
  /** Until when what needs a step-up may be done without another one. */
  steppedUpUntil: Instant.optional(),
});
export type SecurityView = z.infer<typeof SecurityView>;

/** `POST /api/users/:id/second-factor/reset`: 204, or 202 with ApprovalNeeded. */
export const ResetSecondFactor = z.object({ reason: Reason.optional() }).nullish();
export type ResetSecondFactor = z.infer<typeof ResetSecondFactor>;

/** `GET /api/users/:id/security`: what an administrator may know. */
export const UserSecurityView = z.object({
  required: z.boolean(),
  totp: z.boolean(),
  passkeys: z.int(),
  lockedUntil: Instant.optional(),
});
export type UserSecurityView = z.infer<typeof UserSecurityView>;
