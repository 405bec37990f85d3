import type { Permission } from '#shared/tenant/permissions.ts';
import type { BranchId, TenantId, UserId } from '#shared/values/ids.ts';

/** Who is asking, as found from a session; replaced as a whole when the user's role or branches change. */
export interface Subject {
  readonly sessionId: string;
  readonly tenant: TenantId;
  readonly userId: UserId;
  readonly userName: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly branches: readonly BranchId[] | 'all';
}
