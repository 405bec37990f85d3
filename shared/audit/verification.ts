import { z } from 'zod';
import { Instant } from '../values/time.ts';

const Range = z.object({ from: z.int(), to: z.int() });

/** What the seals say of the company's log; see docs/operating.md, verifying. */
export const Verdict = z.object({
  whole: z.boolean(),
  events: z.int(),
  seals: z.int(),
  unsealed: z.int(),
  broken: Range.extend({ breach: z.enum(['altered', 'missing', 'doubled', 'chain', 'head']) }).optional(),
  missing: z.array(Range),
  removed: z.array(Range),
  /** The end of the chain, to be kept elsewhere. */
  head: z.object({ position: z.int(), hash: z.string() }).optional(),
});
export type Verdict = z.infer<typeof Verdict>;

/**
 * `POST /api/audit/verify` (202) begins it, unless it is under way; `GET /api/audit/verify` tells how far it is. The answer
 * stays until the next one begins or the server restarts.
 */
export const Verification = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('waiting'), startedAt: Instant }),
  z.object({ state: z.literal('running'), startedAt: Instant, checked: z.int(), of: z.int() }),
  z.object({ state: z.literal('done'), startedAt: Instant, finishedAt: Instant, verdict: Verdict }),
  z.object({ state: z.literal('failed'), startedAt: Instant, finishedAt: Instant, message: z.string() }),
]);
export type Verification = z.infer<typeof Verification>;
