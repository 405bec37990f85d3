import { z } from 'zod';

/** How a username becomes what is compared; of a company. Old systems ignored case, so that is what is done unless told. */
export const UsernameRules = z.object({
  caseSensitive: z.boolean().default(false),
  /** keep: part of the name · strip: what stands behind the last `@` is no part of it */
  realm: z.enum(['keep', 'strip']).default('keep'),
});
export type UsernameRules = z.infer<typeof UsernameRules>;

/** `POST /api/subscription-rules/preview` (permission tenant.manage): what rules would come to. */
export const UsernameRulesPreview = z.object({
  /** Lines whose names would be compared as something else. */
  changed: z.int(),
  collisions: z.int(),
  /** The first of them: two names that would be the same. */
  pairs: z.array(z.object({ one: z.string(), other: z.string() })).max(20),
});
export type UsernameRulesPreview = z.infer<typeof UsernameRulesPreview>;

export const defaultUsernameRules: UsernameRules = { caseSensitive: false, realm: 'keep' };

/** Two names with the same key are the same user. White space around a name is never part of it. */
export function usernameKey(username: string, { caseSensitive, realm }: UsernameRules): string {
  const trimmed = username.trim();
  const at = trimmed.lastIndexOf('@');
  const name = realm === 'strip' && at > 0 ? trimmed.slice(0, at) : trimmed;
  return caseSensitive ? name : name.toLowerCase();
}
