import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { Permission } from '#shared/tenant/permissions.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SessionEnded } from '#shared/wire/downstream.ts';
import type { SystemTx, TenantTx } from '../db/transaction.ts';
import { notifySessionChange } from './sessionChangeStore.ts';
import { idleLifetimeMs, longestLifetimeMs, wallLifetimeMs } from './sessionLifetime.ts';

/** A permission that a newer version knew and this one doesn't is left out. */
const permissions = z
  .array(z.string())
  .transform((names) =>
    names.map((name) => Permission.safeParse(name)).flatMap((parsed) => (parsed.success ? [parsed.data] : [])),
  );

const SessionRow = z.object({
  kind: z.enum(['person', 'wall', 'token']),
  session_id: z.uuid(),
  tenant_id: TenantId,
  user_id: UserId,
  user_name: z.string(),
  /** Null: a wall, which has none. */
  role_id: z.uuid().nullable(),
  token_hash: z.instanceof(Uint8Array),
  permissions,
  /** Null: all. */
  branches: z.array(BranchId).nullable(),
  expires_at: z.number(),
  last_seen_at: z.number(),
  stepped_up_at: z.number().nullable(),
});
export type SessionRow = z.infer<typeof SessionRow>;

const branchesOfUser = sql.fragment`(select array_agg(b.branch_id order by b.branch_id) from user_branch b
  where b.tenant_id = u.tenant_id and b.user_id = u.id)`;
const branchesOfToken = sql.fragment`array(select b.branch_id from access_token_branch b
  where b.tenant_id = a.tenant_id and b.token_id = a.id order by b.branch_id)`;

const persons = sql.fragment`
  select 'person' as kind, s.id as session_id, s.tenant_id, s.user_id, u.name as user_name, r.id as role_id, s.token_hash, r.permissions,
    ${branchesOfUser} as branches, s.expires_at, s.last_seen_at, s.stepped_up_at
  from session s
    join tenant t on t.tenant_id = s.tenant_id and t.suspended_at is null
    join app_user u on u.tenant_id = s.tenant_id and u.id = s.user_id and u.disabled_at is null
    join role r on r.tenant_id = u.tenant_id and r.id = u.role_id`;

const walls = sql.fragment`
  select 'wall', s.id, s.tenant_id, a.id, a.name, null, s.token_hash, a.permissions,
    case when a.all_branches then null else ${branchesOfToken} end, least(s.expires_at, a.expires_at), s.last_seen_at, null
  from session s
    join tenant t on t.tenant_id = s.tenant_id and t.suspended_at is null
    join access_token a on a.tenant_id = s.tenant_id and a.id = s.token_id and a.kind = 'wall'`;

/** What its maker may do and the token allows, in branches that both have. An end that is never is far away. */
const tokens = sql.fragment`
  select 'token', a.id, a.tenant_id, u.id, u.name, r.id, a.token_hash,
    array(select unnest(r.permissions) intersect select unnest(a.permissions) order by 1),
    case when a.all_branches then ${branchesOfUser}
      else array(select unnest(${branchesOfToken}) intersect select unnest(coalesce(${branchesOfUser}, ${branchesOfToken})) order by 1) end,
    coalesce(a.expires_at, timestamptz '9999-01-01'), coalesce(a.last_used_at, a.created_at), null
  from access_token a
    join tenant t on t.tenant_id = a.tenant_id and t.suspended_at is null
    join app_user u on u.tenant_id = a.tenant_id and u.id = a.created_by and u.disabled_at is null
    join role r on r.tenant_id = u.tenant_id and r.id = u.role_id
  where a.kind = 'api'`;

/** The session of a cookie or the access token of a program, unless it has ended, or its user or company is out. */
export async function findSessionByToken(
  tx: SystemTx,
  tokenHash: Buffer,
  now: number,
): Promise<SessionRow | undefined> {
  const hash = sql.binary(tokenHash);
  const row = await tx.maybeOne(sql.type(SessionRow)`
    select * from (${persons} where s.token_hash = ${hash} union all ${walls} where s.token_hash = ${hash}
      union all ${tokens} and a.token_hash = ${hash}) found where expires_at > ${instant(now)}`);
  return row ?? undefined;
}

/** Those of `sessionIds` that still stand. */
export async function findSessions(
  tx: SystemTx,
  sessionIds: readonly string[],
  now: number,
): Promise<readonly SessionRow[]> {
  const ids = sql.array([...sessionIds], 'uuid');
  return await tx.any(sql.type(SessionRow)`
    select * from (${persons} where s.id = any(${ids}) union all ${walls} where s.id = any(${ids})
      union all ${tokens} and a.id = any(${ids})) found where expires_at > ${instant(now)}`);
}

