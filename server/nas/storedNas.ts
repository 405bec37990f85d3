import type { NasRecord } from '#shared/nas/registration.ts';
import type { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';

/** A router as it stands in the database; its secrets are encrypted. */
export interface StoredNas extends Omit<NasRecord, 'branchName' | 'port'> {
  readonly tenant: TenantId;
  readonly port: number;
  readonly password: Buffer;
  readonly radiusSecret: Buffer;
}

/** What registering writes; version, times and fingerprint follow. */
export type NasFields = Omit<
  StoredNas,
  'tenant' | 'id' | 'version' | 'createdAt' | 'changedAt' | 'archivedAt' | 'fingerprint'
> & { readonly fingerprint: string | null };

/** Which routers somebody may see and change; one without branch belongs to all. */
export type NasScope = readonly BranchId[] | 'all';

export interface NasKey {
  readonly tenant: TenantId;
  readonly id: ActorId;
}
