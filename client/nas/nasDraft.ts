import { z } from 'zod';
import { NasChange, NasConnectionTest, type NasRecord, NewNas } from '#shared/nas/registration.ts';
import { NasAttribution, NasName, NasSecurity } from '#shared/nas/values.ts';

/** What the form holds: texts where the server takes null, and secrets empty where they stay as they are. */
export const NasDraft = z.object({
  name: NasName,
  /** Empty until the list of vendors is there. */
  vendor: z.string().min(1),
  branchId: z.string(),
  address: z.string().trim().min(1),
  security: NasSecurity,
  port: z.int().min(1).max(65_535).optional(),
  username: z.string().trim().min(1),
  password: z.string().max(250),
  attribution: NasAttribution,
  radiusSource: z.string(),
  nasIdentifier: z.string(),
  tunnelAddress: z.string(),
  radiusSecret: z.string().refine((secret) => secret === '' || secret.length >= 16, 'At least 16 characters.'),
  site: z.string().max(200),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  notes: z.string().max(2_000),
  monitored: z.boolean(),
  commandsPerSecond: z.int().min(1).max(200),
  trustNextCertificate: z.boolean(),
});
export type NasDraft = z.infer<typeof NasDraft>;

/** The form of a router on record, or of a new one. */
export function draftOf(record: NasRecord | undefined): NasDraft {
  return {
    name: record?.name ?? '',
    vendor: record?.vendor ?? '',
    branchId: record?.branchId ?? 'none',
    address: record?.address ?? '',
    security: record?.security ?? 'pinned',
    port: record?.port ?? undefined,
    username: record?.username ?? '',
    password: '',
    attribution: record?.attribution ?? 'address',
    radiusSource: record?.radiusSource ?? '',
    nasIdentifier: record?.nasIdentifier ?? '',
    tunnelAddress: record?.tunnelAddress ?? '',
    radiusSecret: '',
    site: record?.site ?? '',
    latitude: record?.latitude ?? undefined,
    longitude: record?.longitude ?? undefined,
    notes: record?.notes ?? '',
    monitored: record?.monitored ?? true,
    commandsPerSecond: record?.commandsPerSecond ?? 20,
    trustNextCertificate: false,
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function fields(draft: NasDraft) {
  return {
    name: draft.name,
    branchId: draft.branchId === 'none' ? null : draft.branchId,
    vendor: draft.vendor,
    address: draft.address,
    port: draft.port ?? null,
    security: draft.security,
    username: draft.username,
    attribution: draft.attribution,
    radiusSource: draft.attribution === 'tunnel' ? null : orNull(draft.radiusSource),
    nasIdentifier: draft.attribution === 'nasIdentifier' ? orNull(draft.nasIdentifier) : null,
    tunnelAddress: draft.attribution === 'tunnel' ? orNull(draft.tunnelAddress) : null,
    site: draft.site,
    latitude: draft.latitude ?? null,
    longitude: draft.longitude ?? null,
    notes: draft.notes,
    monitored: draft.monitored,
    commandsPerSecond: draft.commandsPerSecond,
    ...(draft.radiusSecret === '' ? {} : { radiusSecret: draft.radiusSecret }),
  };
}

/** Throws ZodError with the paths of the form's fields. */
export function registrationOf(draft: NasDraft): NewNas {
  return NewNas.parse({ ...fields(draft), password: draft.password });
}

/** What differs from the record, and the version it was made from. */
export function changeOf(draft: NasDraft, record: NasRecord): NasChange {
  const known = record as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.entries(fields(draft)).filter(([name, value]) => known[name] !== value);
  return NasChange.parse({
    ...Object.fromEntries(changed),
    ...(draft.password === '' ? {} : { password: draft.password }),
    ...(draft.trustNextCertificate ? { trustNextCertificate: true } : {}),
    version: record.version,
  });
}

export function connectionOf(draft: NasDraft, record: NasRecord | undefined): NasConnectionTest {
  const { vendor, address, security, username } = draft;
  return NasConnectionTest.parse({
    ...(record ? { id: record.id } : {}),
    vendor,
    address,
    port: draft.port ?? null,
    security,
    username,
    ...(draft.password === '' && record ? {} : { password: draft.password }),
  });
}
