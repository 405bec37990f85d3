import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import type { TenantTx } from '../db/transaction.ts';
import { eventLogChannel } from '../eventLog/appendEvents.ts';
import { boundedBytes } from '../eventLog/evidenceStore.ts';
import type { Act } from './act.ts';

/** At most so many at once: they hold up every other writer of the tenant. */
export const MOST_ACTS = 500;

/**
 * Like `recordAct`, for many acts on as many different objects, in their order. Must be the last thing before commit.
 */
export async function recordActs(tx: TenantTx, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return;
  if (acts.length > MOST_ACTS) throw new RangeError(`at most ${MOST_ACTS} acts at once`);
  const rows = acts.map((act, index) => {
    const evidence = act.personal && Object.keys(act.personal).length > 0 ? randomUUIDv7() : null;
    return {
      ...{ n: index + 1, kind: act.kind, id: act.id, type: act.type, by: act.by ?? null, evidence },
      at: new Date(act.at).toISOString(),
      data: { ...(act.changes ? { changes: act.changes } : {}), ...act.facts },
      personal:
        evidence === null
          ? null
          : Buffer.from(boundedBytes(Buffer.from(JSON.stringify(act.personal)))).toString('base64'),
    };
  });
  const given = JSON.stringify(rows);
  await tx.query(sql.unsafe`
    insert into evidence (tenant_id, id, kind, bytes, received_at)
    select ${tx.tenant}, a.evidence, 'change', decode(a.personal, 'base64'), a.at
    from jsonb_to_recordset(${given}::jsonb) as a(evidence uuid, personal text, at timestamptz) where a.evidence is not null`);
  await tx.query(sql.unsafe`
    with head as (
      update tenant_log set head = head + ${acts.length} where tenant_id = ${tx.tenant} returning head
    ), written as (
      insert into event (tenant_id, position, kind, actor_id, version, type, v, data, actor_user, cause, at)
      select ${tx.tenant}, head.head - ${acts.length} + a.n, a.kind, a.id, 1 + coalesce((
          select e.version from event e where e.tenant_id = ${tx.tenant} and e.kind = a.kind and e.actor_id = a.id
          order by e.position desc limit 1), 0),
        a.type, 1, a.data, a.by,
        case when a.evidence is null then null else jsonb_build_object('kind', 'evidence', 'id', a.evidence) end, a.at
      from head, jsonb_to_recordset(${given}::jsonb) as a(n bigint, kind text, id uuid, type text, data jsonb, by uuid,
        evidence uuid, at timestamptz)
      order by a.n
    )
    select pg_notify(${eventLogChannel}, ${tx.tenant}::uuid || ' ' || head.head) from head`);
}
