import { sql } from 'slonik';
import { z } from 'zod';
import type { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';

const FactorsRow = z
  .object({
    email: z.string(),
    required: z.boolean(),
    has_password: z.boolean(),
    totp_since: z.number().nullable(),
    codes_left: z.int(),
    passkeys: z.int(),
  })
  .transform((row) => ({
    email: row.email,
    required: row.required,
    hasPassword: row.has_password,
    totpSince: row.totp_since ?? undefined,
    recoveryCodesLeft: row.codes_left,
    passkeys: row.passkeys,
  }));

/** What a user can prove with. */
export type Factors = z.infer<typeof FactorsRow>;

/** Undefined when there is no such user. */
export async function readFactors(tx: TenantTx, userId: UserId): Promise<Factors | undefined> {
  const found = await tx.maybeOne(sql.type(FactorsRow)`
    select u.email, r.second_factor_required as required, u.password_hash is not null as has_password,
      (select confirmed_at from user_totp t where t.user_id = u.id) as totp_since,
      (select count(*)::int4 from recovery_code c where c.user_id = u.id and c.used_at is null) as codes_left,
      (select count(*)::int4 from passkey p where p.user_id = u.id) as passkeys
    from app_user u join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.id = ${userId}`);
  return found ?? undefined;
}

/** Takes every second factor of a user who lost them. Answers whether there was any. */
export async function deleteFactors(tx: TenantTx, userId: UserId): Promise<boolean> {
  const totp = await tx.query(sql.unsafe`delete from user_totp where user_id = ${userId}`);
  const passkeys = await tx.query(sql.unsafe`delete from passkey where user_id = ${userId}`);
  return totp.rowCount + passkeys.rowCount > 0;
}
