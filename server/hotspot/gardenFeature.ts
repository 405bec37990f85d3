import type { AccountingFeature } from '../accounting/accountingFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { GardenMemory } from './garden/gardenMemory.ts';
import { GardenServer } from './garden/gardenServer.ts';
import { type GardenVisitorsOptions, gardenVisitOf } from './garden/gardenVisitors.ts';
import type { HotspotFeature } from './hotspotFeature.ts';

export interface GardenFeatureParts {
  readonly hotspots: Pick<HotspotFeature, 'lookOf'>;
  readonly routers: Pick<NasFeature, 'inUse'>;
  readonly accounting: Pick<AccountingFeature, 'boards'>;
}

/** The page that those see whose line is in the walled garden. */
export function createGardenFeature(context: FeatureContext, parts: GardenFeatureParts): Feature {
  const { config, clock, tenants, repeating } = context;
  const { hotspots, routers, accounting } = parts;
  let server: GardenServer | undefined;
  const memory = new GardenMemory({
    clock,
    lookOf: hotspots.lookOf,
    *open(tenant): Generator<{ readonly username: string; readonly ipv4?: string | undefined }> {
      for (const { session } of accounting.boards.of(tenant).entries.values()) yield session;
    },
  });
  const visitors: GardenVisitorsOptions = {
    tenants,
    lookOf: (tenant) => memory.lookOf(tenant),
    usersAt: (tenant, address) => memory.usersAt(tenant, address),
    routerAddresses: (tenant) =>
      routers
        .inUse(tenant)
        .flatMap(({ address, radiusSource, tunnelAddress }) => [address, radiusSource, tunnelAddress]),
  };
  return {
    name: 'garden',
    start() {
      if (!config.radius.on) return;
      server = new GardenServer({
        ...{ clock, addresses: config.radius.addresses, port: config.routers.portalPort },
        visitOf: (address) => gardenVisitOf(visitors, address),
        onTrouble: (error) =>
          repeating.report(
            'garden.page',
            'warn',
            { err: errorFields(error) },
            'the page for those who have not paid is not served',
          ),
      });
    },
    stop: () => server?.stop() ?? Promise.resolve(),
  };
}
