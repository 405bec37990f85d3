import { sql } from 'slonik';
import { z } from 'zod';
import { Policies } from '#shared/tenant/company.ts';
import { notifySessionChange } from '../platform/auth/sessionChangeStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { TenantRefusal } from './tenantRefusal.ts';

const StoredCompany = z.object({
  name: z.string(),
  slug: z.string(),
  country: z.string(),
  currency: z.string(),
  currencyFixed: z.boolean(),
  timeZone: z.string(),
  policies: Policies,
  suspendedAt: z.number().nullable(),
});
export type StoredCompany = z.infer<typeof StoredCompany>;

export async function readCompany(tx: TenantTx): Promise<StoredCompany> {
  return await tx.one(sql.type(StoredCompany)`
    select name, slug, country, currency, currency_fixed_at is not null as "currencyFixed", time_zone as "timeZone", policies,
      suspended_at as "suspendedAt"
    from tenant`);
}

/** Screens show the new name and currency at once: everybody's sessions are looked at again. */
export async function setCompany(
  tx: TenantTx,
  { name, country, currency, timeZone }: Pick<StoredCompany, 'name' | 'country' | 'currency' | 'timeZone'>,
): Promise<void> {
  const { rowCount } = await tx.query(sql.unsafe`
    update tenant set name = ${name}, country = ${country}, currency = ${currency}, time_zone = ${timeZone}
    where currency_fixed_at is null or currency = ${currency}`);
  if (rowCount === 0) throw new TenantRefusal('company/currency-fixed');
  await tx.query(notifySessionChange({ tenant: tx.tenant }));
}

export async function setPolicies(tx: TenantTx, policies: Policies): Promise<void> {
  await tx.query(sql.unsafe`update tenant set policies = ${sql.jsonb(policies)}`);
}

/** Nobody of a suspended company comes in, and open screens close; its equipment is watched on. `at` undefined: resumed. */
export async function setSuspended(tx: TenantTx, at: number | undefined): Promise<void> {
  const stamp = at === undefined ? null : sql.timestamp(new Date(at));
  await tx.query(sql.unsafe`update tenant set suspended_at = ${stamp}`);
  await tx.query(notifySessionChange({ tenant: tx.tenant, reason: 'disabled' }));
}
