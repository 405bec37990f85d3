import { sql } from 'slonik';
import { z } from 'zod';
import { BranchId, UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const row = z
  .object({
    id: UserId,
    name: z.string(),
    role_id: z.uuid(),
    role_name: z.string(),
    permissions: z.array(z.string()),
    branches: z.array(BranchId),
    disabled: z.boolean(),
    devices: z.int(),
    phone: z.boolean(),
  })
  .transform(({ role_id, role_name, ...person }) => ({ ...person, roleId: role_id, roleName: role_name }));
/** Somebody who may be told of alarms. No branches: all of them. */
export type Person = z.infer<typeof row>;

/** Every user of the company, by name. */
export async function listPeople(tx: TenantTx): Promise<readonly Person[]> {
  return await tx.any(sql.type(row)`
    select u.id, u.name, u.role_id, r.name as role_name, r.permissions, u.disabled_at is not null as disabled,
      coalesce((select array_agg(b.branch_id) from user_branch b
        where b.tenant_id = u.tenant_id and b.user_id = u.id), '{}') as branches,
      (select count(*)::int4 from push_device d where d.tenant_id = u.tenant_id and d.user_id = u.id) as devices,
      exists (select from notice_contact c where c.tenant_id = u.tenant_id and c.user_id = u.id) as phone
    from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.tenant_id = ${tx.tenant} order by u.name, u.id`);
}

const roleRow = z.object({ id: z.uuid(), name: z.string() });

export async function listRoles(tx: TenantTx): Promise<readonly z.infer<typeof roleRow>[]> {
  return await tx.any(sql.type(roleRow)`select id, name from role where tenant_id = ${tx.tenant} order by name`);
}

const branchRow = z
  .object({ id: BranchId, name: z.string(), time_zone: z.string() })
  .transform(({ id, name, time_zone }) => ({ id, name, timeZone: time_zone }));

export async function listBranches(tx: TenantTx): Promise<readonly z.infer<typeof branchRow>[]> {
  return await tx.any(sql.type(branchRow)`
    select id, name, time_zone from branch where tenant_id = ${tx.tenant} order by name`);
}
