import { z } from 'zod';
import { Reason } from './administration.ts';
import { Country, Currency, TimeZone } from './setup.ts';

export const Policies = z.object({
  /** Whoever is made an administrator (`user.manage` or `role.manage`) must be approved by a second one. */
  secondPersonForAdministrators: z.boolean().default(false),
});
export type Policies = z.infer<typeof Policies>;

/** `GET /api/company` (any session). */
export const CompanyView = z.object({
  name: z.string(),
  slug: z.string(),
  country: z.string(),
  currency: z.string(),
  /** Money has been booked in it: it can not be changed any more. */
  currencyFixed: z.boolean(),
  timeZone: z.string(),
  policies: Policies,
  /** Whether this installation can send mail; otherwise links are handed over by whoever makes them. */
  mailConfigured: z.boolean(),
});
export type CompanyView = z.infer<typeof CompanyView>;

/** `PUT /api/company` (permission `tenant.manage`, all branches): 204. */
export const ChangeCompany = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(100, 'At most 100 characters.'),
  country: Country,
  currency: Currency,
  timeZone: TimeZone,
});
export type ChangeCompany = z.infer<typeof ChangeCompany>;

/** `PUT /api/company/policies` (permission `tenant.manage`, all branches): 204; giving a protection up may answer 202. */
export const ChangePolicies = z.object({ policies: Policies, reason: Reason.optional() });
export type ChangePolicies = z.infer<typeof ChangePolicies>;
