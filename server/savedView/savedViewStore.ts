import { sql } from 'slonik';
import { z } from 'zod';
import { SavedView, type SaveViewRequest } from '#shared/savedView/view.ts';
import { ActorId, type UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

/** One's own views of a screen and those shared with everybody, by name. */
export async function savedViews(tx: TenantTx, user: UserId, screen: string): Promise<readonly SavedView[]> {
  return await tx.any(sql.type(SavedView)`
    select v.id, v.screen, v.name, v.shared, v.owner_id = ${user} as own, u.name as "ownerName", v.state
    from saved_view v join app_user u on u.tenant_id = v.tenant_id and u.id = v.owner_id
    where v.tenant_id = ${tx.tenant} and v.screen = ${screen} and (v.shared or v.owner_id = ${user})
    order by v.name, v.id`);
}

export async function countSavedViews(tx: TenantTx, user: UserId): Promise<number> {
  const { count } = await tx.one(sql.type(z.object({ count: z.int() }))`
    select count(*)::int as count from saved_view where tenant_id = ${tx.tenant} and owner_id = ${user}`);
  return count;
}

/** Writes it, in place of the one of the same name this person has; answers its id. */
export async function putSavedView(
  tx: TenantTx,
  user: UserId,
  view: SaveViewRequest & { readonly id: string; readonly at: number },
): Promise<ActorId> {
  const { id } = await tx.one(sql.type(z.object({ id: ActorId }))`
    insert into saved_view (tenant_id, id, screen, name, owner_id, shared, state, changed_at)
    values (${tx.tenant}, ${view.id}, ${view.screen}, ${view.name}, ${user}, ${view.shared}, ${sql.jsonb(view.state)},
      ${sql.timestamp(new Date(view.at))})
    on conflict (tenant_id, screen, owner_id, name)
    do update set shared = excluded.shared, state = excluded.state, changed_at = excluded.changed_at
    returning id`);
  return id;
}

/** Undefined when this person has none of this id. */
export async function removeSavedView(
  tx: TenantTx,
  user: UserId,
  id: string,
): Promise<{ readonly shared: boolean } | undefined> {
  const removed = await tx.maybeOne(sql.type(z.object({ shared: z.boolean() }))`
    delete from saved_view where tenant_id = ${tx.tenant} and owner_id = ${user} and id = ${id} returning shared`);
  return removed ?? undefined;
}
