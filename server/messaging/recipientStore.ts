import { sql } from 'slonik';
import { z } from 'zod';
import { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const row = z
  .object({ id: UserId, name: z.string(), email: z.string(), phone: z.string().nullable() })
  .transform(({ id, phone, ...person }) => ({ userId: id, ...person, phone: phone ?? undefined }));
/** A person as channels reach them. */
export type RecipientRow = z.infer<typeof row>;

/** Absent when there is no such user or the account is disabled. */
export async function findRecipient(tx: TenantTx, userId: UserId): Promise<RecipientRow | undefined> {
  const found = await tx.maybeOne(sql.type(row)`
    select u.id, u.name, u.email, c.phone from app_user u
      left join notice_contact c on c.tenant_id = u.tenant_id and c.user_id = u.id
    where u.tenant_id = ${tx.tenant} and u.id = ${userId} and u.disabled_at is null`);
  return found ?? undefined;
}

export async function companyName(tx: TenantTx): Promise<string> {
  return await tx.oneFirst(sql.type(z.object({ name: z.string() }))`
    select name from tenant where tenant_id = ${tx.tenant}`);
}

/** An empty number takes the contact away. */
export async function keepPhone(tx: TenantTx, userId: UserId, phone: string, at: number): Promise<void> {
  if (phone === '') {
    await tx.query(sql.unsafe`delete from notice_contact where tenant_id = ${tx.tenant} and user_id = ${userId}`);
    return;
  }
  await tx.query(sql.unsafe`
    insert into notice_contact (tenant_id, user_id, phone, changed_at)
    values (${tx.tenant}, ${userId}, ${phone}, ${sql.timestamp(new Date(at))})
    on conflict (tenant_id, user_id) do update set phone = excluded.phone, changed_at = excluded.changed_at`);
}

/** Who has given a number; the numbers stay here. */
export async function usersWithPhone(tx: TenantTx): Promise<ReadonlySet<UserId>> {
  const rows = await tx.any(sql.type(z.object({ user_id: UserId }))`
    select user_id from notice_contact where tenant_id = ${tx.tenant}`);
  return new Set(rows.map(({ user_id }) => user_id));
}
