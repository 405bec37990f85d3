import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import type { PasskeyView } from '#shared/auth/secondFactor.ts';
import { TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../db/transaction.ts';

const StoredPasskey = z
  .object({
    tenant_id: TenantId,
    user_id: UserId,
    id: z.uuid(),
    credential_id: z.string(),
    public_key: z.instanceof(Uint8Array),
    counter: z.bigint(),
  })
  .transform((row) => ({
    tenant: row.tenant_id,
    userId: row.user_id,
    id: row.id,
    credentialId: row.credential_id,
    publicKey: Uint8Array.from(row.public_key),
    counter: Number(row.counter),
  }));
export type StoredPasskey = z.infer<typeof StoredPasskey>;

export interface NewPasskey {
  readonly userId: UserId;
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
  readonly name: string;
  readonly now: number;
}

const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    created_at: z.number(),
    last_used_at: z.number().nullable(),
    synced: z.boolean(),
    credential_id: z.string(),
    transports: z.array(z.string()),
  })
  .transform(({ created_at, last_used_at, credential_id, ...row }) => ({
    ...row,
    credentialId: credential_id,
    createdAt: created_at,
    ...(last_used_at === null ? {} : { lastUsedAt: last_used_at }),
  }));

export type ListedPasskey = PasskeyView & { readonly credentialId: string; readonly transports: readonly string[] };

/** The id, undefined when the credential is registered already, by whomever. */
export async function insertPasskey(tx: TenantTx, passkey: NewPasskey): Promise<string | undefined> {
  const id = await tx.maybeOneFirst(sql.type(z.object({ id: z.string() }))`
    insert into passkey (tenant_id, id, user_id, credential_id, public_key, counter, transports, synced, name, created_at)
    values (${tx.tenant}, ${randomUUIDv7()}, ${passkey.userId}, ${passkey.credentialId}, ${sql.binary(Buffer.from(passkey.publicKey))},
      ${passkey.counter}, ${sql.array([...passkey.transports], 'text')}, ${passkey.synced}, ${passkey.name}, ${instant(passkey.now)})
    on conflict (credential_id) do nothing returning id`);
  return id ?? undefined;
}

/** In the order they were added. */
export async function listPasskeys(tx: TenantTx, userId: UserId): Promise<readonly ListedPasskey[]> {
  return await tx.any(sql.type(View)`
    select id, name, created_at, last_used_at, synced, credential_id, transports from passkey
    where user_id = ${userId} order by created_at, id`);
}

/** Whose a credential is; undefined also for a disabled user's. */
export async function findPasskey(tx: SystemTx, credentialId: string): Promise<StoredPasskey | undefined> {
  const found = await tx.maybeOne(sql.type(StoredPasskey)`
    select p.tenant_id, p.user_id, p.id, p.credential_id, p.public_key, p.counter
    from passkey p join app_user u on u.tenant_id = p.tenant_id and u.id = p.user_id and u.disabled_at is null
      join tenant t on t.tenant_id = p.tenant_id and t.suspended_at is null
    where p.credential_id = ${credentialId}`);
  return found ?? undefined;
}

/** False when the counter does not go up although the authenticator counts: another device has the same key. */
export async function notePasskeyUse(tx: TenantTx, id: string, counter: number, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`update passkey set counter = ${counter}, last_used_at = ${instant(now)}
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0))`);
  return rowCount === 1;
}

export async function renamePasskey(tx: TenantTx, userId: UserId, id: string, name: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    sql.unsafe`update passkey set name = ${name} where id = ${id} and user_id = ${userId}`,
  );
  return rowCount === 1;
}

export async function deletePasskey(tx: TenantTx, userId: UserId, id: string): Promise<boolean> {
  return (await tx.query(sql.unsafe`delete from passkey where id = ${id} and user_id = ${userId}`)).rowCount === 1;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
