import { parsePhoneNumber } from '../platform/phone/phoneNumber.ts';
import { codeKeys, labelKey, nameKeys, numberKeys, phoneKeys } from '../platform/search/searchKeys.ts';
import type { SearchObject } from '../platform/search/searchKeyStore.ts';
import { foldText } from '../platform/search/searchText.ts';
import type { StoredCustomer } from './storedCustomer.ts';

export const CUSTOMER = 'customer';
export const NUMBER_PREFIX = 'C-';

/** By what a customer is found. */
export function customerSearchObject(customer: StoredCustomer): SearchObject {
  const { id, branchId, name, phones, number, code, email, labels } = customer;
  return {
    kind: CUSTOMER,
    id,
    customerId: id,
    branchId: branchId ?? undefined,
    keys: [
      ...nameKeys(name),
      // Already E.164, so the country does not matter.
      ...phones.flatMap((phone) => phoneKeys(phone, parsePhoneNumber(phone, '')?.national)),
      ...numberKeys(NUMBER_PREFIX, number),
      ...(code === null ? [] : codeKeys(code)),
      ...(email === null ? [] : [foldText(email).slice(0, 80)]),
      ...labels.map(labelKey),
    ],
  };
}
