import { sql } from 'slonik';
import { z } from 'zod';
import type { RoleId } from '#shared/tenant/administration.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { BranchId, UserId } from '#shared/values/ids.ts';
import { notifySessionChange } from '../platform/auth/sessionChangeStore.ts';
import { deleteSessionsOfUser } from '../platform/auth/sessionStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { notifyNamesChanged } from './namesChangeStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';

/** Each of these tells every process in the same transaction, and throws TenantRefusal when it may not be. */

export async function setUserRole(tx: TenantTx, userId: UserId, roleId: RoleId): Promise<void> {
  await lockAdministration(tx);
  const known = await tx.exists(sql.unsafe`select from role where id = ${roleId}`);
  if (!known) throw new TenantRefusal('tenant/role-not-found');
  const { rowCount } = await tx.query(sql.unsafe`update app_user set role_id = ${roleId} where id = ${userId}`);
  if (rowCount === 0) throw new TenantRefusal('tenant/user-not-found');
  await keepAnAdministrator(tx);
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
}

export async function setRolePermissions(
  tx: TenantTx,
  roleId: RoleId,
  permissions: readonly Permission[],
): Promise<void> {
  await lockAdministration(tx);
  const list = sql.array([...new Set(permissions)], 'text');
  const { rowCount } = await tx.query(sql.unsafe`update role set permissions = ${list} where id = ${roleId}`);
  if (rowCount === 0) throw new TenantRefusal('tenant/role-not-found');
  await keepAnAdministrator(tx);
  await tx.query(notifySessionChange({ tenant: tx.tenant }));
}

export async function setUserBranches(
  tx: TenantTx,
  userId: UserId,
  branches: readonly BranchId[] | 'all',
): Promise<void> {
  await requireUser(tx, userId);
  await tx.query(sql.unsafe`delete from user_branch where user_id = ${userId}`);
  if (branches !== 'all') {
    const wanted = [...new Set(branches)];
    const { rowCount } = await tx.query(sql.unsafe`
      insert into user_branch (tenant_id, user_id, branch_id)
      select tenant_id, ${userId}, id from branch where id = any(${sql.array(wanted, 'uuid')})`);
    // No row would mean all branches, so a list that leads nowhere must not pass.
    if (rowCount !== wanted.length || rowCount === 0) throw new TenantRefusal('tenant/branch-not-found');
  }
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
}

/** Ends the user's sessions too. Disabling twice keeps the first time. */
export async function disableUser(tx: TenantTx, userId: UserId, now: number): Promise<void> {
  await lockAdministration(tx);
  await requireUser(tx, userId);
  await tx.query(
    sql.unsafe`update app_user set disabled_at = coalesce(disabled_at, ${sql.timestamp(new Date(now))}) where id = ${userId}`,
  );
  await keepAnAdministrator(tx);
  await deleteSessionsOfUser(tx, userId);
}

export async function enableUser(tx: TenantTx, userId: UserId): Promise<void> {
  await requireUser(tx, userId);
  await tx.query(sql.unsafe`update app_user set disabled_at = null where id = ${userId}`);
}

export async function renameUser(tx: TenantTx, userId: UserId, name: string): Promise<void> {
  await requireUser(tx, userId);
  await tx.query(sql.unsafe`update app_user set name = ${name} where id = ${userId}`);
  await tx.query(notifyNamesChanged(tx.tenant));
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
}

/** Two administrators who demote each other at once must not both succeed. */
async function lockAdministration(tx: TenantTx): Promise<void> {
  await tx.query(
    sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`lastmile.administration ${tx.tenant}`}, 0))`,
  );
}

async function requireUser(tx: TenantTx, userId: UserId): Promise<void> {
  if (!(await tx.exists(sql.unsafe`select from app_user where id = ${userId}`)))
    throw new TenantRefusal('tenant/user-not-found');
}

async function keepAnAdministrator(tx: TenantTx): Promise<void> {
  const left = await tx.oneFirst(sql.type(z.object({ any: z.boolean() }))`select exists (
    select from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.disabled_at is null and r.permissions @> array['user.manage', 'role.manage']) as any`);
  if (!left) throw new TenantRefusal('tenant/last-administrator');
}
