import type { BranchId, TenantId } from '#shared/values/ids.ts';

/** Equipment that a window may cover, as it is now. */
export interface MaintainedThing {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly branchId?: BranchId | undefined;
  /** Its alarms come under these names and below them. */
  readonly sources: readonly string[];
  /** Undefined where nobody watches it by itself. */
  readonly up?: boolean | undefined;
  /** In the words of its feature, for people. */
  readonly state?: string | undefined;
  /** Since when it is so. */
  readonly since?: number | undefined;
}

/** What a feature says of its equipment, so that windows can cover it. */
export interface MaintainedKind {
  readonly kind: string;
  /** All of it in the tenant. Rejects when it can't be known at the moment. */
  list(tenant: TenantId): Promise<readonly MaintainedThing[]>;
}
