import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../db/transaction.ts';

const PendingLogin = z
  .object({
    id: z.uuid(),
    tenant_id: TenantId,
    user_id: UserId,
    email: z.string(),
    step: z.enum(['second-factor', 'enrolment']),
  })
  .transform((row) => ({
    id: row.id,
    tenant: row.tenant_id,
    userId: row.user_id,
    email: row.email,
    step: row.step,
  }));
/** A login whose password was right and whose second step is still to come. */
export type PendingLogin = z.infer<typeof PendingLogin>;

export interface NewPendingLogin {
  readonly userId: UserId;
  readonly tokenHash: Buffer;
  readonly step: PendingLogin['step'];
  readonly now: number;
  readonly expiresAt: number;
}

/** Those begun earlier by the same user stay: somebody else's must not end the owner's. Beyond ten the oldest go. */
export async function insertPendingLogin(tx: TenantTx, login: NewPendingLogin): Promise<void> {
  await tx.query(sql.unsafe`
    insert into pending_login (tenant_id, id, user_id, step, token_hash, created_at, expires_at)
    select tenant_id, ${randomUUIDv7()}, id, ${login.step}, ${sql.binary(login.tokenHash)}, ${instant(login.now)}, ${instant(login.expiresAt)}
    from app_user where id = ${login.userId}`);
  await tx.query(sql.unsafe`delete from pending_login where user_id = ${login.userId} and id in (
    select id from pending_login where user_id = ${login.userId} order by created_at desc, id desc offset 10)`);
}

/** Undefined when it took too long, or the user was disabled meanwhile. */
export async function findPendingLogin(
  tx: SystemTx,
  tokenHash: Buffer,
  now: number,
): Promise<PendingLogin | undefined> {
  const found = await tx.maybeOne(sql.type(PendingLogin)`
    select p.id, p.tenant_id, p.user_id, u.email, p.step
    from pending_login p join app_user u on u.tenant_id = p.tenant_id and u.id = p.user_id and u.disabled_at is null
      join tenant t on t.tenant_id = p.tenant_id and t.suspended_at is null
    where p.token_hash = ${sql.binary(tokenHash)} and p.expires_at > ${instant(now)}`);
  return found ?? undefined;
}

/** Counts a wrong code; the fifth ends the login. */
export async function failPendingLogin(tx: TenantTx, id: string): Promise<void> {
  await tx.query(sql.unsafe`update pending_login set failures = failures + 1 where id = ${id}`);
  await tx.query(sql.unsafe`delete from pending_login where id = ${id} and failures >= 5`);
}

/** Uses it up. False when it was used already: then nothing may come of it. */
export async function deletePendingLogin(tx: TenantTx, id: string): Promise<boolean> {
  return (await tx.query(sql.unsafe`delete from pending_login where id = ${id}`)).rowCount === 1;
}

/** Tidies up. Answers how many. */
export async function deleteExpiredLogins(tx: SystemTx, now: number): Promise<number> {
  return (await tx.query(sql.unsafe`delete from pending_login where expires_at <= ${instant(now)}`)).rowCount;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
