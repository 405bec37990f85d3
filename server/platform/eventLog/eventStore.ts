import type { Pool } from 'pg';
import { z } from 'zod';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { TenantId } from '#shared/values/ids.ts';
import { eventColumns, eventFromRow } from './eventRow.ts';

/** Events of the tenant after a position, in order, as written. `pool` is Database.systemPool. */
export async function readEvents(pool: Pool, tenant: TenantId, after: number, most: number): Promise<EventRecord[]> {
  const { rows } = await pool.query({
    name: 'event.read',
    // e.position and not the selected position, which is a float: only the former comes in order out of the index.
    text: `select ${eventColumns} from lastmile.event e
      where e.tenant_id = $1 and e.position > $2::float8::bigint order by e.position limit $3`,
    values: [tenant, after, most],
  });
  return rows.map(eventFromRow);
}

const headRow = z.object({ tenant_id: TenantId, head: z.int() });

/** The position of each tenant's last committed event; tenants without log are absent. */
export async function readHeads(pool: Pool, tenants: readonly TenantId[]): Promise<Map<TenantId, number>> {
  const { rows } = await pool.query({
    name: 'event.heads',
    text: `select tenant_id, head::float8 as head from lastmile.tenant_log where tenant_id = any($1::uuid[])`,
    values: [tenants],
  });
  return new Map(rows.map((raw) => headRow.parse(raw)).map(({ tenant_id, head }) => [tenant_id, head]));
}
