import { z } from 'zod';

/**
 * What codes are made of. No alphabet has two signs that look alike in print: no 0 O, 1 I L, and in `letters` no V that
 * could be a U either; digits alone are told apart.
 */
export const voucherAlphabets = {
  mixed: '23456789ABCDEFGHJKMNPQRSTUVWXYZ',
  letters: 'ABCDEFGHJKMNPQRSTUWXYZ',
  digits: '0123456789',
} as const;

export const VoucherAlphabet = z.enum(['mixed', 'letters', 'digits']);
export type VoucherAlphabet = z.infer<typeof VoucherAlphabet>;

/** A code can be guessed at a login page: fewer would be found by trying. */
export const LEAST_CODE_BITS = 40;
export const MOST_PER_BATCH = 50_000;

/** The shortest code (without prefix) that can't be guessed. */
export function leastCodeLength(alphabet: VoucherAlphabet): number {
  return Math.ceil(LEAST_CODE_BITS / Math.log2(voucherAlphabets[alphabet].length));
}

/** unused: never used, may be · active: used, valid · usedUp: its time or volume is over · expired: never used in time · void: taken back */
export const VoucherState = z.enum(['unused', 'active', 'usedUp', 'expired', 'void']);
export type VoucherState = z.infer<typeof VoucherState>;

/** With more devices than allowed: refuse the new one, or end the oldest one's session. */
export const DevicePolicy = z.enum(['refuse', 'newestWins']);
export type DevicePolicy = z.infer<typeof DevicePolicy>;
