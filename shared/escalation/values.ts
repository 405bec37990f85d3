import { z } from 'zod';

/**
 * waiting: for its next step · held: the alarm is shelved · ended: somebody has taken notice, the cause is gone,
 * or nothing was left to do
 */
export const EscalationState = z.enum(['waiting', 'held', 'ended']);
export type EscalationState = z.infer<typeof EscalationState>;

export const EscalationEnd = z.enum([
  'acknowledged',
  'claimed',
  'cleared',
  /** The alarm’s severity or branch is not escalated any more. */
  'notCovered',
  'roundsDone',
]);
export type EscalationEnd = z.infer<typeof EscalationEnd>;
