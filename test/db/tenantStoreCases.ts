import * as entries from '#server/tenant/alarmSourceStore.ts';
import { listCompanies } from '#server/tenant/companyStore.ts';
import * as demo from '#server/tenant/demoStore.ts';
import { readNames } from '#server/tenant/nameStore.ts';
import * as setup from '#server/tenant/setupStore.ts';
import * as tenants from '#server/tenant/tenantStore.ts';
import * as users from '#server/tenant/userStore.ts';
import { apart, inTx, reads, writes, type StoreCase } from './storeCase.ts';

export const tenantStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/tenant/alarmSourceStore.ts#upsertAlarmSource': inTx((tx, pick) =>
    entries.upsertAlarmSource(
      tx,
      {
        branchName: `${pick.mark()}branch-${pick.number(3)}`,
        name: `${pick.ownMark()}renamed`,
        address: pick.address(),
        hostname: pick.host(),
      },
      pick.at(),
    ),
  ),
  'server/tenant/companyStore.ts#listCompanies': reads('the service goes over all companies', (tx) =>
    listCompanies(tx),
  ),
  'server/tenant/demoStore.ts#findUsers': inTx((tx, pick) =>
    demo.findUsers(tx, [`0@${pick.mark()}.test`, `1@${pick.mark()}.test`]),
  ),
  'server/tenant/demoStore.ts#setMissingPassword': inTx((tx, pick) => demo.setMissingPassword(tx, pick.user(), 'hash')),
  'server/tenant/demoStore.ts#clearPassword': inTx((tx, pick) => demo.clearPassword(tx, pick.user())),
  'server/tenant/nameStore.ts#readNames': inTx((tx) => readNames(tx)),
  'server/tenant/namesChangeStore.ts#notifyNamesChanged': apart('makes a statement and runs none'),
  'server/tenant/setupStore.ts#insertSetupLink': reads('there is no tenant yet', (tx, _pool, pick) =>
    setup.insertSetupLink(tx, pick.bytes(), pick.at(), pick.at()),
  ),
  'server/tenant/setupStore.ts#isSetupLink': reads('there is no tenant yet', (tx, _pool, pick) =>
    setup.isSetupLink(tx, pick.bytes(), pick.at()),
  ),
  'server/tenant/setupStore.ts#useSetupLinks': reads('there is no tenant yet', (tx, _pool, pick) =>
    setup.useSetupLinks(tx, pick.at()),
  ),
  'server/tenant/tenantStore.ts#foundTenant': writes('founds a tenant', (tx, _pool, pick) =>
    tenants.foundTenant(
      tx,
      {
        slug: `s${pick.id()}`,
        name: 'New',
        country: 'KE',
        currency: 'KES',
        timeZone: 'UTC',
        branches: [{ name: 'One', timeZone: 'UTC' }],
        users: [{ name: 'Owner', email: `${pick.id()}@new.test`, role: 'owner', passwordHash: undefined }],
      },
      pick.at(),
    ),
  ),
  'server/tenant/tenantStore.ts#anyTenant': reads('whether the installation is empty', (tx) => tenants.anyTenant(tx)),
  'server/tenant/tenantStore.ts#findTenant': reads('the slug says which tenant', (tx, _pool, pick) =>
    tenants.findTenant(tx, `${pick.mark()}slug`),
  ),
  'server/tenant/tenantStore.ts#lockFounding': reads('a lock of the installation', (tx) => tenants.lockFounding(tx)),
  'server/tenant/userStore.ts#setUserRole': inTx((tx, pick) =>
    users.setUserRole(tx, pick.user(), pick.role() as never),
  ),
  'server/tenant/userStore.ts#setUserBranches': inTx((tx, pick) =>
    users.setUserBranches(tx, pick.user(), pick.branches()),
  ),
  'server/tenant/userStore.ts#disableUser': inTx((tx, pick) => users.disableUser(tx, pick.user(), pick.at())),
  'server/tenant/userStore.ts#enableUser': inTx((tx, pick) => users.enableUser(tx, pick.user())),
  'server/tenant/userStore.ts#renameUser': inTx((tx, pick) =>
    users.renameUser(tx, pick.user(), `${pick.ownMark()}renamed`),
  ),
};
