import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

/** After those that are there: `first` is the place of the first of them, from 1. */
export async function insertChosen(tx: TenantTx, job: ActorId, first: number, ids: readonly ActorId[]): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.bulk_chosen (tenant_id, job_id, place, subscription_id)
    select ${tx.tenant}, ${job}, ${first}::int - 1 + place, id
    from unnest(${sql.array([...ids], 'uuid')}) with ordinality as c(id, place)`);
}

export async function chosenAfter(
  tx: TenantTx,
  job: ActorId,
  place: number,
  limit: number,
): Promise<readonly ActorId[]> {
  return await tx.anyFirst(sql.type(z.object({ id: ActorId }))`
    select subscription_id as id from lastmile.bulk_chosen
    where tenant_id = ${tx.tenant} and job_id = ${job} and place > ${place} order by place limit ${limit}`);
}

/** Its rows name them from then on. */
export async function forgetChosen(tx: TenantTx, job: ActorId): Promise<void> {
  await tx.query(sql.unsafe`delete from lastmile.bulk_chosen where tenant_id = ${tx.tenant} and job_id = ${job}`);
}
