import type pg from 'pg';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import { routerId } from './fillSessions.ts';
import { withoutIndexes } from './withoutIndexes.ts';

/** A year's log: three of four by deadlines and equipment, every fourth event by a person. */
export async function fillEvents(client: pg.Client, tenant: TenantId, user: UserId, count: number): Promise<void> {
  await client.query(`select lastmile.ensure_partitions(now() - interval '365 days', 14)`);
  await withoutIndexes(client, ['event'], async () => {
    await client.query(
      `insert into lastmile.event (tenant_id, position, kind, actor_id, version, type, v, data, actor_user, at)
       select $1, i, kind, case kind when 'nas' then ${routerId('i')} when 'customer' then f.id else f.line end, 1 + i / 1000000,
         case kind when 'nas' then case when i % 8 = 0 then 'nas.unreachable' else 'nas.reachable' end when 'customer' then 'customer.changed'
           else case when i % 50000 = 3 then 'subscription.left' when i % 4 = 3 then 'subscription.renewed' else 'subscription.expired' end end,
         1, case kind when 'customer' then '{"fields": ["phones"]}' else '{"until": 1790000000000}' end::jsonb,
         case when i % 4 = 3 then $2::uuid end, now() - interval '365 days' + i * (interval '365 days' / ${count + 1})
       from generate_series(1, ${count}) i
       cross join lateral (select case when i % 4 = 0 then 'nas' when i % 16 = 7 then 'customer' else 'subscription' end) k(kind)
       join filled f on f.n = 1 + i::bigint * 7919 % (select max(n) from filled)`,
      [tenant, user],
    );
  });
  await client.query('update lastmile.tenant_log set head = $2 where tenant_id = $1', [tenant, count]);
}
