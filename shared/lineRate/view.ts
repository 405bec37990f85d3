import { z } from 'zod';
import { Instant } from '../values/time.ts';

/**
 * The one row `rate` of view `subscription.rate`, each second while somebody looks. live: as its router says · starting: it
 * is asked · offline: no session now · unseen: a line without RADIUS, of which nobody knows where it is in · unmeasured: the
 * router does not count this kind of session by itself · unreached: the router does not answer
 */
export const LineRate = z.object({
  state: z.enum(['live', 'starting', 'offline', 'unseen', 'unmeasured', 'unreached']),
  at: Instant.optional(),
  downBps: z.number().optional(),
  upBps: z.number().optional(),
  nasName: z.string().optional(),
});
export type LineRate = z.infer<typeof LineRate>;
