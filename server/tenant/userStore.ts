import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { RoleId } from '#shared/tenant/administration.ts';
import { BranchId, UserId } from '#shared/values/ids.ts';
import { notifySessionChange } from '../platform/auth/sessionChangeStore.ts';
import { deleteSessionsOfUser } from '../platform/auth/sessionStore.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';
import { keepAdministrators, lockAdministration } from './administrationStore.ts';
import { notifyNamesChanged } from './namesChangeStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { refusingDuplicates } from './uniqueness.ts';

const StoredUser = z.object({
  id: UserId,
  name: z.string(),
  email: z.string(),
  roleId: RoleId,
  roleName: z.string(),
  permissions: z.array(z.string()),
  branches: z.array(BranchId),
  passwordHash: z.string().nullable(),
  disabledAt: z.number().nullable(),
});
export type StoredUser = z.infer<typeof StoredUser>;

/** With what the role allows; throws TenantRefusal when there is none. */
export async function requireUser(tx: TenantTx, userId: UserId): Promise<StoredUser> {
  const user = await tx.maybeOne(sql.type(StoredUser)`
    select u.id, u.name, u.email, u.role_id as "roleId", r.name as "roleName", r.permissions, u.password_hash as "passwordHash",
      u.disabled_at as "disabledAt",
      array(select b.branch_id from user_branch b where b.user_id = u.id order by b.branch_id) as branches
    from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id where u.id = ${userId}`);
  if (user === null) throw new TenantRefusal('tenant/user-not-found');
  return user;
}

// Each of these tells every process in the same transaction, and throws TenantRefusal when it may not be.

export async function setUserRole(tx: TenantTx, userId: UserId, roleId: RoleId): Promise<void> {
  await lockAdministration(tx);
  const known = await tx.exists(sql.unsafe`select from role where id = ${roleId}`);
  if (!known) throw new TenantRefusal('tenant/role-not-found');
  const { rowCount } = await tx.query(sql.unsafe`update app_user set role_id = ${roleId} where id = ${userId}`);
  if (rowCount === 0) throw new TenantRefusal('tenant/user-not-found');
  await keepAdministrators(tx);
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
}

export async function setUserBranches(
  tx: TenantTx,
  userId: UserId,
  branches: readonly BranchId[] | 'all',
): Promise<void> {
  await lockAdministration(tx);
  await requireUser(tx, userId);
  await tx.query(sql.unsafe`delete from user_branch where user_id = ${userId}`);
  if (branches !== 'all') {
    const wanted = [...new Set(branches)];
    const { rowCount } = await tx.query(sql.unsafe`
      insert into user_branch (tenant_id, user_id, branch_id)
      select tenant_id, ${userId}, id from branch where id = any(${sql.array(wanted, 'uuid')}) and archived_at is null`);
    // No row would mean all branches, so a list that leads nowhere must not pass.
    if (rowCount !== wanted.length || rowCount === 0) throw new TenantRefusal('tenant/branch-not-found');
  }
  await keepAdministrators(tx);
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
}

/** Ends the user's sessions too. Disabling twice keeps the first time. */
export async function disableUser(tx: TenantTx, userId: UserId, now: number): Promise<void> {
  await lockAdministration(tx);
  await requireUser(tx, userId);
  await tx.query(
    sql.unsafe`update app_user set disabled_at = coalesce(disabled_at, ${instant(now)}) where id = ${userId}`,
  );
  await keepAdministrators(tx);
  await deleteSessionsOfUser(tx, userId, 'disabled');
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

/** Ends the sessions: whoever reads the old address must not stay. `but` is the session that asked. */
export async function setUserEmail(tx: TenantTx, userId: UserId, email: string, but?: string): Promise<void> {
  await requireUser(tx, userId);
  await refusingDuplicates('tenant/email-taken', () =>
    tx.query(sql.unsafe`update app_user set email = ${email} where id = ${userId}`),
  );
  await deleteSessionsOfUser(tx, userId, 'revoked', but);
}

/** Ends every session but `but`. */
export async function setUserPassword(tx: TenantTx, userId: UserId, passwordHash: string, but?: string): Promise<void> {
  await requireUser(tx, userId);
  await tx.query(sql.unsafe`update app_user set password_hash = ${passwordHash} where id = ${userId}`);
  await deleteSessionsOfUser(tx, userId, 'revoked', but);
}

export interface JoiningUser {
  readonly name: string;
  readonly email: string;
  readonly roleId: RoleId;
  readonly passwordHash: string;
  readonly branches: readonly BranchId[] | 'all';
}

export async function insertUser(tx: TenantTx, user: JoiningUser, now: number): Promise<UserId> {
  const id = UserId.parse(randomUUIDv7());
  const { name, email, roleId, passwordHash, branches } = user;
  await refusingDuplicates('tenant/email-taken', () =>
    tx.query(sql.unsafe`
      insert into app_user (tenant_id, id, email, name, role_id, password_hash, created_at)
      values (${tx.tenant}, ${id}, ${email}, ${name}, ${roleId}, ${passwordHash}, ${instant(now)})`),
  );
  if (branches !== 'all') await setUserBranches(tx, id, branches);
  await tx.query(notifyNamesChanged(tx.tenant));
  return id;
}

/** Undefined when there is no such session, or it is a wall's. */
export async function ownerOfSession(tx: TenantTx, sessionId: string): Promise<UserId | undefined> {
  const owner = await tx.maybeOneFirst(
    sql.type(z.object({ user_id: UserId.nullable() }))`select user_id from session where id = ${sessionId}`,
  );
  return owner ?? undefined;
}

/** In whichever company: an e-mail is the login name, so it is unique over all. Does not see suspended companies. */
export async function isEmailTaken(tx: SystemTx, email: string): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from app_user where email = ${email}`);
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
