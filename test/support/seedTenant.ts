import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Permission } from '#shared/tenant/permissions.ts';
import { Permission as PermissionSchema } from '#shared/tenant/permissions.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';

export interface SeededTenant {
  readonly tenant: TenantId;
  readonly slug: string;
  readonly branches: readonly [BranchId, BranchId];
  readonly roleId: string;
  /** The first may work in all branches, the second in the first branch only. */
  readonly users: readonly [UserId, UserId];
  readonly emails: readonly [string, string];
}

export interface SeedOverrides {
  readonly tenant?: TenantId;
  readonly permissions?: readonly Permission[];
  readonly currency?: string;
  readonly timeZone?: string;
}

/** A tenant with two branches, a role, two users without password and an empty log. Its creation time is 2026-01-01. */
export async function seedTenant(
  db: { readonly superuserUrl: string },
  overrides: SeedOverrides = {},
): Promise<SeededTenant> {
  const tenant = overrides.tenant ?? TenantId.parse(randomUUID());
  const slug = `t-${tenant.slice(0, 18)}`;
  const branches = [BranchId.parse(randomUUID()), BranchId.parse(randomUUID())] as const;
  const users = [UserId.parse(randomUUID()), UserId.parse(randomUUID())] as const;
  const emails = [`all@${slug}.test`, `first@${slug}.test`] as const;
  const roleId = randomUUID();
  const at = new Date('2026-01-01T00:00:00Z');
  const timeZone = overrides.timeZone ?? 'Africa/Nairobi';
  const client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into lastmile.tenant (tenant_id, slug, name, country, currency, time_zone, created_at) values ($1, $2, $2, 'KE', $3, $4, $5)`,
      [tenant, slug, overrides.currency ?? 'KES', timeZone, at],
    );
    await client.query(`insert into lastmile.tenant_log (tenant_id) values ($1)`, [tenant]);
    await client.query(
      `insert into lastmile.branch (tenant_id, id, name, time_zone, created_at) values ($1, $2, 'First', $4, $5), ($1, $3, 'Second', $4, $5)`,
      [tenant, ...branches, timeZone, at],
    );
    const permissions = overrides.permissions ?? PermissionSchema.options;
    await client.query(`insert into lastmile.role (tenant_id, id, name, permissions) values ($1, $2, 'Operator', $3)`, [
      tenant,
      roleId,
      permissions,
    ]);
    await client.query(
      `insert into lastmile.app_user (tenant_id, id, email, name, role_id, created_at) values ($1, $2, $4, 'All branches', $6, $7), ($1, $3, $5, 'First branch', $6, $7)`,
      [tenant, ...users, ...emails, roleId, at],
    );
    await client.query(`insert into lastmile.user_branch (tenant_id, user_id, branch_id) values ($1, $2, $3)`, [
      tenant,
      users[1],
      branches[0],
    ]);
    await client.query('commit');
  } finally {
    await client.end();
  }
  return { tenant, slug, branches, roleId, users, emails };
}
