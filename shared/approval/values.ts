import { z } from 'zod';

/** What is asked for: `noun.verb`, as the feature that carries it out registered it. */
export const ApprovalAct = z
  .string()
  .regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/)
  .max(60);
export type ApprovalAct = z.infer<typeof ApprovalAct>;

/**
 * requested: waits for a second person · approved: about to be carried out · declined, expired, withdrawn: nothing
 * happened · carriedOut · failed: approved, but it could not be done any more
 */
export const ApprovalState = z.enum([
  'requested',
  'approved',
  'declined',
  'expired',
  'withdrawn',
  'carriedOut',
  'failed',
]);
export type ApprovalState = z.infer<typeof ApprovalState>;

/** How the act is to be done, for its handler; never secrets, and nothing about persons but ids. */
export const ApprovalPayload = z.record(z.string().max(60), z.json());
export type ApprovalPayload = z.infer<typeof ApprovalPayload>;

/** A request nobody decides on is over after three days, unless its act says otherwise. */
export const APPROVAL_LASTS_MS = 3 * 24 * 3_600_000;
export const LONGEST_APPROVAL_MS = 30 * 24 * 3_600_000;
