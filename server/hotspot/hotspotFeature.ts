import type { HotspotLook } from '#shared/hotspot/look.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { hotspotRoutes } from './hotspotRoutes.ts';
import { type HotspotPrint, Hotspots } from './hotspots.ts';

export type { HotspotPrint } from './hotspots.ts';

/** Login pages of hotspots: made here, served by routers. */
export interface HotspotFeature extends Feature {
  lookOf(tenant: TenantId): Promise<HotspotLook>;
  /** For printed vouchers. */
  printOf(tenant: TenantId): Promise<HotspotPrint>;
}

export function createHotspotFeature({ database, clock, config }: FeatureContext): HotspotFeature {
  const hotspots = new Hotspots({ database, clock });
  return {
    name: 'hotspots',
    objectNames: {
      hotspot: async (tenant, ids) => {
        const { look } = await hotspots.view(tenant);
        return new Map(ids.map((id) => [id, look.name]));
      },
    },
    routes: hotspotRoutes({ hotspots, publicUrl: config.http.publicUrl }),
    lookOf: async (tenant) => (await hotspots.view(tenant)).look,
    printOf: (tenant) => hotspots.print(tenant),
  };
}
