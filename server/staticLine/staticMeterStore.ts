import type { PoolClient } from 'pg';
import { z } from 'zod';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';

const Meter = z.object({
  subscriptionId: ActorId,
  nasId: ActorId,
  entry: z.string(),
  upBytes: z.number(),
  downBytes: z.number(),
  readAt: Instant,
  heardAt: Instant.nullable().transform((at) => at ?? undefined),
  onlineSince: Instant.nullable().transform((at) => at ?? undefined),
});
/** What a line's queue said last, and when its equipment showed a sign of life. */
export type StaticMeter = z.infer<typeof Meter>;

const columns = `subscription_id as "subscriptionId", nas_id as "nasId", entry, up_bytes::float8 as "upBytes",
  down_bytes::float8 as "downBytes", round(extract(epoch from read_at) * 1000)::float8 as "readAt",
  round(extract(epoch from heard_at) * 1000)::float8 as "heardAt",
  round(extract(epoch from online_since) * 1000)::float8 as "onlineSince"`;

export async function staticMeters(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly StaticMeter[]> {
  const { rows } = await client.query(
    `select ${columns} from lastmile.static_meter where tenant_id = $1 and subscription_id = any ($2) order by 1`,
    [tenant, ids],
  );
  return rows.map((row) => Meter.parse(row));
}

/** The same, held until the end of the transaction: whoever else counts them waits, and then finds them counted. */
export async function takeStaticMeters(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly StaticMeter[]> {
  const { rows } = await client.query(
    `select ${columns} from lastmile.static_meter
      where tenant_id = $1 and subscription_id = any ($2) order by subscription_id for update`,
    [tenant, ids],
  );
  return rows.map((row) => Meter.parse(row));
}

export async function putStaticMeters(
  client: PoolClient,
  tenant: TenantId,
  meters: readonly StaticMeter[],
): Promise<void> {
  if (meters.length === 0) return;
  const sorted = meters.toSorted((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
  const time = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));
  await client.query(
    `insert into lastmile.static_meter as m
        (tenant_id, subscription_id, nas_id, entry, up_bytes, down_bytes, read_at, heard_at, online_since)
      select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::int8[], $7::timestamptz[],
        $8::timestamptz[], $9::timestamptz[])
      on conflict (tenant_id, subscription_id) do update set nas_id = excluded.nas_id, entry = excluded.entry,
        up_bytes = excluded.up_bytes, down_bytes = excluded.down_bytes, read_at = excluded.read_at,
        heard_at = excluded.heard_at, online_since = excluded.online_since`,
    [
      tenant,
      sorted.map(({ subscriptionId }) => subscriptionId),
      sorted.map(({ nasId }) => nasId),
      sorted.map(({ entry }) => entry),
      sorted.map(({ upBytes }) => upBytes),
      sorted.map(({ downBytes }) => downBytes),
      sorted.map(({ readAt }) => time(readAt)),
      sorted.map(({ heardAt }) => time(heardAt)),
      sorted.map(({ onlineSince }) => time(onlineSince)),
    ],
  );
}
