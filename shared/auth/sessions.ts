import { z } from 'zod';
import { Instant } from '../values/time.ts';

/** One entry of `GET /api/session/sessions` (own) and of `GET /api/users/:id/sessions`. */
export const SessionEntry = z.object({
  id: z.uuid(),
  /** As in `Firefox on Windows`; empty when unknown. */
  device: z.string(),
  address: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  /** The session that asks. */
  current: z.boolean(),
});
export type SessionEntry = z.infer<typeof SessionEntry>;

/** How many sessions ended. */
export const SessionsEnded = z.object({ ended: z.int() });
export type SessionsEnded = z.infer<typeof SessionsEnded>;
