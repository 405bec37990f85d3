import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';

const UserLink = z.object({
  id: ActorId,
  userId: UserId,
  kind: z.enum(['reset', 'email']),
  newEmail: z.string().nullable(),
  expiresAt: z.number(),
});
export type UserLink = z.infer<typeof UserLink>;

export interface NewUserLink {
  readonly userId: UserId;
  readonly kind: UserLink['kind'];
  readonly newEmail?: string;
  /** Undefined: by the person, or for what waits for approval. */
  readonly tokenHash?: Buffer;
  readonly issuedBy?: UserId;
  readonly now: number;
  readonly expiresAt: number;
}

/** Earlier links of the same kind are void. */
export async function insertUserLink(tx: TenantTx, link: NewUserLink): Promise<ActorId> {
  const { userId, kind, newEmail, tokenHash, issuedBy, now, expiresAt } = link;
  const id = ActorId.parse(randomUUIDv7());
  await tx.query(
    sql.unsafe`update user_link set token_hash = null where user_id = ${userId} and kind = ${kind} and used_at is null`,
  );
  await tx.query(sql.unsafe`
    insert into user_link (tenant_id, id, user_id, kind, new_email, token_hash, issued_by, created_at, expires_at)
    values (${tx.tenant}, ${id}, ${userId}, ${kind}, ${newEmail ?? null}, ${tokenHash ? sql.binary(tokenHash) : null}, ${issuedBy ?? null},
      ${instant(now)}, ${instant(expiresAt)})`);
  return id;
}

/** How many were made for the person since `since`, by whomever; nobody makes another one until the end of the transaction. */
export async function linksSince(tx: TenantTx, userId: UserId, kind: UserLink['kind'], since: number): Promise<number> {
  await tx.query(sql.unsafe`select from app_user where id = ${userId} for update`);
  return await tx.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::float8 as count from user_link where user_id = ${userId} and kind = ${kind} and created_at > ${instant(since)}`);
}

/** What was approved for `issuedBy` to hand over and has not been made yet. */
export async function approvedLink(
  tx: TenantTx,
  userId: UserId,
  issuedBy: UserId,
  now: number,
): Promise<ActorId | undefined> {
  const id = await tx.maybeOneFirst(sql.type(z.object({ id: ActorId }))`
    select id from user_link where user_id = ${userId} and kind = 'reset' and issued_by = ${issuedBy} and token_hash is null
      and used_at is null and expires_at > ${instant(now)} order by created_at desc limit 1`);
  return id ?? undefined;
}

export async function readUserLink(tx: TenantTx, id: ActorId): Promise<UserLink | undefined> {
  const found = await tx.maybeOne(sql.type(UserLink)`
    select id, user_id as "userId", kind, new_email as "newEmail", expires_at as "expiresAt" from user_link
    where id = ${id} and used_at is null`);
  return found ?? undefined;
}

/** The link of a token, if it can be used now; nobody else uses it until the end of the transaction. */
export async function userLinkOfToken(tx: TenantTx, tokenHash: Buffer, now: number): Promise<UserLink | undefined> {
  const found = await tx.maybeOne(sql.type(UserLink)`
    select id, user_id as "userId", kind, new_email as "newEmail", expires_at as "expiresAt" from user_link
    where token_hash = ${sql.binary(tokenHash)} and used_at is null and expires_at > ${instant(now)} for update`);
  return found ?? undefined;
}

/** `tokenHash` undefined: it may be made until `expiresAt`. */
export async function issueUserLink(
  tx: TenantTx,
  id: ActorId,
  { tokenHash, expiresAt }: { readonly tokenHash?: Buffer; readonly expiresAt: number },
): Promise<void> {
  await tx.query(sql.unsafe`update user_link set token_hash = ${tokenHash ? sql.binary(tokenHash) : null}, expires_at = ${instant(expiresAt)}
    where id = ${id}`);
}

/** With every other link of the person: a new password or address makes them pointless. */
export async function useUserLinks(tx: TenantTx, userId: UserId, now: number): Promise<void> {
  await tx.query(
    sql.unsafe`update user_link set used_at = ${instant(now)}, token_hash = null where user_id = ${userId} and used_at is null`,
  );
}

/** Whose the link is; it may be over. */
export async function tenantOfUserLink(tx: SystemTx, tokenHash: Buffer): Promise<TenantId | undefined> {
  const tenant = await tx.maybeOneFirst(sql.type(z.object({ tenant_id: TenantId }))`
    select tenant_id from user_link where token_hash = ${sql.binary(tokenHash)}`);
  return tenant ?? undefined;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
