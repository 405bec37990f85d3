import { z } from 'zod';
import { Instant } from '../values/time.ts';

/** `POST /api/nas/:id/radius/test` (permission `nas.operate`). */
export const AskRadiusTest = z.object({
  /**
   * Ends the session of this user on the router and waits until it is back: the whole way is proven by a real customer.
   * Without it nothing is touched, and what has passed since the router started has to do.
   */
  endSessionOf: z.string().trim().min(1).max(253).optional(),
});
export type AskRadiusTest = z.infer<typeof AskRadiusTest>;

/**
 * Authentication: cameBack · answered: the router counts answers of ours · dropped: asked, but with another secret or
 * malformed · timeouts, badReplies: as the router counts them, and no answer · notSetUp: the router asks somebody else ·
 * noRequest: it has not asked yet · notBack: the session has ended and not come back in time
 */
export const AuthenticationProof = z.enum([
  'cameBack',
  'answered',
  'dropped',
  'timeouts',
  'badReplies',
  'notSetUp',
  'noRequest',
  'notBack',
]);
/** stopped: the end of the session was reported and stored · reported: by open sessions · noReport · notStopped: in time */
export const AccountingProof = z.enum(['stopped', 'reported', 'noReport', 'notStopped']);
/**
 * acked · refused: with a cause, which takes the right secret as well · noAnswer: not let in, switched off, or another secret
 * · serverDown: the RADIUS server does not run
 */
export const CoaProof = z.enum(['acked', 'refused', 'noAnswer', 'serverDown']);

export const ProofResult = z.enum(['working', 'failing', 'unproven']);
export type ProofResult = z.infer<typeof ProofResult>;

/** What the router itself counted of a server since it started. */
export const RadiusCounters = z.object({
  server: z.string(),
  requests: z.int(),
  accepts: z.int(),
  rejects: z.int(),
  resends: z.int(),
  timeouts: z.int(),
  badReplies: z.int(),
});
export type RadiusCounters = z.infer<typeof RadiusCounters>;

export const RadiusTest = z.object({
  at: Instant,
  authentication: z.object({ result: ProofResult, proof: AuthenticationProof }),
  accounting: z.object({ result: ProofResult, proof: AccountingProof }),
  /** `cause`: Error-Cause in words. */
  coa: z.object({ result: ProofResult, proof: CoaProof, cause: z.string().optional() }),
  /** Absent: the router can't be asked now. */
  counters: z.array(RadiusCounters).optional(),
  /** By the RADIUS server, of this router. */
  heardAt: Instant.optional(),
  /** The last report of accounting that was stored. */
  reportedAt: Instant.optional(),
});
export type RadiusTest = z.infer<typeof RadiusTest>;
