import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { EvidenceId } from '#shared/values/ids.ts';
import type { TenantTx } from '../db/transaction.ts';
import { eventLogChannel } from '../eventLog/appendEvents.ts';
import { boundedBytes } from '../eventLog/evidenceStore.ts';
import type { Act } from './act.ts';

/** Present shape of every event that {@link recordAct} writes: `{changes?, …facts}`. */
const ACT_VERSION = 1;

const appended = z.object({ position: z.int(), notified: z.unknown() });

/**
 * Appends the act to the tenant's log, in the transaction of the change itself. Must be the last thing before commit:
 * from here on every other writer of the tenant waits. Answers the event's position.
 */
export async function recordAct(tx: TenantTx, act: Act): Promise<number> {
  const cause = act.personal && Object.keys(act.personal).length > 0 ? await keepPersonal(tx, act) : null;
  const data = { ...(act.changes ? { changes: act.changes } : {}), ...act.facts };
  const { position } = await tx.one(sql.type(appended)`
    with head as (
      update tenant_log set head = head + 1 where tenant_id = ${tx.tenant} returning head
    ), written as (
      insert into event (tenant_id, position, kind, actor_id, version, type, v, data, actor_user, cause, at)
      select ${tx.tenant}, head, ${act.kind}, ${act.id}, 1 + coalesce((
          select e.version from event e where e.tenant_id = ${tx.tenant} and e.kind = ${act.kind} and e.actor_id = ${act.id}
          order by e.position desc limit 1), 0),
        ${act.type}, ${ACT_VERSION}, ${sql.jsonb(data)}, ${act.by ?? null}, ${cause === null ? null : sql.jsonb(cause)},
        ${sql.timestamp(new Date(act.at))}
      from head
    )
    select head::float8 as position, pg_notify(${eventLogChannel}, ${tx.tenant}::uuid || ' ' || head) as notified from head`);
  return position;
}

async function keepPersonal(tx: TenantTx, act: Act): Promise<{ kind: 'evidence'; id: EvidenceId }> {
  const id = EvidenceId.parse(randomUUIDv7());
  const bytes = Buffer.from(boundedBytes(Buffer.from(JSON.stringify(act.personal))));
  await tx.query(sql.unsafe`
    insert into evidence (tenant_id, id, kind, bytes, received_at)
    values (${tx.tenant}, ${id}, 'change', ${sql.binary(bytes)}, ${sql.timestamp(new Date(act.at))})`);
  return { kind: 'evidence', id };
}
