import { sql } from 'slonik';
import { z } from 'zod';
import { AlarmSeverity } from '#shared/alarm/values.ts';
import { EscalationPlan, type Policy, type PolicyPlan } from '#shared/onCall/policy.ts';
import { BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    position: z.int(),
    name: z.string(),
    enabled: z.boolean(),
    severities: z.array(AlarmSeverity),
    branches: z.array(BranchId),
    plan: EscalationPlan,
  })
  .transform(({ plan, ...policy }): Policy => ({ ...policy, ...plan }));

/** Rules in use, in the order in which they are tried. */
export async function listPolicies(tx: TenantTx): Promise<readonly Policy[]> {
  return await tx.any(sql.type(row)`
    select id, version, position, name, enabled, severities, branches, plan from escalation_policy
    where tenant_id = ${tx.tenant} and archived_at is null order by position, id`);
}

/** Whether the company ever had a rule: one that threw all of them away wants none. */
export async function everHadPolicy(tx: TenantTx): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from escalation_policy where tenant_id = ${tx.tenant}`);
}

export async function insertPolicy(tx: TenantTx, id: string, plan: PolicyPlan, at: number): Promise<void> {
  const { name, enabled, severities, branches } = plan;
  await tx.query(sql.unsafe`
    insert into escalation_policy (tenant_id, id, version, position, name, enabled, severities, branches, plan, created_at)
    values (${tx.tenant}, ${id}, 1,
      coalesce((select max(position) from escalation_policy where tenant_id = ${tx.tenant}), 0) + 1,
      ${name}, ${enabled}, ${sql.array([...severities], 'text')}, ${sql.array([...branches], 'uuid')},
      ${sql.jsonb(escalationPlanOf(plan))}, ${sql.timestamp(new Date(at))})
    on conflict do nothing`);
}

/** Whether it was still at `version`. */
export async function updatePolicy(tx: TenantTx, id: string, version: number, plan: PolicyPlan): Promise<boolean> {
  const { name, enabled, severities, branches } = plan;
  const { rowCount } = await tx.query(sql.unsafe`
    update escalation_policy set version = version + 1, name = ${name}, enabled = ${enabled},
      severities = ${sql.array([...severities], 'text')}, branches = ${sql.array([...branches], 'uuid')},
      plan = ${sql.jsonb(escalationPlanOf(plan))}
    where tenant_id = ${tx.tenant} and id = ${id} and version = ${version} and archived_at is null`);
  return rowCount === 1;
}

/** The rules in this order; those that are not named keep their place after them. */
export async function orderPolicies(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query(sql.unsafe`
    update escalation_policy p set position = o.place
    from (select id, row_number() over (order by array_position(${sql.array([...ids], 'uuid')}, id) nulls last, position, id)
      as place from escalation_policy where tenant_id = ${tx.tenant} and archived_at is null) o
    where p.tenant_id = ${tx.tenant} and p.id = o.id`);
}

export async function archivePolicy(tx: TenantTx, id: string, at: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update escalation_policy set archived_at = ${sql.timestamp(new Date(at))}
    where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`);
  return rowCount === 1;
}

function escalationPlanOf({ steps, repeatEveryMs, quiet }: PolicyPlan): EscalationPlan {
  return { steps, ...(repeatEveryMs === undefined ? {} : { repeatEveryMs }), ...(quiet ? { quiet } : {}) };
}
