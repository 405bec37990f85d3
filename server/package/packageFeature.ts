import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { RecordChanges } from '../platform/live/recordChanges.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import type { PackageRoutersParts } from './packageRouters.ts';
import { packageRecord, packageRoutes } from './packageRoutes.ts';
import { PACKAGE, type PackageDependents, Packages } from './packages.ts';
import { listPackages } from './packageStore.ts';

export { listPackages } from './packageStore.ts';
export type { StoredPackage } from './storedPackage.ts';

/** What is sold: speeds, quotas, validity and price. */
export interface PackageFeature extends Feature {
  readonly packages: Packages;
  /** A package with dependents is not archived. Call before start. */
  addDependents(dependents: PackageDependents): void;
}

const EVERY_MS = 250;

/** `routers`: asked whether they have what a package names. */
export function createPackageFeature(context: FeatureContext, routers: PackageRoutersParts['routers']): PackageFeature {
  const { clock, database, host, repeating } = context;
  const changes = new RecordChanges(context, PACKAGE);
  const packages = new Packages({ database, clock, newId: host.newId });
  /** View `packages`: every package in sale (PackageRecord), by name. */
  const view: ViewSource<Extract<ViewRequest, { view: 'packages' }>> = {
    view: 'packages',
    admit: ({ tenant, permissions }) =>
      permissions.has('package.view')
        ? { tenant, permissionClass: 'packages', scope: 'all' }
        : wireRefusal('view/not-permitted'),
    open: ({ tenant }, _request, changed) =>
      openRefreshed(
        {
          clock,
          everyMs: EVERY_MS,
          read: async () => {
            const found = await database.tenantTx(tenant, (tx) => listPackages(tx, false));
            return found.map((one) => ({ id: one.id, fields: packageRecord(one) }));
          },
          onChange: (callback) => changes.onChange(tenant, callback),
          onTrouble: (err) => repeating.report('package.view', 'warn', { err }, 'the packages could not be read'),
        },
        changed,
      ),
  };
  return {
    name: 'packages',
    objectNames: { [PACKAGE]: storedNames(database, 'package', 'name') },
    packages,
    addDependents: (dependents) => packages.addDependents(dependents),
    routes: packageRoutes(database, packages, routers),
    views: [view],
    start: () => changes.start(),
    stop: () => changes.stop(),
    tenantAdded: (tenant) => changes.follow(tenant),
  };
}
