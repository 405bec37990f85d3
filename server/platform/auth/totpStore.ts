import { sql } from 'slonik';
import { z } from 'zod';
import type { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';

const StoredTotp = z
  .object({ secret: z.instanceof(Uint8Array), last_step: z.bigint(), confirmed_at: z.number().nullable() })
  .transform((row) => ({
    secret: row.secret,
    lastStep: Number(row.last_step),
    confirmedAt: row.confirmed_at ?? undefined,
  }));
export type StoredTotp = z.infer<typeof StoredTotp>;

/** Begins an enrolment in place of one never confirmed. False when an app is set up already. */
export async function beginTotp(tx: TenantTx, userId: UserId, secret: Buffer, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    insert into user_totp (tenant_id, user_id, secret, created_at)
    select tenant_id, id, ${sql.binary(secret)}, ${instant(now)} from app_user where id = ${userId} and disabled_at is null
    on conflict (tenant_id, user_id) do update set secret = excluded.secret, last_step = 0, created_at = excluded.created_at
      where user_totp.confirmed_at is null`);
  return rowCount === 1;
}

/** The user's app, locked until the transaction ends, so that one code is not used twice at once. */
export async function lockTotp(tx: TenantTx, userId: UserId): Promise<StoredTotp | undefined> {
  const found = await tx.maybeOne(
    sql.type(StoredTotp)`select secret, last_step, confirmed_at from user_totp where user_id = ${userId} for update`,
  );
  return found ?? undefined;
}

/** Notes the step whose code was used, and that the app works. */
export async function noteTotpStep(tx: TenantTx, userId: UserId, step: number, now: number): Promise<void> {
  await tx.query(sql.unsafe`update user_totp set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${instant(now)})
    where user_id = ${userId}`);
}

/** With its recovery codes. Answers whether there was one. */
export async function deleteTotp(tx: TenantTx, userId: UserId): Promise<boolean> {
  return (await tx.query(sql.unsafe`delete from user_totp where user_id = ${userId}`)).rowCount > 0;
}

export async function replaceRecoveryCodes(tx: TenantTx, userId: UserId, hashes: readonly Buffer[]): Promise<void> {
  await tx.query(sql.unsafe`delete from recovery_code where user_id = ${userId}`);
  await tx.query(sql.unsafe`insert into recovery_code (tenant_id, user_id, code_hash)
    select t.tenant_id, t.user_id, given.hash from user_totp t, unnest(${sql.array([...hashes], 'bytea')}) as given(hash)
    where t.user_id = ${userId}`);
}

/** Answers whether the code was there and unused. */
export async function useRecoveryCode(tx: TenantTx, userId: UserId, hash: Buffer, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`update recovery_code set used_at = ${instant(now)}
    where user_id = ${userId} and code_hash = ${sql.binary(hash)} and used_at is null`);
  return rowCount === 1;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
