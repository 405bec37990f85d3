import { sql } from 'slonik';
import { z } from 'zod';
import { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const DemoUserRow = z
  .object({ id: UserId, has_password: z.boolean() })
  .transform((row) => ({ id: row.id, hasPassword: row.has_password }));

export async function findUsers(
  tx: TenantTx,
  emails: readonly string[],
): Promise<readonly z.infer<typeof DemoUserRow>[]> {
  return await tx.any(sql.type(DemoUserRow)`
    select id, password_hash is not null as has_password from app_user where email = any(${sql.array([...emails], 'text')})`);
}

export async function setMissingPassword(tx: TenantTx, userId: UserId, passwordHash: string): Promise<void> {
  await tx.query(
    sql.unsafe`update app_user set password_hash = ${passwordHash} where id = ${userId} and password_hash is null`,
  );
}

export async function clearPassword(tx: TenantTx, userId: UserId): Promise<void> {
  await tx.query(sql.unsafe`update app_user set password_hash = null where id = ${userId}`);
}
