import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { ActorAddress } from '#actors/system/address.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { eventColumns, eventFromRow } from './eventRow.ts';

/** The last events of one actor, oldest first, at most `most`, as written. Runs in the tenant's transaction. */
export async function readEventsOfActor(
  client: PoolClient,
  { tenant, kind, id }: ActorAddress,
  most: number,
): Promise<EventRecord[]> {
  const { rows } = await client.query(
    `select ${eventColumns} from lastmile.event e
     where e.tenant_id = $1 and e.kind = $2 and e.actor_id = $3 order by e.position desc limit $4`,
    [tenant, kind, id, most],
  );
  return rows.map(eventFromRow).toReversed();
}

const HeadRow = z.object({ head: z.int() });

/** The position of the tenant's last committed event. Runs in the tenant's transaction. */
export async function readHeadOf(client: PoolClient, tenant: TenantId): Promise<number> {
  const { rows } = await client.query('select head::float8 as head from lastmile.tenant_log where tenant_id = $1', [
    tenant,
  ]);
  return rows.length === 0 ? 0 : HeadRow.parse(rows[0]).head;
}
