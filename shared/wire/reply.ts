import { z } from 'zod';

/**
 * The answer to a command. A refusal is a value, not an exception: `code` is from the noun's `errors.ts` or
 * from {@link SystemRefusalCode}, `message` is for a person, `details` are facts a screen may use
 * (for example who holds the claim).
 */
export const Refusal = z.object({
  ok: z.literal(false),
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.json()).optional(),
});
export type Refusal = z.infer<typeof Refusal>;

export const Accepted = z.object({
  ok: z.literal(true),
  /** Version of the actor after the command; unchanged when the command changed nothing. */
  version: z.int().min(0),
});
export type Accepted = z.infer<typeof Accepted>;

export const Reply = z.discriminatedUnion('ok', [Accepted, Refusal]);
export type Reply = z.infer<typeof Reply>;
