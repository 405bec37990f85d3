import { sql } from 'slonik';
import { z } from 'zod';
import type { SystemTx, TenantTx } from '../db/transaction.ts';

const positionRow = z.object({ position: z.bigint().transform(Number) });

/** The durable follower's position, locked until the transaction ends; a follower not seen before starts at 0. */
export async function lockPosition(tx: TenantTx, name: string): Promise<number> {
  await tx.query(sql.unsafe`
    insert into lastmile.follower (tenant_id, name, position) values (${tx.tenant}, ${name}, 0) on conflict do nothing`);
  const { position } = await tx.one(sql.type(positionRow)`
    select position from lastmile.follower where tenant_id = ${tx.tenant} and name = ${name} for update`);
  return position;
}

/** Written in the transaction of the effect of the events up to there. */
export async function storePosition(tx: TenantTx, name: string, position: number): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.follower set position = ${position} where tenant_id = ${tx.tenant} and name = ${name}`);
}

const lagRow = z.object({ name: z.string(), behind: z.bigint().transform(Number) });

/** How many events the durable followers of each name have before them, over all tenants. */
export async function durableLags(
  tx: SystemTx,
): Promise<readonly { readonly name: string; readonly behind: number }[]> {
  return await tx.any(sql.type(lagRow)`
    select f.name, sum(l.head - f.position)::int8 as behind
    from lastmile.follower f join lastmile.tenant_log l using (tenant_id) group by f.name order by f.name`);
}
