import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { TenantId } from '#shared/values/ids.ts';
import type { SystemTx } from '../platform/db/transaction.ts';
import { notifyNamesChanged } from './namesChangeStore.ts';
import { type ShippedRole, type ShippedRoleKey, shippedRoles } from './shippedRoles.ts';

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly role: ShippedRoleKey;
  readonly passwordHash: string | undefined;
  /** Names of branches; all when undefined. */
  readonly branches?: readonly string[];
}

export interface NewTenant {
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly branches: readonly { readonly name: string; readonly timeZone: string }[];
  readonly users: readonly NewUser[];
}

/** A company with its branches, the shipped roles, its first users and an empty log, all or nothing. */
export async function foundTenant(tx: SystemTx, plan: NewTenant, now: number): Promise<TenantId> {
  const tenant = TenantId.parse(randomUUIDv7());
  const at = sql.timestamp(new Date(now));
  await tx.query(sql.unsafe`
    insert into tenant (tenant_id, slug, name, country, currency, time_zone, created_at)
    values (${tenant}, ${plan.slug}, ${plan.name}, ${plan.country}, ${plan.currency}, ${plan.timeZone}, ${at})`);
  await tx.query(sql.unsafe`insert into tenant_log (tenant_id) values (${tenant})`);
  const branchIds = new Map(plan.branches.map(({ name }) => [name, randomUUIDv7()]));
  for (const { name, timeZone } of plan.branches) {
    await tx.query(sql.unsafe`
      insert into branch (tenant_id, id, name, time_zone, created_at)
      values (${tenant}, ${found(branchIds, name)}, ${name}, ${timeZone}, ${at})`);
  }
  const roleIds = await insertRoles(tx, tenant);
  for (const user of plan.users) await insertUser(tx, tenant, user, { at, roleIds, branchIds });
  await tx.query(notifyNamesChanged(tenant));
  return tenant;
}

async function insertRoles(tx: SystemTx, tenant: TenantId): Promise<ReadonlyMap<string, string>> {
  const roleIds = new Map(Object.keys(shippedRoles).map((key) => [key, randomUUIDv7()]));
  for (const [key, { name, permissions, limits = {} }] of Object.entries<ShippedRole>(shippedRoles)) {
    await tx.query(sql.unsafe`
      insert into role (tenant_id, id, name, permissions, shipped, limits)
      values (${tenant}, ${found(roleIds, key)}, ${name}, ${sql.array([...permissions], 'text')}, ${key}, ${sql.jsonb(limits)})`);
  }
  return roleIds;
}

interface Founding {
  readonly at: ReturnType<typeof sql.timestamp>;
  readonly roleIds: ReadonlyMap<string, string>;
  readonly branchIds: ReadonlyMap<string, string>;
}

async function insertUser(
  tx: SystemTx,
  tenant: TenantId,
  user: NewUser,
  { at, roleIds, branchIds }: Founding,
): Promise<void> {
  const id = randomUUIDv7();
  await tx.query(sql.unsafe`
    insert into app_user (tenant_id, id, email, name, role_id, password_hash, created_at)
    values (${tenant}, ${id}, ${user.email}, ${user.name}, ${found(roleIds, user.role)}, ${user.passwordHash ?? null}, ${at})`);
  for (const branch of user.branches ?? []) {
    await tx.query(sql.unsafe`
      insert into user_branch (tenant_id, user_id, branch_id) values (${tenant}, ${id}, ${found(branchIds, branch)})`);
  }
}

function found(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the plan names ${name}, which it does not have`);
  return id;
}

export async function anyTenant(tx: SystemTx): Promise<boolean> {
  return await tx.oneFirst(sql.type(z.object({ any: z.boolean() }))`select exists (select from tenant) as any`);
}

export async function findTenant(tx: SystemTx, slug: string): Promise<TenantId | undefined> {
  const id = await tx.maybeOneFirst(
    sql.type(z.object({ tenant_id: TenantId }))`select tenant_id from tenant where slug = ${slug}`,
  );
  return id ?? undefined;
}

/** Until the end of the transaction nobody else founds a tenant or makes a set-up link. */
export async function lockFounding(tx: SystemTx): Promise<void> {
  await tx.query(sql.unsafe`select pg_advisory_xact_lock(hashtextextended('lastmile.founding', 0))`);
}
