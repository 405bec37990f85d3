import type { PackageRecord } from '#shared/package/registration.ts';
import type { TenantId } from '#shared/values/ids.ts';

/** A package as it stands in the database. */
export interface StoredPackage extends PackageRecord {
  readonly tenant: TenantId;
}

/** What registering writes; version and times follow. */
export type PackageFields = Omit<StoredPackage, 'tenant' | 'id' | 'version' | 'createdAt' | 'changedAt' | 'archivedAt'>;
