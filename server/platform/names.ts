import type { BranchId, TenantId, UserId } from '#shared/values/ids.ts';

/** What a tenant's users and branches are called. Stays up to date by itself, so it may be kept and asked at any time. */
export interface Names {
  userName(id: UserId): string | undefined;
  branchName(id: BranchId): string | undefined;
}

/** Where screens get names from; rows carry ids. */
export interface NamesSource {
  /** Reads them at the first call for a tenant. Throws DatabaseError. */
  namesOf(tenant: TenantId): Promise<Names>;
  /** Called after names of a tenant changed. Answers how to stop it. */
  onNamesChanged(callback: (tenant: TenantId) => void): () => void;
}
