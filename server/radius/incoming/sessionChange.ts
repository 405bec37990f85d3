import { z } from 'zod';
import { ActorId } from '#shared/values/ids.ts';

/** What is asked of the router that a session is on; the input of intents `session.coa` and `session.disconnect`. */
export const SessionChange = z.object({
  nasId: ActorId,
  acctSessionId: z.string().min(1).max(253),
  startedAt: z.number(),
  username: z.string().max(253).optional(),
  ipv4: z.string().max(15).optional(),
  subscriptionId: z.string().max(64),
  /** Of the policy that the session is to be brought to. */
  version: z.int().min(0),
  /** Attributes of the CoA beside those that name the session, in base64. Absent: Disconnect. */
  changes: z.base64().max(5_400).optional(),
  /** Bits per second as a read-back has to find them; absent: not limited, or not changed. */
  rates: z.object({ downBps: z.number(), upBps: z.number() }).optional(),
  /** in: the session comes into the walled garden · out: it has no business there, and may be in it still */
  garden: z.enum(['in', 'out']).optional(),
  /** For people: why. */
  why: z.string().max(300),
});
export type SessionChange = z.infer<typeof SessionChange>;

/** The same session has the same key, whatever is asked of it. */
export function sessionKey({
  nasId,
  acctSessionId,
  startedAt,
}: Pick<SessionChange, 'nasId' | 'acctSessionId' | 'startedAt'>): string {
  return `${nasId}/${acctSessionId}/${startedAt}`;
}
