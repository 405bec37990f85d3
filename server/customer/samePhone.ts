import type { SamePhone } from '#shared/customer/list.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { parsePhoneNumber } from '../platform/phone/phoneNumber.ts';
import { customersWithKeys } from '../platform/search/searchKeyStore.ts';
import { companyCountry, customersOf } from './customerStore.ts';
import type { CustomerScope } from './storedCustomer.ts';

/** Who of the scope has a number, however it was typed; nobody for what is no number. */
export async function withSamePhone(tx: TenantTx, scope: CustomerScope, typed: string): Promise<SamePhone> {
  const phone = parsePhoneNumber(typed, await companyCountry(tx));
  if (!phone) return [];
  const search = { terms: [[phone.e164.slice(1)]] };
  const found = await customersOf(tx, await customersWithKeys(tx, { search, exactly: [], scope, limit: 20 }));
  return found
    .filter(({ phones, archivedAt }) => archivedAt === null && phones.includes(phone.e164))
    .map(({ id, number, name }) => ({ id, number, name }));
}
