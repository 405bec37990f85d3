import { sql } from 'slonik';
import { z } from 'zod';
import { Permission } from '#shared/tenant/permissions.ts';
import type { SessionView } from '#shared/tenant/session.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../db/transaction.ts';

const Account = z
  .object({ tenant_id: TenantId, id: UserId, password_hash: z.string().nullable() })
  .transform((row) => ({ tenant: row.tenant_id, userId: row.id, passwordHash: row.password_hash ?? undefined }));
export type Account = z.infer<typeof Account>;

/** The user who logs in with `email` (lower case), in whichever tenant; undefined for a disabled one too, and for one of a suspended company. */
export async function findAccount(tx: SystemTx, email: string): Promise<Account | undefined> {
  const found = await tx.maybeOne(
    sql.type(Account)`select u.tenant_id, u.id, u.password_hash from app_user u
      join tenant t on t.tenant_id = u.tenant_id and t.suspended_at is null
      where u.email = ${email} and u.disabled_at is null`,
  );
  return found ?? undefined;
}

const ProfileRow = z.object({
  user_name: z.string(),
  email: z.string(),
  role_name: z.string(),
  permissions: z.array(z.string()),
  tenant_name: z.string(),
  country: z.string(),
  currency: z.string(),
  time_zone: z.string(),
});
const BranchRow = z.object({ id: BranchId, name: z.string(), time_zone: z.string() });

/** What the client may know of who is logged in; undefined when the user is gone or disabled. */
export async function readProfile(tx: TenantTx, userId: UserId): Promise<Omit<SessionView, 'csrfToken'> | undefined> {
  const profile = await tx.maybeOne(sql.type(ProfileRow)`
    select u.name as user_name, u.email, r.name as role_name, r.permissions, t.name as tenant_name, t.country, t.currency, t.time_zone
    from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id join tenant t on t.tenant_id = u.tenant_id
    where u.id = ${userId} and u.disabled_at is null`);
  if (profile === null) return undefined;
  const branches = await tx.any(sql.type(BranchRow)`
    select b.id, b.name, b.time_zone from user_branch ub join branch b on b.tenant_id = ub.tenant_id and b.id = ub.branch_id
    where ub.user_id = ${userId} order by b.name`);
  return {
    kind: 'person',
    userId,
    userName: profile.user_name,
    email: profile.email,
    roleName: profile.role_name,
    tenantId: tx.tenant,
    tenantName: profile.tenant_name,
    country: profile.country,
    currency: profile.currency,
    timeZone: profile.time_zone,
    permissions: Permission.options.filter((permission) => profile.permissions.includes(permission)),
    branches: branches.map(({ id, name, time_zone }) => ({ id, name, timeZone: time_zone })),
  };
}

const WallRow = ProfileRow.omit({ email: true, role_name: true }).extend({ all_branches: z.boolean() });

/** The same for the screen of a wall link, whose id stands where a user's would. */
export async function readWallProfile(
  tx: TenantTx,
  linkId: UserId,
): Promise<Omit<SessionView, 'csrfToken'> | undefined> {
  const link = await tx.maybeOne(sql.type(WallRow)`
    select a.name as user_name, a.permissions, a.all_branches, t.name as tenant_name, t.country, t.currency, t.time_zone
    from access_token a join tenant t on t.tenant_id = a.tenant_id where a.id = ${linkId} and a.kind = 'wall'`);
  if (link === null) return undefined;
  const branches = await tx.any(sql.type(BranchRow)`
    select b.id, b.name, b.time_zone from access_token_branch ab join branch b on b.tenant_id = ab.tenant_id and b.id = ab.branch_id
    where ab.token_id = ${linkId} order by b.name`);
  return {
    kind: 'wall',
    userId: linkId,
    userName: link.user_name,
    email: '',
    roleName: '',
    tenantId: tx.tenant,
    tenantName: link.tenant_name,
    country: link.country,
    currency: link.currency,
    timeZone: link.time_zone,
    permissions: Permission.options.filter((permission) => link.permissions.includes(permission)),
    branches: branches.map(({ id, name, time_zone }) => ({ id, name, timeZone: time_zone })),
  };
}
