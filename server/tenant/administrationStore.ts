import { sql } from 'slonik';
import { z } from 'zod';
import { Policies } from '#shared/tenant/company.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { TenantRefusal } from './tenantRefusal.ts';

/** Two administrators who demote each other at once must not both succeed. Until the end of the transaction. */
export async function lockAdministration(tx: TenantTx): Promise<void> {
  await tx.query(
    sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`lastmile.administration ${tx.tenant}`}, 0))`,
  );
}

export async function readPolicies(tx: TenantTx): Promise<Policies> {
  return await tx.oneFirst(sql.type(z.object({ policies: Policies }))`select policies from tenant`);
}

const Left = z.object({ administrators: z.int(), deciders: z.int() });

/**
 * After the change, still in its transaction: somebody is left who may administer people and roles, and under the policy of
 * the second person two who may decide on each other's requests. Throws TenantRefusal.
 */
export async function keepAdministrators(tx: TenantTx): Promise<void> {
  const { administrators, deciders } = await tx.one(sql.type(Left)`
    select count(*) filter (where r.permissions @> array['user.manage', 'role.manage'])::int as administrators,
      count(*) filter (where r.permissions @> array['user.manage', 'role.manage', 'approval.decide'])::int as deciders
    from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.disabled_at is null and not exists (select from user_branch b where b.user_id = u.id)`);
  if (administrators === 0) throw new TenantRefusal('tenant/last-administrator');
  if (deciders < 2 && (await readPolicies(tx)).secondPersonForAdministrators)
    throw new TenantRefusal('tenant/second-person-missing');
}
