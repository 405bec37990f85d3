import { labelledPage, writeCustomerLabels } from '#server/customer/customerLabelStore.ts';
import * as customers from '#server/customer/customerStore.ts';
import * as documents from '#server/customer/documentStore.ts';
import type { CustomerFields } from '#server/customer/storedCustomer.ts';
import * as pools from '#server/ipPool/ipPoolStore.ts';
import type { IpPoolFields } from '#server/ipPool/storedIpPool.ts';
import * as packages from '#server/package/packageStore.ts';
import type { PackageFields } from '#server/package/storedPackage.ts';
import { takeNumbers } from '#server/platform/numbers/numberStore.ts';
import { parseKeySearch } from '#server/platform/search/keySearch.ts';
import * as keys from '#server/platform/search/searchKeyStore.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { Pick } from './pick.ts';
import { inClient, inTx, type StoreCase } from './storeCase.ts';

const newId = (pick: Pick): ActorId => ActorId.parse(pick.id());

const customer = (pick: Pick): CustomerFields => ({
  code: pick.number(12) === 0 ? `${pick.ownMark()}code-${pick.number(20)}` : null,
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

const pool = (pick: Pick): IpPoolFields => ({
  name: `${pick.ownMark()}pool-${pick.id()}`,
  family: 4,
  kind: 'server',
  purpose: 'subscribers',
  routerPool: null,
  ranges: [`172.16.${pick.number(200)}.0/28`],
  delegatedLength: null,
  nasIds: pick.one([[], [pick.actor()]]),
  holdSeconds: 60,
  notes: `${pick.ownMark()}notes`,
});

const bought = (pick: Pick): PackageFields => ({
  name: `${pick.ownMark()}package-${pick.id()}`,
  description: `${pick.ownMark()}description`,
  accessTypes: ['pppoe'],
  downBps: 20_000_000,
  upBps: 5_000_000,
  burst: null,
  limitAt: pick.one([null, { downBps: 1_000_000, upBps: 1_000_000 }]),
  priority: 8,
  profiles: [],
  quotaBytes: null,
  quotaCounts: 'total',
  fup: null,
  cycle: { unit: 'month', count: 1 },
  sessions: 1,
  sessionPolicy: 'newestWins',
  poolId: pick.one([null, pick.actor()]),
  ipv6PoolId: null,
  addressList: null,
  routerProfile: null,
  idleTimeoutS: null,
  interimS: 300,
  graceMs: 0,
  onExpiry: 'walledGarden',
  priceMinor: 100_000,
  currency: 'KES',
});

/** Of customers, packages and pools, and of the keys they are found by. */
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
  'server/customer/customerStore.ts#insertCustomers': inTx((tx, pick) =>
    customers.insertCustomers(
      tx,
      [{ id: newId(pick), number: 100_000 + pick.number(1_000_000), fields: customer(pick) }],
      pick.at(),
    ),
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
  'server/customer/customerLabelStore.ts#writeCustomerLabels': inTx((tx, pick) =>
    writeCustomerLabels(tx, pick.actors()),
  ),
  'server/customer/customerLabelStore.ts#labelledPage': inTx((tx, pick) => {
    const sort = pick.one(['name', 'number', 'newest'] as const);
    return labelledPage(tx, {
      labels: pick.one([['label'], ['label', 'other']]),
      branches: pick.one([[], [pick.branch()]]),
      kind: pick.one([undefined, 'person']),
      ...{ sort, limit: 1 + pick.number(5), scope: pick.branches() },
      after: pick.one([undefined, { value: sort === 'name' ? 'mark' : pick.at(), id: pick.actor() }]),
    });
  }),
  'server/customer/customerStore.ts#customerPage': inTx((tx, pick) => {
    const sort = pick.one(['name', 'number', 'newest'] as const);
    return customers.customerPage(tx, {
      among: pick.one([undefined, pick.actors()]),
      branches: pick.one([[], [pick.branch()], [pick.branch(), pick.branch()]]),
      labels: pick.one([[], ['label']]),
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
  'server/ipPool/ipPoolStore.ts#listIpPools': inTx((tx, pick) => pools.listIpPools(tx, pick.one([true, false]))),
  'server/ipPool/ipPoolStore.ts#findIpPool': inTx((tx, pick) => pools.findIpPool(tx, pick.actor())),
  'server/ipPool/ipPoolStore.ts#lockIpPool': inTx((tx, pick) => pools.lockIpPool(tx, pick.actor())),
  'server/ipPool/ipPoolStore.ts#insertIpPool': inTx((tx, pick) =>
    pools.insertIpPool(tx, newId(pick), 1_000_000 + pick.number(1_000_000_000), pool(pick), pick.at()),
  ),
  'server/ipPool/ipPoolStore.ts#updateIpPool': inTx((tx, pick) =>
    pools.updateIpPool(tx, pick.actor(), pool(pick), pick.at()),
  ),
  'server/ipPool/ipPoolStore.ts#setIpPoolArchived': inTx((tx, pick) =>
    pools.setIpPoolArchived(tx, pick.actor(), pick.one([undefined, pick.at()]), pick.at()),
  ),
  'server/ipPool/ipPoolStore.ts#writeIpPoolPlaces': inTx((tx, pick) =>
    pools.writeIpPoolPlaces(tx, pick.actor(), pool(pick), pick.one([true, false])),
  ),
  'server/ipPool/ipPoolStore.ts#overlappingPools': inTx((tx, pick) =>
    pools.overlappingPools(tx, pick.actor(), { ranges: ['10.0.0.0/8'], nasIds: pick.actors() }),
  ),
  'server/package/packageStore.ts#listPackages': inTx((tx, pick) => packages.listPackages(tx, pick.one([true, false]))),
  'server/package/packageStore.ts#findPackage': inTx((tx, pick) => packages.findPackage(tx, pick.actor())),
  'server/package/packageStore.ts#lockPackage': inTx((tx, pick) => packages.lockPackage(tx, pick.actor())),
  'server/package/packageStore.ts#insertPackage': inTx((tx, pick) =>
    packages.insertPackage(tx, newId(pick), bought(pick), pick.at()),
  ),
  'server/package/packageStore.ts#updatePackage': inTx((tx, pick) =>
    packages.updatePackage(tx, pick.actor(), bought(pick), pick.at()),
  ),
  'server/package/packageStore.ts#setPackageArchived': inTx((tx, pick) =>
    packages.setPackageArchived(tx, pick.actor(), pick.one([undefined, pick.at()]), pick.at()),
  ),
  'server/package/packageStore.ts#familyOfPool': inTx((tx, pick) => packages.familyOfPool(tx, pick.actor())),
  'server/package/packageStore.ts#routerPoolsOf': inTx((tx, pick) => packages.routerPoolsOf(tx, pick.actors())),
  'server/package/packageStore.ts#companyCurrency': inTx((tx) => packages.companyCurrency(tx)),
};