export interface NewSession {
  readonly userId: UserId;
  readonly tokenHash: Buffer;
  /** The hash that was checked; if it has changed meanwhile, no session begins. Undefined: another proof was given. */
  readonly passwordHash: string | undefined;
  readonly now: number;
  readonly from?: Visitor;
}

/** Where a session was begun. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string;
}

/** The new session's id, undefined for a disabled user. Beyond 20 of a user, the ones longest unused end. */
export async function insertSession(tx: TenantTx, session: NewSession): Promise<string | undefined> {
  const { userId, tokenHash, passwordHash = null, now, from } = session;
  const inserted = await tx.maybeOneFirst(sql.type(z.object({ id: z.string() }))`
    insert into session (tenant_id, id, user_id, token_hash, created_at, expires_at, last_seen_at, address, user_agent)
    select u.tenant_id, ${randomUUIDv7()}, u.id, ${sql.binary(tokenHash)}, ${instant(now)}, ${instant(now + idleLifetimeMs)}, ${instant(now)},
      ${from?.address ?? ''}, ${from?.userAgent.slice(0, 300) ?? ''}
    from app_user u where u.id = ${userId} and u.disabled_at is null
      and (${passwordHash}::text is null or u.password_hash = ${passwordHash})
    returning id`);
  const ended = await tx.query(sql.unsafe`delete from session where user_id = ${userId} and id in (
    select id from session where user_id = ${userId} order by last_seen_at desc, id desc offset 20)`);
  if (ended.rowCount > 0) await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId }));
  return inserted ?? undefined;
}

/** Notes activity. Answers the new end, undefined when the session has ended. Never shortens one. */
export async function extendSession(tx: TenantTx, sessionId: string, now: number): Promise<number | undefined> {
  const row = await tx.maybeOneFirst(sql.type(z.object({ expires_at: z.number() }))`
    update session set last_seen_at = greatest(last_seen_at, ${instant(now)}), expires_at = greatest(expires_at, case when user_id is null
        then ${instant(now + wallLifetimeMs)}
        else least(${instant(now + idleLifetimeMs)}, created_at + ${longestLifetimeMs / 1_000} * interval '1 second') end)
    where id = ${sessionId} and expires_at > ${instant(now)} returning expires_at`);
  return row ?? undefined;
}

/** Notes that the person proved to be there. Every process hears of it. False when the session has ended. */
export async function markSteppedUp(tx: TenantTx, sessionId: string, now: number): Promise<boolean> {
  const user = await tx.maybeOneFirst(sql.type(z.object({ user_id: UserId }))`
    update session set stepped_up_at = ${instant(now)} where id = ${sessionId} and user_id is not null returning user_id`);
  if (user === null) return false;
  await tx.query(notifySessionChange({ tenant: tx.tenant, user }));
  return true;
}

/** Ends one session, by its user or an administrator; every process hears of it. Answers whose it was. */
export async function deleteSession(
  tx: TenantTx,
  sessionId: string,
  reason: SessionEnded['reason'] = 'revoked',
): Promise<UserId | undefined> {
  const user = await tx.maybeOneFirst(
    sql.type(
      z.object({ owner: UserId }),
    )`delete from session where id = ${sessionId} returning coalesce(user_id, token_id) as owner`,
  );
  if (user === null) return undefined;
  await tx.query(notifySessionChange({ tenant: tx.tenant, user, reason }));
  return user;
}

/** Ends every session of a user, and logins under way. Answers how many. `but` stays. */
export async function deleteSessionsOfUser(
  tx: TenantTx,
  userId: UserId,
  reason: SessionEnded['reason'] = 'revoked',
  but?: string,
): Promise<number> {
  await tx.query(sql.unsafe`delete from pending_login where user_id = ${userId}`);
  const { rowCount } = await tx.query(
    sql.unsafe`delete from session where user_id = ${userId} and id is distinct from ${but ?? null}::uuid`,
  );
  await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId, reason }));
  return rowCount;
}

/** Tidies up what has ended anyway. Answers how many. */
export async function deleteExpiredSessions(tx: SystemTx, now: number): Promise<number> {
  return (await tx.query(sql.unsafe`delete from session where expires_at <= ${instant(now)}`)).rowCount;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
