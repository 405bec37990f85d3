import { listCustomers } from '#server/customer/customerList.ts';
import { countCustomers, findCustomer } from '#server/customer/customerStore.ts';
import { customerTimeline } from '#server/customer/customerTimeline.ts';
import { parseKeySearch } from '#server/platform/search/keySearch.ts';
import { keysInUse, objectsWithKeys } from '#server/platform/search/searchKeyStore.ts';
import { CustomerPageQuery } from '#shared/customer/list.ts';
import type { BranchId } from '#shared/values/ids.ts';
import type { Ask, ScaleWorld } from './scaleWorld.ts';

const typed = [
  'mwangi',
  'wanjiku kamau',
  'fatima rah',
  '0722 123 456',
  '254711',
  'c-1042',
  'user04123',
  '10.20.30',
  'mo al',
];
export const letters: readonly string[] = typed.flatMap((text) =>
  Array.from(text, (_, end) => text.slice(0, end + 1).trim()).filter((_, end) => end < 3 || end % 4 === 0),
);
const MIDDLE = '0198fa29-0b0d-7b80-828d-000000000001_';

export function customerAsks({
  db: { database },
  tenant,
  names,
  branches,
  customers,
  now,
}: ScaleWorld): readonly Ask[] {
  const page =
    (asked: object, scope: readonly BranchId[] | 'all' = 'all') =>
    (): Promise<unknown> =>
      listCustomers({ database, names }, tenant, scope, CustomerPageQuery.parse(asked));
  const one = branches.slice(0, 1);
  return [
    { name: 'customers, first pages', ways: ['name', 'number', 'newest'].map((sort) => page({ sort })) },
    {
      name: 'customers, deep pages',
      ways: [
        page({ sort: 'name', after: `${MIDDLE}mwangi` }),
        page({ sort: 'number', after: `${MIDDLE}250000` }),
        page({ sort: 'newest', after: `${MIDDLE}${Date.UTC(2025, 5)}` }),
      ],
    },
    {
      name: 'customers, branches, kinds, archived',
      ways: [
        ...branches.map((branch) => page({ branches: [branch] })),
        ...branches.map((branch) => page({ branches: [branch], sort: 'number' })),
        page({ branches: branches.slice(0, 2) }),
        page({ sort: 'newest' }, one),
        page({ kind: 'company' }),
        page({ kind: 'company', sort: 'number' }),
        page({ archived: 'true' }),
      ],
    },
    {
      name: 'customers, labels',
      ways: ['vip', 'fibre', 'rare'].flatMap((label) => [
        page({ labels: [label] }),
        page({ labels: [label], text: 'mwangi' }),
        page({ labels: [label], branches: branches.slice(3, 4) }),
      ]),
    },
    { name: 'customers, search letter by letter', ways: letters.map((text) => page({ text })) },
    { name: 'the same in one branch', ways: letters.map((text) => page({ text }, one)) },
    {
      name: 'search of everything, customers',
      ways: letters.map(
        (text) => () =>
          database.tenantTx(tenant, (tx) =>
            objectsWithKeys(tx, { kind: 'customer', search: parseKeySearch(text), scope: 'all', limit: 6 }),
          ),
      ),
    },
    { name: 'labels in use', ways: [() => database.tenantTx(tenant, (tx) => keysInUse(tx, '#', 50))] },
    {
      name: 'customers, counts',
      ways: [
        () => database.tenantTx(tenant, (tx) => countCustomers(tx, 'all', now - 30 * 86_400_000)),
        () => database.tenantTx(tenant, (tx) => countCustomers(tx, one, now - 30 * 86_400_000)),
      ],
    },
    {
      name: 'a customer and its timeline',
      ways: customers.flatMap((id) => [
        () => database.tenantTx(tenant, (tx) => findCustomer(tx, id, 'all')),
        async () => await customerTimeline(database, await names.namesOf(tenant), tenant, id),
      ]),
    },
  ];
}
