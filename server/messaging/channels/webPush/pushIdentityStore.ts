import { sql } from 'slonik';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/db/transaction.ts';

const row = z
  .object({ public_key: z.string(), private_key: z.instanceof(Buffer) })
  .transform(({ public_key, private_key }) => ({ publicKey: public_key, sealedPrivateKey: private_key }));
/** Both halves base64url; the private one encrypted. */
export type StoredPushIdentity = z.infer<typeof row>;

export async function findPushIdentity(tx: TenantTx): Promise<StoredPushIdentity | undefined> {
  const found = await tx.maybeOne(sql.type(row)`
    select public_key, private_key from push_identity where tenant_id = ${tx.tenant}`);
  return found ?? undefined;
}

/** The first one made stays, whoever made it: devices are bound to it. */
export async function keepPushIdentity(
  tx: TenantTx,
  { publicKey, sealedPrivateKey }: StoredPushIdentity,
  at: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into push_identity (tenant_id, public_key, private_key, created_at)
    values (${tx.tenant}, ${publicKey}, ${sql.binary(sealedPrivateKey)}, ${sql.timestamp(new Date(at))})
    on conflict (tenant_id) do nothing`);
}
