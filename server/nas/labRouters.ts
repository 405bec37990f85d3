import { z } from 'zod';
import { NewNas } from '#shared/nas/registration.ts';
import type { NasSecurity } from '#shared/nas/values.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { NasRegistry } from './nasRegistry.ts';
import { findByNames, tenantOfSlug } from './nasStore.ts';
import type { StoredNas } from './storedNas.ts';
import { nasDrivers } from './vendors/all.ts';

const Port = z.int().min(1).max(65_535).nullable();

/** What the lab's control port answers to `GET /nas`. */
const LabRouters = z
  .array(
    z.object({
      name: z.string(),
      tenantSlug: z.string(),
      branchName: z.string(),
      address: z.string(),
      apiPort: Port,
      apiTlsPort: Port,
      tlsFingerprint256: z.string().nullable(),
      user: z.string(),
      password: z.string(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  )
  .max(10_000);
type LabRouter = z.infer<typeof LabRouters>[number];

/** The lab speaks of a company or branch that does not exist here. */
export class UnknownLabRouterPlace extends Error {
  override readonly name = 'UnknownLabRouterPlace';
}

/** A router of the lab with the secret that it has here. */
export interface KnownLabRouter {
  readonly name: string;
  readonly radiusSecret: string;
}

/** Registers the lab's routers as staff would, and follows what the lab changed since. Throws ZodError, UnknownLabRouterPlace. */
export async function registerLabRouters(
  database: Database,
  registry: NasRegistry,
  answer: unknown,
): Promise<readonly KnownLabRouter[]> {
  const known: KnownLabRouter[] = [];
  for (const [slug, ofTenant] of Map.groupBy(LabRouters.parse(answer), ({ tenantSlug }) => tenantSlug)) {
    const tenant = await database.systemTx((tx) => tenantOfSlug(tx, slug));
    if (tenant === undefined)
      throw new UnknownLabRouterPlace(`the lab has routers of ${slug}, which is no company here`);
    for (const router of ofTenant) {
      const nas = await register(database, registry, tenant, router);
      known.push({ name: router.name, radiusSecret: registry.open(nas, 'radiusSecret') });
    }
  }
  return known;
}

async function register(
  database: Database,
  registry: NasRegistry,
  tenant: TenantId,
  router: LabRouter,
): Promise<StoredNas> {
  const editor = { tenant, scope: 'all', by: undefined } as const;
  const { branchId, nas } = await database.tenantTx(tenant, (tx) => findByNames(tx, router.branchName, router.name));
  if (branchId === undefined)
    throw new UnknownLabRouterPlace(`the lab has a router in ${router.branchName}, which is no branch of ${tenant}`);
  const { user: username, password, address, latitude, longitude, name } = router;
  const place = { vendor: nasDrivers[0]!.vendor, address, ...doorOf(router), username, password };
  if (!nas) {
    const fresh = { ...place, name, branchId, latitude, longitude, radiusSource: address, nasIdentifier: name };
    return await registry.create(editor, NewNas.parse(fresh));
  }
  const trustNext = nas.fingerprint !== null && nas.fingerprint !== fingerprintOf(router);
  if (isSame(registry, nas, place) && !trustNext) return nas;
  return await registry.change(editor, nas.id, {
    ...place,
    version: nas.version,
    ...(trustNext ? { trustNextCertificate: true } : {}),
  });
}

/** The safest one it has: old routers have no certificate, some no TLS. */
function doorOf({ apiPort, apiTlsPort, tlsFingerprint256 }: LabRouter): {
  readonly port: number | null;
  readonly security: NasSecurity;
} {
  if (apiTlsPort === null) return { port: apiPort, security: 'plain' };
  return { port: apiTlsPort, security: tlsFingerprint256 === null ? 'anonymous' : 'pinned' };
}

function fingerprintOf({ tlsFingerprint256 }: LabRouter): string | undefined {
  return tlsFingerprint256?.replaceAll(':', '').toLowerCase();
}

function isSame(
  registry: NasRegistry,
  nas: StoredNas,
  place: { address: string; port: number | null; security: string; username: string; password: string },
): boolean {
  return (
    nas.address === place.address &&
    nas.port === place.port &&
    nas.security === place.security &&
    nas.username === place.username &&
    registry.open(nas, 'password') === place.password
  );
}
