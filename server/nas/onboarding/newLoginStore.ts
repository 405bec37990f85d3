import { sql } from 'slonik';
import { z } from 'zod';
import type { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

export interface NewLogin {
  readonly username: string;
  /** Encrypted. */
  readonly password: Buffer;
}

const Row = z.object({ username: z.string(), password: z.instanceof(Buffer) });

/** The login that was made for a router and has not been used yet. */
export async function readNewLogin(tx: TenantTx, nas: ActorId): Promise<NewLogin | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select username, password from nas_new_login where tenant_id = ${tx.tenant} and nas_id = ${nas}`);
  return row ?? undefined;
}

/** Keeps the one that is there already: it may stand in a script that somebody is about to paste. */
export async function keepNewLogin(tx: TenantTx, nas: ActorId, login: NewLogin, now: number): Promise<NewLogin> {
  return await tx.one(sql.type(Row)`
    insert into nas_new_login (tenant_id, nas_id, username, password, made_at)
    values (${tx.tenant}, ${nas}, ${login.username}, ${sql.binary(login.password)}, ${sql.timestamp(new Date(now))})
    on conflict (tenant_id, nas_id) do update set username = nas_new_login.username
    returning username, password`);
}

export async function dropNewLogin(tx: TenantTx, nas: ActorId): Promise<void> {
  await tx.query(sql.unsafe`delete from nas_new_login where tenant_id = ${tx.tenant} and nas_id = ${nas}`);
}
