import type { HotspotLook } from '#shared/hotspot/look.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { GardenVisit } from './gardenPage.ts';

export interface GardenVisitorsOptions {
  readonly tenants: () => readonly TenantId[];
  readonly lookOf: (tenant: TenantId) => Promise<HotspotLook>;
  /** Addresses by which the company's routers are known. */
  readonly routerAddresses: (tenant: TenantId) => Iterable<string | null>;
  /** User names of open sessions that have the address. */
  readonly usersAt: (tenant: TenantId, address: string) => Iterable<string>;
}

type Visit = Omit<GardenVisit, 'language'>;

/**
 * Whose customer asks. Seen is either the line's own address or, behind translation, that of its router; two companies may
 * use the same private addresses, and then nobody is named rather than somebody else.
 */
export async function gardenVisitOf(options: GardenVisitorsOptions, address: string): Promise<Visit> {
  const { tenants, lookOf, routerAddresses, usersAt } = options;
  const all = tenants();
  const lines = all.flatMap((tenant) => [...usersAt(tenant, address)].map((username) => ({ tenant, username })));
  const [line] = lines;
  if (line && lines.length === 1) return { look: await lookOf(line.tenant), username: line.username };
  const routed = all.filter((tenant) => [...routerAddresses(tenant)].includes(address));
  const among = lines.length > 0 ? [...new Set(lines.map(({ tenant }) => tenant))] : routed.length > 0 ? routed : all;
  const [only] = among;
  return { look: only !== undefined && among.length === 1 ? await lookOf(only) : undefined, username: undefined };
}
