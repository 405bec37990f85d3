import type { PoolClient } from 'pg';
import * as customers from '#server/customer/customerStore.ts';
import * as documents from '#server/customer/documentStore.ts';
import type { CustomerFields } from '#server/customer/storedCustomer.ts';
import type { TenantTx } from '#server/platform/db/transaction.ts';
import { takeNumbers } from '#server/platform/numbers/numberStore.ts';
import { parseKeySearch } from '#server/platform/search/keySearch.ts';
import * as keys from '#server/platform/search/searchKeyStore.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { Pick } from './pick.ts';
import type { StoreCase } from './storeCases.ts';

const inTx = (call: (tx: TenantTx, pick: Pick) => Promise<unknown>): StoreCase => ({ kind: 'tenantTx', call });
const inClient = (call: (client: PoolClient, tenant: TenantId, pick: Pick) => Promise<unknown>): StoreCase => ({
  kind: 'client',
  call,
});
const newId = (pick: Pick): ActorId => ActorId.parse(pick.id());

const customer = (pick: Pick): CustomerFields => ({
  code: pick.number(3) === 0 ? `${pick.ownMark()}code-${pick.number(20)}` : null,
  kind: pick.one(['person', 'company']),
  name: `${pick.ownMark()}name`,
  phones: [`${pick.ownMark()}phone`],
  email: null,
  address: `${pick.ownMark()}address`,
  latitude: null,
  longitude: null,
  branchId: pick.one([null, pick.branch()]),
  labels: [`${pick.ownMark()}label`],
  notes: `${pick.ownMark()}notes`,
});

const searched = (pick: Pick): ReturnType<typeof parseKeySearch> =>
  parseKeySearch(pick.one(['', 'customer', 'mark', `${pick.mark()}customer cust`]));

const searchObjects = (pick: Pick): keys.SearchObject[] =>
  pick.actors().map((id) => ({
    kind: 'customer',
    id,
    customerId: pick.one([undefined, id, pick.actor()]),
    branchId: pick.one([undefined, pick.branch()]),
    keys: [`${pick.ownMark()}key`, `key${pick.number(9)}`],
  }));

/** Of customers, their documents and the keys they are found by. */
export const customerStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/platform/numbers/numberStore.ts#takeNumbers': inTx((tx, pick) =>
    takeNumbers(tx, pick.one(['customer', 'other']), 1 + pick.number(5)),
  ),
  'server/platform/search/searchKeyStore.ts#replaceSearchKeys': inClient((client, tenant, pick) =>
    keys.replaceSearchKeys(client, tenant, searchObjects(pick)),
  ),
  'server/platform/search/searchKeyStore.ts#writeSearchKeys': inTx((tx, pick) =>
    keys.writeSearchKeys(tx, searchObjects(pick)),
  ),
  'server/platform/search/searchKeyStore.ts#objectsWithKeys': inTx((tx, pick) =>
    keys.objectsWithKeys(tx, { kind: 'customer', search: searched(pick), scope: pick.branches(), limit: 5 }),
  ),
  ...Object.fromEntries(
    ['leadsTo', 'hasKeys'].map((name): [string, StoreCase] => [
      `server/platform/search/searchKeyStore.ts#${name}`,
      { kind: 'apart', because: 'a condition in statements of other functions, which are called with it' },
    ]),
  ),
  'server/platform/search/searchKeyStore.ts#keysInUse': inTx((tx, pick) =>
    keys.keysInUse(tx, pick.one(['#', 'c', 'mark']), 5),
  ),
  'server/platform/search/searchKeyStore.ts#customersWithKeys': inTx((tx, pick) =>
    keys.customersWithKeys(tx, {
      search: searched(pick),
      exactly: pick.one([[], ['#label']]),
      scope: pick.branches(),
      limit: 5,
    }),
  ),
  'server/customer/customerStore.ts#findCustomer': inTx((tx, pick) =>
    customers.findCustomer(tx, pick.actor(), pick.branches()),
  ),
  'server/customer/customerStore.ts#lockCustomer': inTx((tx, pick) =>
    customers.lockCustomer(tx, pick.actor(), pick.branches()),
  ),
  'server/customer/customerStore.ts#lockCustomers': inTx((tx, pick) =>
    customers.lockCustomers(tx, pick.actors(), pick.branches()),
  ),
  'server/customer/customerStore.ts#customerPage': inTx((tx, pick) => {
    const sort = pick.one(['name', 'number', 'newest'] as const);
    return customers.customerPage(tx, {
      among: pick.one([undefined, pick.actors()]),
      branches: pick.one([[], [pick.branch()], [pick.branch(), pick.branch()]]),
      labelKeys: pick.one([[], ['#label']]),
      kind: pick.one([undefined, 'person']),
      archived: pick.one([true, false]),
      sort,
      limit: 1 + pick.number(5),
      after: pick.one([undefined, { value: sort === 'name' ? 'mark' : pick.at(), id: pick.actor() }]),
      scope: pick.branches(),
    });
  }),
  'server/customer/customerStore.ts#customersOf': inTx((tx, pick) => customers.customersOf(tx, pick.actors())),
  'server/customer/customerStore.ts#cursorAfter': { kind: 'apart', because: 'asks no database' },
  'server/customer/customerStore.ts#insertCustomer': inTx((tx, pick) =>
    customers.insertCustomer(tx, newId(pick), 2_000 + pick.number(1_000_000), customer(pick), pick.at()),
  ),
  'server/customer/customerStore.ts#updateCustomer': inTx((tx, pick) =>
    customers.updateCustomer(tx, pick.actor(), customer(pick), pick.at()),
  ),
  'server/customer/customerStore.ts#setCustomerArchived': inTx((tx, pick) =>
    customers.setCustomerArchived(tx, pick.actor(), pick.one([undefined, pick.at()]), pick.at()),
  ),
  'server/customer/customerStore.ts#countCustomers': inTx((tx, pick) =>
    customers.countCustomers(tx, pick.branches(), pick.at()),
  ),
  'server/customer/customerStore.ts#customerBranchExists': inTx((tx, pick) =>
    customers.customerBranchExists(tx, pick.branch()),
  ),
  'server/customer/customerStore.ts#companyCountry': inTx((tx) => customers.companyCountry(tx)),
  'server/customer/documentStore.ts#listDocuments': inTx((tx, pick) => documents.listDocuments(tx, pick.actor())),
  'server/customer/documentStore.ts#insertDocument': inTx((tx, pick) =>
    documents.insertDocument(tx, {
      id: newId(pick),
      customerId: pick.actor(),
      name: `${pick.ownMark()}document`,
      type: 'image/png',
      content: pick.bytes(),
      sha256: pick.bytes(),
      addedBy: pick.user(),
      addedAt: pick.at(),
    }),
  ),
  'server/customer/documentStore.ts#readDocument': inTx((tx, pick) =>
    documents.readDocument(tx, pick.actor(), pick.actor()),
  ),
  'server/customer/documentStore.ts#deleteDocument': inTx((tx, pick) =>
    documents.deleteDocument(tx, pick.actor(), pick.actor()),
  ),
};
