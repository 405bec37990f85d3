import type { PoolClient } from 'pg';
import { z } from 'zod';

const ZoneRow = z.object({ tenantId: z.string(), nasId: z.string().nullable(), zone: z.string() });
export type ZoneRow = z.infer<typeof ZoneRow>;

/** The zone of each router's branch, and of each company (without a router) for those that have none. */
export async function readZones(client: PoolClient): Promise<readonly ZoneRow[]> {
  const { rows } = await client.query(
    `select n.tenant_id as "tenantId", n.id as "nasId", b.time_zone as zone
      from lastmile.nas n join lastmile.branch b on b.tenant_id = n.tenant_id and b.id = n.branch_id
    union all
    select t.tenant_id, null, t.time_zone from lastmile.tenant t`,
  );
  return rows.map((row) => ZoneRow.parse(row));
}
