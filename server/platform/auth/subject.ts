import type { Permission } from '#shared/tenant/permissions.ts';
import type { BranchId, TenantId, UserId } from '#shared/values/ids.ts';

/** Who is asking, as found from a session or token; replaced as a whole when the user's role or branches change. */
export interface Subject {
  /** Of an access token, its id. */
  readonly sessionId: string;
  readonly tenant: TenantId;
  /** Of a wall, the id of its link: nobody's. It may only look, so nothing is ever done in this name. */
  readonly userId: UserId;
  readonly userName: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly branches: readonly BranchId[] | 'all';
  /** Not a person at a screen: a program with a token of this user, or a wall. */
  readonly through?: 'token' | 'wall';
}
