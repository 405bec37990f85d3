import { z } from 'zod';

export const CustomerKind = z.enum(['person', 'company']);
export type CustomerKind = z.infer<typeof CustomerKind>;

export const CustomerName = z.string().trim().min(1, 'Give a name.').max(200);

/** As typed: with + and country code, or as people dial it in the company's country. Kept as E.164. */
export const PhoneTyped = z.string().trim().min(3, 'Too short for a phone number.').max(40);

/** `vip`, `fibre-east`: lower case, so that `VIP` and `vip` are one. */
export const CustomerLabel = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(40)
  .regex(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ._/-]*$/u, 'Letters, digits, spaces and . _ / - only.');

/** A customer's number as people say it. */
export function formatCustomerNumber(number: number): string {
  return `C-${number}`;
}
