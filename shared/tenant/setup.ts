import { z } from 'zod';
import { NewPassword, repeatsEmail } from './passwordPolicy.ts';

/** `GET /api/setup`: whether the installation still waits for its first company and owner. */
export const SetupView = z.object({ needed: z.boolean() });
export type SetupView = z.infer<typeof SetupView>;

/** ISO 3166-1 alpha-2, upper case. */
export const Country = z.string().refine(isCountry, 'Not a country.');
/** ISO 4217, upper case. */
export const Currency = z
  .string()
  .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'Not a currency.');
/** A name of the IANA time zone database. */
export const TimeZone = z.string().max(60).refine(isTimeZone, 'Not a time zone.');
export const Email = z
  .email('Not an e-mail address.')
  .max(200)
  .transform((email) => email.toLowerCase());

const label = z.string().trim().min(1).max(100);

/** `POST /api/setup`: the first company, its first branch and its owner. `token` is from the one-time link. */
export const SetupRequest = z
  .object({
    token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'Not a set-up link.'),
    tenantName: label,
    slug: z.string().regex(/^[a-z0-9-]{2,40}$/, 'Two to forty of a–z, 0–9 and -.'),
    country: Country,
    currency: Currency,
    timeZone: TimeZone,
    branchName: label,
    ownerName: label,
    email: Email,
    password: NewPassword,
  })
  .refine(({ password, email }) => !repeatsEmail(password, email), { path: ['password'], message: 'Not the e-mail.' });
export type SetupRequest = z.infer<typeof SetupRequest>;

function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return false;
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
