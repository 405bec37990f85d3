import { sql } from 'slonik';
import { z } from 'zod';
import type { TenantTx } from '../platform/db/transaction.ts';

/** The first one stays. */
export async function insertVoucherKey(tx: TenantTx, key: Buffer): Promise<void> {
  await tx.query(sql.unsafe`
    insert into voucher_key (tenant_id, key) values (${tx.tenant}, ${sql.binary(key)}) on conflict do nothing`);
}

export async function readVoucherKey(tx: TenantTx): Promise<Buffer> {
  const { key } = await tx.one(
    sql.type(z.object({ key: z.instanceof(Buffer) }))`select key from voucher_key where tenant_id = ${tx.tenant}`,
  );
  return key;
}
