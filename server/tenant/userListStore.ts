import { sql } from 'slonik';
import { z } from 'zod';
import { RoleId } from '#shared/tenant/administration.ts';
import type { UserQuery } from '#shared/tenant/users.ts';
import { BranchId, UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const ListedUser = z.object({
  id: UserId,
  name: z.string(),
  email: z.string(),
  roleId: RoleId,
  roleName: z.string(),
  permissions: z.array(z.string()),
  branches: z.array(z.object({ id: BranchId, name: z.string() })),
  hasPassword: z.boolean(),
  disabledAt: z.number().nullable(),
  createdAt: z.number(),
  lastSeenAt: z.number().nullable(),
  sessions: z.int(),
});
export type ListedUser = z.infer<typeof ListedUser>;

/** Of `u`, which has everything of app_user and last_seen_at; the id makes it steady from page to page. */
const orders = {
  name: sql.fragment`lower(u.name), u.id`,
  '-name': sql.fragment`lower(u.name) desc, u.id`,
  email: sql.fragment`u.email, u.id`,
  '-email': sql.fragment`u.email desc, u.id`,
  createdAt: sql.fragment`u.created_at, u.id`,
  '-createdAt': sql.fragment`u.created_at desc, u.id`,
  lastSeenAt: sql.fragment`u.last_seen_at nulls first, u.id`,
  '-lastSeenAt': sql.fragment`u.last_seen_at desc nulls last, u.id`,
} as const satisfies Record<UserQuery['sort'], unknown>;

/** Whoever works in one of `branches` (all branches count) and fits the query, a page of them, and how many there are. */
export async function listUsers(
  tx: TenantTx,
  query: UserQuery,
  branches: readonly BranchId[] | 'all',
  now: number,
): Promise<{ users: readonly ListedUser[]; total: number }> {
  const matching = sql.fragment`${matches(query)} and ${worksIn(branches)}`;
  const total = await tx.oneFirst(sql.type(z.object({ count: z.number() }))`
    select count(*)::float8 as count from app_user u where ${matching}`);
  const users = await tx.any(sql.type(ListedUser)`
    with seen as (
      select u.*, s.last_seen_at, s.sessions
      from app_user u left join lateral (
        select max(last_seen_at) as last_seen_at, count(*)::int as sessions
        from session where user_id = u.id and expires_at > ${sql.timestamp(new Date(now))}) s on true
      where ${matching}
    ), page as (select * from seen u order by ${orders[query.sort]} limit ${query.limit} offset ${query.offset})
    select u.id, u.name, u.email, u.role_id as "roleId", r.name as "roleName", r.permissions, u.password_hash is not null as "hasPassword",
      u.disabled_at as "disabledAt", u.created_at as "createdAt", u.last_seen_at as "lastSeenAt", u.sessions,
      (select coalesce(json_agg(json_build_object('id', b.id, 'name', b.name) order by b.name), '[]')
        from user_branch ub join branch b on b.id = ub.branch_id where ub.user_id = u.id) as branches
    from page u join role r on r.id = u.role_id order by ${orders[query.sort]}`);
  return { users, total };
}

function matches({ text, roleId, branchId, state }: UserQuery) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const conditions = [
    ...words.map((word) => sql.fragment`position(${word} in lower(u.name || ' ' || u.email)) > 0`),
    ...(roleId === undefined ? [] : [sql.fragment`u.role_id = ${roleId}`]),
    ...(branchId === undefined ? [] : [worksIn([branchId])]),
    ...(state === undefined
      ? []
      : [state === 'disabled' ? sql.fragment`u.disabled_at is not null` : sql.fragment`u.disabled_at is null`]),
  ];
  return conditions.length === 0 ? sql.fragment`true` : sql.join(conditions, sql.fragment` and `);
}

function worksIn(branches: readonly BranchId[] | 'all') {
  if (branches === 'all') return sql.fragment`true`;
  return sql.fragment`(not exists (select from user_branch x where x.user_id = u.id)
    or exists (select from user_branch x where x.user_id = u.id and x.branch_id = any(${sql.array([...branches], 'uuid')})))`;
}
