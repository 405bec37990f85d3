import { createSqlTag } from 'slonik';
import { z } from 'zod';
import { defaultUsernameRules, UsernameRules } from '#shared/subscription/usernameKey.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const sql = createSqlTag();

/** A company's rules for usernames. */
export async function readUsernameRules(tx: TenantTx): Promise<UsernameRules> {
  const row = await tx.maybeOne(sql.type(UsernameRules)`
    select case_sensitive as "caseSensitive", realm from lastmile.subscription_rules where tenant_id = ${tx.tenant}`);
  return row ?? defaultUsernameRules;
}

export async function writeUsernameRules(
  tx: TenantTx,
  { caseSensitive, realm }: UsernameRules,
  now: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.subscription_rules (tenant_id, case_sensitive, realm, changed_at)
    values (${tx.tenant}, ${caseSensitive}, ${realm}, ${sql.timestamp(new Date(now))})
    on conflict (tenant_id) do update
      set case_sensitive = excluded.case_sensitive, realm = excluded.realm, changed_at = excluded.changed_at`);
}

const Named = z.object({ id: ActorId, username: z.string(), usernameKey: z.string() });
export type NamedSubscription = z.infer<typeof Named>;

/** Lines with a username that have not left, by id after `after`. */
export async function namedSubscriptions(
  tx: TenantTx,
  after: ActorId | undefined,
  limit: number,
): Promise<readonly NamedSubscription[]> {
  return await tx.any(sql.type(Named)`
    select id, username, username_key as "usernameKey" from lastmile.subscription
    where tenant_id = ${tx.tenant} and username is not null and state <> 'left'
      and id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by id limit ${limit}`);
}
