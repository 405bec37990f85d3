import type pg from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { eventColumns } from '#server/platform/eventLog/eventRow.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';

const plan = z.array(z.object({ 'QUERY PLAN': z.string() }));

/** The lists and look-ups that must stay fast with millions of rows, as the role that runs them asks them. */
const lists = [
  [
    'standing alarms',
    'app',
    `select * from lastmile.alarm where tenant_id = $1 and cleared_at is null`,
    'alarm_standing',
  ],
  [
    'standing alarms by age',
    'app',
    `select * from lastmile.alarm where tenant_id = $1 and cleared_at is null order by raised_at limit 100`,
    'alarm_standing',
  ],
  [
    'cleared alarms, a page',
    'app',
    `select * from lastmile.alarm where tenant_id = $1 and cleared_at is not null order by cleared_at desc, id desc limit 50`,
    'alarm_history',
  ],
  [
    'cleared alarms, the next page',
    'app',
    `select * from lastmile.alarm where tenant_id = $1 and cleared_at is not null
    and (cleared_at, id) < ('2026-06-01', '80000000-0000-4000-8000-000000000000') order by cleared_at desc, id desc limit 50`,
    'alarm_history',
  ],
  [
    'alarms by id',
    'app',
    `select * from lastmile.alarm where tenant_id = $1 and id = any(array['80000000-0000-4000-8000-000000000000']::uuid[])`,
    'alarm_pkey',
  ],
  [
    'the timeline of an actor',
    'app',
    `select ${eventColumns} from lastmile.event e
    where e.tenant_id = $1 and e.kind = 'alarm' and e.actor_id = '80000000-0000-4000-8000-000000000000' order by e.position desc limit 50`,
    'actor_id',
  ],
  [
    'a known command',
    'app',
    `select * from lastmile.command where tenant_id = $1 and key = any(array['a', 'b'])`,
    'command_pkey',
  ],
  [
    'the log after a position',
    'system',
    `select ${eventColumns} from lastmile.event e where e.tenant_id = $1 and e.position > 70 order by e.position limit 500`,
    'pkey',
  ],
  [
    'deadlines that are due',
    'system',
    `select * from lastmile.deadline where $1::uuid is not null and due_at <= '2026-01-01 01:00Z' and shard = any(array[1, 2]::smallint[]) order by due_at limit 100`,
    'deadline_due',
  ],
  [
    'customers with a label that many have, in the order of the list',
    'app',
    `select customer_id from lastmile.customer_label where tenant_id = $1 and label = 'vip' and (name_key, customer_id) > ('n', '${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}') order by name_key, customer_id limit 50`,
    'customer_label_by_name',
  ],
  [
    'a session by its token',
    'system',
    `select * from lastmile.session where $1::uuid is not null and token_hash = sha256('x')`,
    'session_token_hash_key',
  ],
] as const;

test.for(lists)('%s: the index is used under row-level security', async ([, role, query, index]) => {
  await using db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  await fill(db.superuserUrl, tenant);
  const explain = async (client: pg.ClientBase | pg.Pool): Promise<string> =>
    plan
      .parse((await client.query(`explain ${query}`, [tenant])).rows)
      .map((row) => row['QUERY PLAN'])
      .join('\n');
  const text =
    role === 'app' ? await inTenant(db.database.appPool, tenant, explain) : await explain(db.database.systemPool);
  expect(text).toMatch(
    new RegExp(`(Index|Bitmap)[^\\n]* on \\w*${index}|(Index|Index Only) Scan (Backward )?using \\w*${index}`),
  );
  // Sorting everything to give a page would read everything.
  if (query.includes('limit')) expect(text).not.toMatch(/^\s*(->\s*)?Sort/m);
  // Companies are few, and which of them are suspended is looked up once for a query.
  expect(text).not.toMatch(/Seq Scan on (?!event_default|evidence_default|tenant\b)/);
});

/** Enough rows that a sequential scan would be dearer than any index. */
async function fill(superuserUrl: string, tenant: string): Promise<void> {
  await withClient(superuserUrl, (client) =>
    client.query(`
    insert into lastmile.alarm (tenant_id, id, version, state, source, cause, severity, text, episode, occurrences, raised_at, last_occurred_at, cleared_at)
      select '${tenant}', gen_random_uuid(), 1, case when n % 50 = 0 then 'raised' else 'cleared' end, 'source ' || n, 'cause', 'major', 'text', 1, 1,
        '2026-01-01'::timestamptz + n * interval '1 minute', '2026-01-01', case when n % 50 <> 0 then '2026-01-01'::timestamptz + n * interval '1 minute' end from generate_series(1, 5000) n;
    insert into lastmile.event (tenant_id, position, kind, actor_id, version, type, v, data, at)
      select '${tenant}', n, 'alarm', gen_random_uuid(), 1, 'alarm.raised', 1, '{}', '2026-01-01' from generate_series(1, 5000) n;
    insert into lastmile.command (tenant_id, key, hash, answer, at) select '${tenant}', 'key-' || n, '', '{}', '2026-01-01' from generate_series(1, 5000) n;
    insert into lastmile.deadline (tenant_id, kind, actor_id, name, due_at, shard)
      select '${tenant}', 'alarm', gen_random_uuid(), 'x', '2026-01-01'::timestamptz + n * interval '1 minute', n % 256 from generate_series(1, 5000) n;
    insert into lastmile.customer (tenant_id, id, version, number, kind, name, name_key, phones, address, labels, notes, created_at, changed_at)
      select '${tenant}', gen_random_uuid(), 1, n, 'person', 'N', 'n' || n, '{}', '', '{vip}', '', '2026-01-01'::timestamptz + n * interval '1 minute', '2026-01-01' from generate_series(1, 5000) n;
    insert into lastmile.customer_label (tenant_id, label, customer_id, name_key, number, created_at)
      select tenant_id, 'vip', id, name_key, number, created_at from lastmile.customer;
    insert into lastmile.session (tenant_id, id, user_id, token_hash, created_at, expires_at, last_seen_at)
      select tenant_id, gen_random_uuid(), (array_agg(id))[1], sha256(n::text::bytea), '2026-01-01', '2026-01-01', '2026-01-01'
      from lastmile.app_user, generate_series(1, 5000) n group by tenant_id, n;
    analyze lastmile.customer_label, lastmile.alarm, lastmile.event, lastmile.command, lastmile.deadline, lastmile.session`),
  );
}
