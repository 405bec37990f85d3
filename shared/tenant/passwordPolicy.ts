import { z } from 'zod';

/** Length is what counts (NIST SP 800-63B); that it is not the account's e-mail is checked where both are known. */
export const NewPassword = z.string().min(12, 'At least 12 characters.').max(200, 'At most 200 characters.');
export type NewPassword = z.infer<typeof NewPassword>;

/** Whether a password is nothing but the e-mail, or the part before the @. */
export function repeatsEmail(password: string, email: string): boolean {
  const plain = password.trim().toLowerCase();
  return plain === email.toLowerCase() || plain === email.toLowerCase().split('@')[0];
}
