import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

/** Marks batches whose unused vouchers have just expired; answers which. */
export async function expireVoucherBatches(tx: TenantTx, now: number): Promise<readonly ActorId[]> {
  const at = sql.timestamp(new Date(now));
  const rows = await tx.any(sql.type(z.object({ id: ActorId }))`
    update voucher_batch set expired_at = ${at}, version = version + 1
    where tenant_id = ${tx.tenant} and unused_until <= ${at} and expired_at is null returning id`);
  return rows.map(({ id }) => id).toSorted();
}

/** When the next batch's unused vouchers expire. */
export async function nextVoucherExpiry(tx: TenantTx, now: number): Promise<number | undefined> {
  const { next } = await tx.one(sql.type(z.object({ next: Instant.nullable() }))`
    select min(unused_until) as next from voucher_batch
    where tenant_id = ${tx.tenant} and expired_at is null and unused_until > ${sql.timestamp(new Date(now))}`);
  return next ?? undefined;
}
