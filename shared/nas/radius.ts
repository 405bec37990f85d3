import { z } from 'zod';
import { Instant } from '../values/time.ts';
import { RadiusSecret } from './radiusSecret.ts';

/** Whether packets without Message-Authenticator are answered (CVE-2024-3596). learnt: until the first that has one */
export const NasMessageAuthenticator = z.enum(['required', 'accepted', 'learnt']);
export type NasMessageAuthenticator = z.infer<typeof NasMessageAuthenticator>;

/**
 * A session counts one way from its beginning to its end: another way holds for those that begin from so long after it was
 * said on. By then whoever counts has heard of it, whatever the router's clock says.
 */
export const NEXT_SESSIONS_MS = 600_000;

/** `GET /api/nas/:id/radius` */
export const NasRadiusSettings = z.object({
  messageAuthenticator: NasMessageAuthenticator,
  /** Where it listens for CoA and Disconnect; null: as this installation's routers usually do. */
  incomingPort: z.int().min(1).max(65_535).nullable(),
  /** Its accounting says input where it means output; from `NEXT_SESSIONS_MS` after it was said here on. */
  countersReversed: z.boolean(),
  /** The secret before the present one is believed until then. */
  previousUntil: Instant.nullable(),
});
export type NasRadiusSettings = z.infer<typeof NasRadiusSettings>;

/** `PATCH /api/nas/:id/radius`: what is absent stays. */
export const NasRadiusChange = NasRadiusSettings.pick({
  messageAuthenticator: true,
  incomingPort: true,
  countersReversed: true,
}).partial();
export type NasRadiusChange = z.infer<typeof NasRadiusChange>;

/** `POST /api/nas/:id/rotate-radius-secret`: the old secret is believed beside the new one, until the router has the new. */
export const RotateRadiusSecret = z.object({
  /** Absent: one is made, 32 characters. */
  radiusSecret: RadiusSecret.optional(),
  overlapHours: z.int().min(1, 'At least an hour: both sides are never changed at once.').max(720).default(72),
});
export type RotateRadiusSecret = z.infer<typeof RotateRadiusSecret>;

export const RadiusSecretRotated = z.object({ version: z.int(), radiusSecret: z.string(), previousUntil: Instant });
export type RadiusSecretRotated = z.infer<typeof RadiusSecretRotated>;
