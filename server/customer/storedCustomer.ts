import type { CustomerRecord } from '#shared/customer/registration.ts';
import type { BranchId, TenantId } from '#shared/values/ids.ts';

/** A customer as it stands in the database. */
export interface StoredCustomer extends Omit<CustomerRecord, 'branchName'> {
  readonly tenant: TenantId;
}

/** What registering writes; number, version and times follow. */
export type CustomerFields = Omit<
  StoredCustomer,
  'tenant' | 'id' | 'number' | 'version' | 'createdAt' | 'changedAt' | 'archivedAt'
>;

/** Which customers somebody may see and change; one without branch belongs to all. */
export type CustomerScope = readonly BranchId[] | 'all';
