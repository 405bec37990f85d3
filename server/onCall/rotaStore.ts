import { sql } from 'slonik';
import { z } from 'zod';
import { RotaLayer, type Rota, type RotaPlan } from '#shared/onCall/rota.ts';
import { BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const row = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    branch_id: BranchId.nullable(),
    time_zone: z.string(),
    layers: z.array(RotaLayer),
  })
  .transform(({ branch_id, time_zone, ...rota }): Rota => ({
    ...rota,
    timeZone: time_zone,
    ...(branch_id === null ? {} : { branchId: branch_id }),
  }));

/** Rotas in use that somebody with these branches may see, by name; those without a branch are for everybody. */
export async function listRotas(tx: TenantTx, branches: readonly BranchId[] | 'all'): Promise<readonly Rota[]> {
  const scope = branches === 'all' ? null : sql.array([...branches], 'uuid');
  return await tx.any(sql.type(row)`
    select id, version, name, branch_id, time_zone, layers from on_call_rota
    where tenant_id = ${tx.tenant} and archived_at is null
      and (${scope}::uuid[] is null or branch_id is null or branch_id = any(${scope}::uuid[]))
    order by name, id`);
}

export async function findRota(tx: TenantTx, id: string): Promise<Rota | undefined> {
  const found = await tx.maybeOne(sql.type(row)`
    select id, version, name, branch_id, time_zone, layers from on_call_rota
    where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`);
  return found ?? undefined;
}

export async function insertRota(tx: TenantTx, id: string, plan: RotaPlan, at: number): Promise<void> {
  await tx.query(sql.unsafe`
    insert into on_call_rota (tenant_id, id, version, name, branch_id, time_zone, layers, created_at)
    values (${tx.tenant}, ${id}, 1, ${plan.name}, ${plan.branchId ?? null}, ${plan.timeZone},
      ${sql.jsonb(plan.layers)}, ${sql.timestamp(new Date(at))})`);
}

/** Whether it was still at `version`. */
export async function updateRota(tx: TenantTx, id: string, version: number, plan: RotaPlan): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update on_call_rota set version = version + 1, name = ${plan.name}, branch_id = ${plan.branchId ?? null},
      time_zone = ${plan.timeZone}, layers = ${sql.jsonb(plan.layers)}
    where tenant_id = ${tx.tenant} and id = ${id} and version = ${version} and archived_at is null`);
  return rowCount === 1;
}

export async function archiveRota(tx: TenantTx, id: string, at: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update on_call_rota set archived_at = ${sql.timestamp(new Date(at))}
    where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`);
  return rowCount === 1;
}

/** Archived ones count. */
export async function everHadRota(tx: TenantTx): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from on_call_rota where tenant_id = ${tx.tenant}`);
}
