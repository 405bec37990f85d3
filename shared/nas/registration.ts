import { z } from 'zod';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { RadiusSecret } from './radiusSecret.ts';
import { Fingerprint, NasAttribution, NasName, NasSecurity, NasState, NasVendor } from './values.ts';

const ipAddress = z.union([z.ipv4(), z.ipv6()], 'An IPv4 or IPv6 address, such as 10.20.0.1.');
/** Where the product connects to: an address, or a name that DNS knows. */
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:.]+$/, 'An address or a host name, without port.');
const Port = z.int('A port number.').min(1).max(65_535);
const Username = z.string().trim().min(1, 'The API user of the router.').max(120);
const Password = z.string().max(250);

const registration = {
  name: NasName,
  branchId: BranchId.nullable(),
  vendor: NasVendor,
  address: Host,
  /** Absent: the driver's usual one for this security. */
  port: Port.nullable(),
  security: NasSecurity,
  username: Username,
  attribution: NasAttribution,
  /** Where the router's RADIUS packets come from; absent: not known yet, or by tunnel. */
  radiusSource: ipAddress.nullable(),
  nasIdentifier: z.string().trim().min(1).max(253).nullable(),
  /** The router's own address inside the management tunnel, unique in the installation. */
  tunnelAddress: ipAddress.nullable(),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  site: z.string().trim().max(200),
  notes: z.string().trim().max(2000),
  /** False: it is on record, and nobody connects to it. */
  monitored: z.boolean(),
  /** Announced work: watched, but its alarms stay quiet. */
  maintenance: z.boolean(),
  /** The most the product asks of it, over all viewers and polls. */
  commandsPerSecond: z.int().min(1).max(200),
};

const attributable = {
  message: 'Say how its packets are known: a source address, a source with a NAS-Identifier, or a tunnel address.',
};

interface Attributed {
  readonly attribution?: NasAttribution | undefined;
  readonly radiusSource?: string | null | undefined;
  readonly nasIdentifier?: string | null | undefined;
  readonly tunnelAddress?: string | null | undefined;
}

/** What each way of attribution cannot do without. A source address may still be unknown when a router is registered. */
export function isAttributable({ attribution, nasIdentifier, tunnelAddress }: Attributed): boolean {
  if (attribution === 'nasIdentifier') return Boolean(nasIdentifier);
  return attribution !== 'tunnel' || Boolean(tunnelAddress);
}

export const NewNas = z
  .object({
    ...registration,
    branchId: registration.branchId.default(null),
    port: registration.port.default(null),
    security: registration.security.default('pinned'),
    password: Password,
    attribution: registration.attribution.default('address'),
    radiusSource: registration.radiusSource.default(null),
    nasIdentifier: registration.nasIdentifier.default(null),
    tunnelAddress: registration.tunnelAddress.default(null),
    /** Absent: one is made, 32 characters. */
    radiusSecret: RadiusSecret.optional(),
    latitude: registration.latitude.default(null),
    longitude: registration.longitude.default(null),
    site: registration.site.default(''),
    notes: registration.notes.default(''),
    monitored: registration.monitored.default(true),
    maintenance: registration.maintenance.default(false),
    commandsPerSecond: registration.commandsPerSecond.default(20),
  })
  .refine(isAttributable, { ...attributable, path: ['attribution'] });
export type NewNas = z.infer<typeof NewNas>;

/** What is absent stays as it is. A password or secret is written and never read back with the rest. */
export const NasChange = z
  .object({
    ...registration,
    password: Password,
    radiusSecret: RadiusSecret,
    /** Forgets the certificate on record; the next one seen is kept. */
    trustNextCertificate: z.literal(true),
  })
  .partial()
  .extend({
    /** The version the change was made from: whoever changed it since is not overwritten. */
    version: z.int().min(1),
  });
export type NasChange = z.infer<typeof NasChange>;

/** A router as registered. Passwords and secrets are never in it. */
export const NasRecord = z.object({
  ...registration,
  id: ActorId,
  version: z.int(),
  branchName: z.string().nullable(),
  fingerprint: Fingerprint.nullable(),
  createdAt: Instant,
  changedAt: Instant,
  archivedAt: Instant.nullable(),
});
export type NasRecord = z.infer<typeof NasRecord>;

/** A page of `GET /api/nas`, by name; for archived routers and for programs. The console's list is view `nas.list`. */
export const NasPageQuery = z.object({
  text: z.string().trim().max(100).default(''),
  branchId: BranchId.optional(),
  archived: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `next` of the page before. */
  after: z.string().max(400).optional(),
});
export const NasPage = z.object({
  rows: z.array(NasRecord.extend({ state: NasState.optional() })),
  next: z.string().optional(),
});
export type NasPage = z.infer<typeof NasPage>;

/** `POST /api/nas/test`: tries a registration before it is made, or (with `id`) one that exists with these changes. */
export const NasConnectionTest = z.object({
  id: ActorId.optional(),
  vendor: NasVendor,
  address: Host,
  port: Port.nullable().default(null),
  security: NasSecurity.default('pinned'),
  username: Username,
  /** Absent with `id`: the stored one. */
  password: Password.optional(),
});
export type NasConnectionTest = z.infer<typeof NasConnectionTest>;

export const NasConnectionResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    latencyMs: z.number(),
    identity: z.string(),
    model: z.string(),
    version: z.string(),
    fingerprint: Fingerprint.optional(),
  }),
  z.object({
    ok: z.literal(false),
    /** Which step failed; everything before it went well. */
    step: z.enum(['resolve', 'connect', 'tls', 'certificate', 'login', 'identity']),
    /** What it means and what to do, for the person who tried. */
    message: z.string(),
  }),
]);
export type NasConnectionResult = z.infer<typeof NasConnectionResult>;

/** `GET /api/nas/vendors`: what can be registered. */
export const NasVendorInfo = z.object({
  vendor: NasVendor,
  name: z.string(),
  ports: z.object({ pinned: Port, anonymous: Port, plain: Port }),
});
export type NasVendorInfo = z.infer<typeof NasVendorInfo>;

/** `POST /api/nas/:id/reveal-radius-secret`; each time is recorded with who and when. */
export const RevealedSecret = z.object({ radiusSecret: z.string() });
