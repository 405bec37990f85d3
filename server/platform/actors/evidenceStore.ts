import type { PoolClient } from 'pg';
import type { CommitUnit } from '#actors/system/ports.ts';
import type { TenantId } from '#shared/values/ids.ts';

/** Keeps what made the system act, in the transaction of what it led to. */
export async function storeEvidence(client: PoolClient, tenant: TenantId, units: readonly CommitUnit[]): Promise<void> {
  const evidence = units.flatMap((unit) => unit.change?.evidence ?? []);
  if (evidence.length === 0) return;
  await client.query({
    name: 'evidence.store',
    text: `insert into lastmile.evidence (tenant_id, id, kind, bytes, received_at)
      select $1, r.id, r.kind, decode(r.bytes, 'base64'), to_timestamp(r."receivedAt" / 1000)
      from json_to_recordset($2::json) as r(id uuid, kind text, bytes text, "receivedAt" float8)`,
    values: [
      tenant,
      JSON.stringify(evidence.map((item) => ({ ...item, bytes: Buffer.from(item.bytes).toString('base64') }))),
    ],
  });
}
