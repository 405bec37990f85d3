import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { Permission } from '#shared/tenant/permissions.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../db/transaction.ts';
import { notifySessionChange } from './sessionChangeStore.ts';
import { idleLifetimeMs, longestLifetimeMs } from './sessionLifetime.ts';

/** A permission that a newer version knew and this one doesn't is left out. */
const permissions = z
  .array(z.string())
  .transform((names) =>
    names.map((name) => Permission.safeParse(name)).flatMap((parsed) => (parsed.success ? [parsed.data] : [])),
  );

const SessionRow = z.object({
  session_id: z.uuid(),
  tenant_id: TenantId,
  user_id: UserId,
  user_name: z.string(),
  token_hash: z.instanceof(Uint8Array),
  permissions,
  branches: z.array(BranchId),
  expires_at: z.number(),
  last_seen_at: z.number(),
});
export type SessionRow = z.infer<typeof SessionRow>;

const liveSessions = sql.fragment`
  select s.id as session_id, s.tenant_id, s.user_id, u.name as user_name, s.token_hash, r.permissions, s.expires_at, s.last_seen_at,
    array(select b.branch_id from user_branch b where b.tenant_id = s.tenant_id and b.user_id = s.user_id order by b.branch_id) as branches
  from session s
    join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.disabled_at is null
    join role r on r.tenant_id = u.tenant_id and r.id = u.role_id`;

/** The session of a cookie, unless it has ended or its user is disabled. */
export async function findSessionByToken(
  tx: SystemTx,
  tokenHash: Buffer,
  now: number,
): Promise<SessionRow | undefined> {
  const row = await tx.maybeOne(
    sql.type(
      SessionRow,
    )`${liveSessions} where s.token_hash = ${sql.binary(tokenHash)} and s.expires_at > ${instant(now)}`,
  );
  return row ?? undefined;
}

/** Those of `sessionIds` that still stand. */
export async function findSessions(
  tx: SystemTx,
  sessionIds: readonly string[],
  now: number,
): Promise<readonly SessionRow[]> {
  return await tx.any(
    sql.type(
      SessionRow,
    )`${liveSessions} where s.id = any(${sql.array([...sessionIds], 'uuid')}) and s.expires_at > ${instant(now)}`,
  );
}

export interface NewSession {
  readonly userId: UserId;
  readonly tokenHash: Buffer;
  /** The hash that was checked; if it has changed meanwhile, or the user was disabled, no session begins. */
  readonly passwordHash: string;
  readonly now: number;
}

/** The new session's id. Beyond 20 of a user, the ones longest unused end. */
export async function insertSession(tx: TenantTx, session: NewSession): Promise<string | undefined> {
  const { userId, tokenHash, passwordHash, now } = session;
  const inserted = await tx.maybeOneFirst(sql.type(z.object({ id: z.string() }))`
    insert into session (tenant_id, id, user_id, token_hash, created_at, expires_at, last_seen_at)
    select u.tenant_id, ${randomUUIDv7()}, u.id, ${sql.binary(tokenHash)}, ${instant(now)}, ${instant(now + idleLifetimeMs)}, ${instant(now)}
    from app_user u where u.id = ${userId} and u.disabled_at is null and u.password_hash = ${passwordHash}
    returning id`);
  const ended = await tx.query(sql.unsafe`delete from session where user_id = ${userId} and id in (
    select id from session where user_id = ${userId} order by last_seen_at desc, id desc offset 20)`);
  if (ended.rowCount > 0) await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
  return inserted ?? undefined;
}

/** Notes activity. Answers the new end, undefined when the session has ended. Never shortens one. */
export async function extendSession(tx: TenantTx, sessionId: string, now: number): Promise<number | undefined> {
  const end = sql.fragment`least(${instant(now + idleLifetimeMs)}, created_at + ${longestLifetimeMs / 1_000} * interval '1 second')`;
  const row = await tx.maybeOneFirst(sql.type(z.object({ expires_at: z.number() }))`
    update session set last_seen_at = greatest(last_seen_at, ${instant(now)}), expires_at = greatest(expires_at, ${end})
    where id = ${sessionId} and expires_at > ${instant(now)} returning expires_at`);
  return row ?? undefined;
}

/** Ends one session, by its user or an administrator; every process hears of it. */
export async function deleteSession(tx: TenantTx, sessionId: string): Promise<boolean> {
  const userId = await tx.maybeOneFirst(
    sql.type(z.object({ user_id: UserId }))`delete from session where id = ${sessionId} returning user_id`,
  );
  if (userId === null) return false;
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
  return true;
}

/** Ends every session of a user. Answers how many. */
export async function deleteSessionsOfUser(tx: TenantTx, userId: UserId): Promise<number> {
  const { rowCount } = await tx.query(sql.unsafe`delete from session where user_id = ${userId}`);
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
  return rowCount;
}

/** Tidies up what has ended anyway. Answers how many. */
export async function deleteExpiredSessions(tx: SystemTx, now: number): Promise<number> {
  return (await tx.query(sql.unsafe`delete from session where expires_at <= ${instant(now)}`)).rowCount;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
