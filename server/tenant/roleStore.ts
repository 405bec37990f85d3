import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { RoleId } from '#shared/tenant/administration.ts';
import { Limits } from '#shared/tenant/limits.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { notifySessionChange } from '../platform/auth/sessionChangeStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { keepAdministrators, lockAdministration } from './administrationStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { refusingDuplicates } from './uniqueness.ts';

const StoredRole = z.object({
  id: RoleId,
  name: z.string(),
  shipped: z.string().nullable(),
  permissions: z.array(z.string()),
  /** What an older or newer release limited is not lost, and not understood. */
  limits: z.record(z.string(), z.unknown()).transform((limits) => knownLimits(limits)),
  secondFactorRequired: z.boolean(),
  users: z.int(),
  invitations: z.int(),
});
export type StoredRole = z.infer<typeof StoredRole>;

const roles = sql.fragment`
  select r.id, r.name, r.shipped, r.permissions, r.limits, r.second_factor_required as "secondFactorRequired",
    (select count(*)::int from app_user u where u.role_id = r.id) as users,
    (select count(*)::int from invitation i where i.role_id = r.id and i.accepted_at is null and i.withdrawn_at is null) as invitations
  from role r`;

export async function listRoles(tx: TenantTx): Promise<readonly StoredRole[]> {
  return await tx.any(sql.type(StoredRole)`${roles} order by lower(r.name), r.id`);
}

/** Throws TenantRefusal when there is none. */
export async function requireRole(tx: TenantTx, id: RoleId): Promise<StoredRole> {
  const role = await tx.maybeOne(sql.type(StoredRole)`${roles} where r.id = ${id}`);
  if (role === null) throw new TenantRefusal('tenant/role-not-found');
  return role;
}

/** What of the other role is copied: permissions, limits, and whether a second factor is required. */
export async function insertRole(tx: TenantTx, name: string, copyOf: RoleId): Promise<RoleId> {
  const id = RoleId.parse(randomUUIDv7());
  const { rowCount } = await refusingDuplicates('tenant/name-taken', () =>
    tx.query(sql.unsafe`insert into role (tenant_id, id, name, permissions, limits, second_factor_required)
      select tenant_id, ${id}, ${name}, permissions, limits, second_factor_required from role where id = ${copyOf}`),
  );
  if (rowCount === 0) throw new TenantRefusal('tenant/role-not-found');
  return id;
}

export async function setRoleDetails(
  tx: TenantTx,
  id: RoleId,
  { name, secondFactorRequired }: { readonly name: string; readonly secondFactorRequired: boolean },
): Promise<void> {
  await refusingDuplicates('tenant/name-taken', () =>
    tx.query(
      sql.unsafe`update role set name = ${name}, second_factor_required = ${secondFactorRequired} where id = ${id}`,
    ),
  );
}

/** Limits of what it may not do any more go. Everybody's sessions are looked at again. */
export async function setRolePermissions(
  tx: TenantTx,
  roleId: RoleId,
  permissions: readonly Permission[],
): Promise<void> {
  await lockAdministration(tx);
  const list = sql.array([...new Set(permissions)], 'text');
  const { rowCount } = await tx.query(sql.unsafe`
    update role set permissions = ${list}, limits = limits - array(
      select k from jsonb_object_keys(limits) k where k <> all (${list})) where id = ${roleId}`);
  if (rowCount === 0) throw new TenantRefusal('tenant/role-not-found');
  await keepAdministrators(tx);
  await tx.query(notifySessionChange({ tenant: tx.tenant }));
}

export async function setRoleLimits(tx: TenantTx, id: RoleId, limits: Limits): Promise<void> {
  await tx.query(sql.unsafe`update role set limits = ${sql.jsonb(limits)} where id = ${id}`);
}

/** Throws TenantRefusal while anybody has it or is invited to it. */
export async function deleteRole(tx: TenantTx, id: RoleId): Promise<void> {
  await lockAdministration(tx);
  const { users, invitations } = await requireRole(tx, id);
  if (users > 0 || invitations > 0) throw new TenantRefusal('role/in-use');
  // Invitations that ended named it, too; they become those of nobody's role.
  const past = await tx.exists(sql.unsafe`select from invitation where role_id = ${id}`);
  if (past) await tx.query(sql.unsafe`update invitation set role_id = null where role_id = ${id}`);
  await tx.query(sql.unsafe`delete from role where id = ${id}`);
}

function knownLimits(stored: Readonly<Record<string, unknown>>): Limits {
  const known: Limits = {};
  for (const [act, limit] of Object.entries(stored)) {
    const parsed = Limits.safeParse({ [act]: limit });
    if (parsed.success) Object.assign(known, parsed.data);
  }
  return known;
}
