import { SubscriptionFilter } from '#shared/subscription/view.ts';
import { createAccountingFeature } from './accounting/accountingFeature.ts';
import { createAuditFeature } from './audit/auditFeature.ts';
import { createBrakeFeature } from './brake/brakeFeature.ts';
import { createBulkFeature } from './bulk/bulkFeature.ts';
import { createCustomerFeature } from './customer/customerFeature.ts';
import { createDemoPopulationFeature } from './demoPopulation/demoPopulationFeature.ts';
import { createDeviceIntentFeature } from './deviceIntent/deviceIntentFeature.ts';
import { createGardenFeature } from './hotspot/gardenFeature.ts';
import { createHotspotFeature } from './hotspot/hotspotFeature.ts';
import { createIpPoolFeature } from './ipPool/ipPoolFeature.ts';
import { createLineRateFeature } from './lineRate/lineRateFeature.ts';
import { createMaintenanceFeature } from './maintenance/maintenanceFeature.ts';
import { createMessagingFeature } from './messaging/messagingFeature.ts';
import { createNasFeature } from './nas/nasFeature.ts';
import { createOnCallFeature } from './onCall/onCallFeature.ts';
import { createPackageFeature } from './package/packageFeature.ts';
import type { TenantTx } from './platform/db/transaction.ts';
import type { Feature, FeatureContext, ObjectKeeper, ObjectNames } from './platform/feature.ts';
import { subscriptionSource } from './radius/feed/subscriptionSource.ts';
import { voucherSource } from './radius/feed/voucherSource.ts';
import { createHealingFeature } from './radius/healingFeature.ts';
import { createRadiusFeature } from './radius/radiusFeature.ts';
import { createRadiusTestFeature } from './radiusTest/radiusTestFeature.ts';
import { createSampleFeature } from './sample/sampleFeature.ts';
import { createSavedViewFeature } from './savedView/savedViewFeature.ts';
import { createStaticLineFeature } from './staticLine/staticLineFeature.ts';
import { createSubscriptionFeature, subscriptionPage } from './subscription/subscriptionFeature.ts';
import { createAdministrationFeature } from './tenant/administrationFeature.ts';
import { demoOwnerOf } from './tenant/tenantFeature.ts';
import { createTroubleshootingFeature } from './troubleshooting/troubleshootingFeature.ts';
import { createVoucherFeature } from './voucher/voucherFeature.ts';

/**
 * The parts of the product, in the order they start. A new one is a folder and a line here. `others`: parts made elsewhere
 * that have objects, too.
 */
export function createFeatures(context: FeatureContext, others: readonly ObjectKeeper[]): readonly Feature[] {
  const keepers = (): readonly ObjectKeeper[] => [...others, ...features];
  const ofDevices = (kind: string): ObjectNames | undefined =>
    keepers().find(({ objectNames }) => objectNames?.[kind])?.objectNames?.[kind];
  const deviceIntents = createDeviceIntentFeature(context, ofDevices);
  const samples = createSampleFeature(context);
  const messaging = createMessagingFeature(context);
  const maintenance = createMaintenanceFeature(context);
  const onCall = createOnCallFeature(context, messaging);
  const routers = createNasFeature(context, {
    samples,
    maintenance,
    intents: deviceIntents,
  });
  const customers = createCustomerFeature(context);
  const packages = createPackageFeature(context, routers);
  const ipPools = createIpPoolFeature(context, { routers, samples });
  const administration = createAdministrationFeature(context, keepers);
  const audit = createAuditFeature(context, keepers);
  const savedViews = createSavedViewFeature(context);
  const subscriptions = createSubscriptionFeature(context);
  const linesOf = async (tx: TenantTx, of: Partial<SubscriptionFilter>): Promise<number> => {
    const page = { sort: 'newest', after: undefined, limit: 1, scope: 'all', now: context.clock.now() } as const;
    return (await subscriptionPage(tx, { ...page, filter: SubscriptionFilter.parse(of) })).length;
  };
  customers.addDependents((tx, customerId) => linesOf(tx, { customerId }));
  packages.addDependents((tx, packageId) => linesOf(tx, { packages: [packageId] }));
  const hotspots = createHotspotFeature(context);
  const vouchers = createVoucherFeature(context, hotspots);
  const bulk = createBulkFeature(context, {
    ...{ customers, subscriptions, packages, ipPools, routers, vouchers },
    intents: deviceIntents,
  });
  const radius = createRadiusFeature(context, {
    nas: routers,
    intents: deviceIntents,
    samples,
    policies: [subscriptionSource(subscriptions.policies), voucherSource(vouchers.feed)],
  });
  ipPools.countedBy(radius);
  const demoPopulation = createDemoPopulationFeature(context, {
    customers,
    packages,
    subscriptions,
    vouchers,
    ownerOf: demoOwnerOf,
  });
  const brake = createBrakeFeature(context);
  const accounting = createAccountingFeature(
    { ...context, ask: brake.ask },
    { routers, radius, intents: deviceIntents, vouchers },
  );
  accounting.onLoaded((batch) => vouchers.use.loaded(batch));
  bulk.showSessions(accounting);
  const staticLines = createStaticLineFeature(context, { routers, intents: deviceIntents, subscriptions, accounting });
  subscriptions.showOnline(staticLines.online);
  const features: readonly Feature[] = [
    administration,
    audit,
    deviceIntents,
    samples,
    routers,
    customers,
    packages,
    ipPools,
    messaging,
    maintenance,
    onCall,
    savedViews,
    subscriptions,
    hotspots,
    bulk,
    vouchers,
    radius,
    brake,
    accounting,
    staticLines,
    createRadiusTestFeature(context, { routers, radius, accounting }),
    createLineRateFeature(context, { online: staticLines.online, isCounted: staticLines.isCounted, routers }),
    createTroubleshootingFeature(context, { accounting, subscriptions, routers, radius, online: staticLines.online }),
    createHealingFeature(context, { nas: routers, radius, accounting }),
    createGardenFeature(context, { hotspots, routers, accounting }),
    demoPopulation,
  ];
  return features;
}
