import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import type { TokenKind, TokenView } from '#shared/auth/tokens.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../db/transaction.ts';
import { notifySessionChange } from './sessionChangeStore.ts';

const TokenRow = z
  .object({
    id: z.uuid(),
    kind: z.enum(['api', 'wall']),
    name: z.string(),
    hint: z.string(),
    created_by: UserId,
    creator: z.string(),
    permissions: z.array(z.string()),
    branches: z.array(BranchId).nullable(),
    created_at: z.number(),
    expires_at: z.number().nullable(),
    last_used_at: z.number().nullable(),
    last_used_from: z.string().nullable(),
    screens: z.int(),
  })
  .transform((row): TokenView => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    hint: row.hint,
    createdBy: { id: row.created_by, name: row.creator },
    permissions: Permission.options.filter((permission) => row.permissions.includes(permission)),
    branches: row.branches ?? 'all',
    createdAt: row.created_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
    ...(row.last_used_from === null ? {} : { lastUsedFrom: row.last_used_from }),
    screens: row.screens,
  }));

/** Of a wall the last use is the last sign of any of its screens. */
const listed = sql.fragment`
  select a.id, a.kind, a.name, a.hint, a.created_by, u.name as creator, a.permissions, a.created_at, a.expires_at, a.last_used_from,
    case when a.all_branches then null else array(select b.branch_id from access_token_branch b
      where b.tenant_id = a.tenant_id and b.token_id = a.id order by 1) end as branches,
    greatest(a.last_used_at, (select max(s.last_seen_at) from session s where s.tenant_id = a.tenant_id and s.token_id = a.id)) as last_used_at,
    (select count(*)::int4 from session s where s.tenant_id = a.tenant_id and s.token_id = a.id) as screens
  from access_token a join app_user u on u.tenant_id = a.tenant_id and u.id = a.created_by`;

/** Newest first, expired ones too. */
export async function listTokens(tx: TenantTx): Promise<readonly TokenView[]> {
  return await tx.any(sql.type(TokenRow)`${listed} order by a.created_at desc, a.id desc`);
}

export interface NewToken {
  readonly kind: TokenKind;
  readonly name: string;
  readonly hint: string;
  readonly tokenHash: Buffer;
  readonly createdBy: UserId;
  readonly permissions: readonly Permission[];
  readonly branches: readonly BranchId[] | 'all';
  readonly now: number;
  readonly expiresAt: number | undefined;
}

/** Undefined when a branch does not exist; then the transaction must not be committed. */
export async function insertToken(tx: TenantTx, token: NewToken): Promise<TokenView | undefined> {
  const id = randomUUIDv7();
  await tx.query(sql.unsafe`
    insert into access_token (tenant_id, id, kind, name, hint, token_hash, created_by, permissions, all_branches, created_at, expires_at)
    values (${tx.tenant}, ${id}, ${token.kind}, ${token.name}, ${token.hint}, ${sql.binary(token.tokenHash)}, ${token.createdBy},
      ${sql.array([...new Set(token.permissions)], 'text')}, ${token.branches === 'all'}, ${instant(token.now)},
      ${token.expiresAt === undefined ? null : instant(token.expiresAt)})`);
  if (token.branches !== 'all') {
    const wanted = [...new Set(token.branches)];
    const { rowCount } = await tx.query(sql.unsafe`
      insert into access_token_branch (tenant_id, token_id, branch_id)
      select tenant_id, ${id}, id from branch where id = any(${sql.array(wanted, 'uuid')})`);
    if (rowCount !== wanted.length) return undefined;
  }
  return await tx.one(sql.type(TokenRow)`${listed} where a.id = ${id}`);
}

export async function countTokens(tx: TenantTx): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ count: z.int() }))`select count(*)::int4 as count from access_token`);
}

/** Ends everything that came in with it; every process hears of it. Answers what it was. */
export async function deleteToken(
  tx: TenantTx,
  id: string,
): Promise<{ readonly kind: TokenKind; readonly name: string } | undefined> {
  const row = z.object({ kind: z.enum(['api', 'wall']), name: z.string(), created_by: UserId });
  const deleted = await tx.maybeOne(
    sql.type(row)`delete from access_token where id = ${id} returning kind, name, created_by`,
  );
  if (deleted === null) return undefined;
  const { kind, name, created_by } = deleted;
  // What a wall's screens are known under is the link's own id.
  const user = kind === 'wall' ? UserId.parse(id) : created_by;
  await tx.query(notifySessionChange({ tenant: tx.tenant, user, reason: 'revoked' }));
  return { kind, name };
}

/** Those a person made for programs; walls belong to nobody. Every process hears of it. Answers what they were called. */
export async function deleteApiTokensOf(
  tx: TenantTx,
  userId: UserId,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const deleted = await tx.any(sql.type(z.object({ id: z.uuid(), name: z.string() }))`
    delete from access_token where created_by = ${userId} and kind = 'api' returning id, name`);
  if (deleted.length > 0) await tx.query(notifySessionChange({ tenant: tx.tenant, user: userId, reason: 'revoked' }));
  return deleted;
}

/** Notes a use. False when the token is gone. */
export async function touchToken(tx: TenantTx, id: string, now: number, address?: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update access_token set last_used_at = greatest(last_used_at, ${instant(now)}), last_used_from = coalesce(${address ?? null}, last_used_from)
    where id = ${id}`);
  return rowCount === 1;
}

const Wall = z
  .object({ tenant_id: TenantId, id: z.uuid() })
  .transform(({ tenant_id, id }) => ({ tenant: tenant_id, id }));

/** The wall link of a token; undefined when it is none, expired or revoked. */
export async function findWall(
  tx: SystemTx,
  tokenHash: Buffer,
  now: number,
): Promise<z.infer<typeof Wall> | undefined> {
  const found = await tx.maybeOne(sql.type(Wall)`
    select a.tenant_id, a.id from access_token a join tenant t on t.tenant_id = a.tenant_id and t.suspended_at is null
    where a.kind = 'wall' and a.token_hash = ${sql.binary(tokenHash)} and (a.expires_at is null or a.expires_at > ${instant(now)})`);
  return found ?? undefined;
}

export interface NewWallSession {
  readonly linkId: string;
  readonly tokenHash: Buffer;
  readonly address: string;
  readonly userAgent: string;
  readonly now: number;
  readonly expiresAt: number;
}

/** The new session's id. Beyond 50 screens of a link, the ones longest unused end. */
export async function insertWallSession(tx: TenantTx, screen: NewWallSession): Promise<string | undefined> {
  const { linkId, now } = screen;
  const id = await tx.maybeOneFirst(sql.type(z.object({ id: z.string() }))`
    insert into session (tenant_id, id, token_id, token_hash, created_at, expires_at, last_seen_at, address, user_agent)
    select tenant_id, ${randomUUIDv7()}, id, ${sql.binary(screen.tokenHash)}, ${instant(now)}, ${instant(screen.expiresAt)}, ${instant(now)},
      ${screen.address}, ${screen.userAgent.slice(0, 300)}
    from access_token where id = ${linkId} and kind = 'wall' returning id`);
  const ended = await tx.query(sql.unsafe`delete from session where token_id = ${linkId} and id in (
    select id from session where token_id = ${linkId} order by last_seen_at desc, id desc offset 50)`);
  if (ended.rowCount > 0) await tx.query(notifySessionChange({ tenant: tx.tenant, user: UserId.parse(linkId) }));
  return id ?? undefined;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
