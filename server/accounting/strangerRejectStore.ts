import type { PoolClient } from 'pg';
import { z } from 'zod';
import { ActorId, type TenantId } from '#shared/values/ids.ts';

const Row = z.object({
  nasId: ActorId,
  username: z.string(),
  mac: z.string(),
  reason: z.string(),
  times: z.number(),
  lastAt: z.number(),
});
export type StrangerReject = z.infer<typeof Row>;

/** Refusals since a time of whom no line is known, by a part of the name or the MAC address, the latest first. */
export async function strangerRejects(
  client: PoolClient,
  tenant: TenantId,
  { text, mac, since }: { readonly text: string; readonly mac: string | undefined; readonly since: number },
): Promise<readonly StrangerReject[]> {
  const { rows } = await client.query(
    `select nas_id as "nasId", username, mac, reason, sum(times)::float8 as times,
        floor(extract(epoch from max(last_at)) * 1000)::float8 as "lastAt"
      from lastmile.reject r
      where tenant_id = $1 and hour >= to_timestamp($2::float8 / 1000) and subscription_id is null
        and (strpos(lower(username), lower($3)) > 0 or mac = $4)
        -- A line of this name was made since.
        and not exists (select from lastmile.subscription s
          where s.tenant_id = $1 and s.username_key = lower(r.username) and s.state <> 'left')
      group by nas_id, username, mac, reason order by max(last_at) desc limit 20`,
    [tenant, since, text, mac ?? null],
  );
  return rows.map((row) => Row.parse(row));
}
