import type { ClientBase } from 'pg';
import { z } from 'zod';
import type { Cause } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { ActorId, TenantId, UserId } from '#shared/values/ids.ts';

/** An event on its way into the log; its position is what the log gives it. */
export type NewEvent = Omit<EventRecord, 'tenant' | 'position'>;

/** NOTIFY channel on which the log says who has something new. Payload: tenant's id, a blank, the position of the last event. */
export const eventLogChannel = 'event_log';

/** So that one statement never holds the tenant's log row for long. */
const mostPerStatement = 500;

/**
 * Takes the next positions and writes the events, in one statement; the lock on tenant_log is held until commit, which
 * makes positions dense and visible in order. NOTIFY is only a wake-up. One parameter of JSON takes the database as
 * long as unnest over arrays does for up to 100 events, and this process half as long.
 */
const append = `
  with head as (
    update lastmile.tenant_log set head = head + $2 where tenant_id = $1 returning head - $2 as before
  ), written as (
    insert into lastmile.event (tenant_id, position, kind, actor_id, version, type, v, data, actor_user, cause, at)
    select $1, before + e.n, e.kind, e.actor, e.version, e.type, e.v, e.data, e."user", e.cause, to_timestamp(e.at / 1000)
    from head, json_to_recordset($3::json) as e(n int, kind text, actor uuid, version bigint, type text, v smallint,
      data jsonb, "user" uuid, cause jsonb, at float8)
  )
  select before::float8 as before, pg_notify('${eventLogChannel}', $1::uuid || ' ' || before + $2) as notified from head`;

const appended = z.object({ before: z.int() });

/**
 * Appends events to the tenant's log inside the caller's transaction of that tenant. Must be the last thing before
 * commit: from here on every other writer of the tenant waits. Answers the records with their positions.
 */
export async function appendEvents(
  client: ClientBase,
  tenant: TenantId,
  events: readonly NewEvent[],
): Promise<EventRecord[]> {
  const records: EventRecord[] = [];
  for (let from = 0; from < events.length; from += mostPerStatement) {
    records.push(...(await appendSome(client, tenant, events.slice(from, from + mostPerStatement))));
  }
  return records;
}

async function appendSome(client: ClientBase, tenant: TenantId, events: readonly NewEvent[]): Promise<EventRecord[]> {
  const { rows } = await client.query({
    name: 'event.append',
    text: append,
    values: [tenant, events.length, JSON.stringify(events.map(asRow))],
  });
  if (rows.length === 0) throw new Error('the tenant has no log');
  const { before } = appended.parse(rows[0]);
  return events.map((event, index) => ({ tenant, position: before + index + 1, ...event }));
}

function asRow(event: NewEvent, index: number): AppendRow {
  const { kind, actorId, version, type, v, data, actorUser, cause, at } = event;
  return { n: index + 1, kind, actor: actorId, version, type, v, data, user: actorUser, cause, at };
}

interface AppendRow {
  readonly n: number;
  readonly kind: string;
  readonly actor: ActorId;
  readonly version: number;
  readonly type: string;
  readonly v: number;
  readonly data: NewEvent['data'];
  readonly user: UserId | undefined;
  readonly cause: Cause | undefined;
  readonly at: number;
}
