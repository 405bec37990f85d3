import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { TenantId } from '#shared/values/ids.ts';

/** A pool as it stands in the database. */
export interface StoredIpPool extends Omit<IpPoolRecord, 'capacity'> {
  readonly tenant: TenantId;
}

/** What registering writes; version and times follow. */
export type IpPoolFields = Omit<
  StoredIpPool,
  'tenant' | 'id' | 'version' | 'packages' | 'createdAt' | 'changedAt' | 'archivedAt'
>;
