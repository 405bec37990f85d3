import type { PoolClient } from 'pg';
import { z } from 'zod';
import { SubscriptionState } from '#shared/subscription/values.ts';
import type { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { RosterLine } from './roster.ts';

const columns = `id, number::float8 as number, state, branch_id as "branchId",
  round(extract(epoch from valid_until) * 1000)::float8 as "validUntil"`;

const Row = z.object({
  id: z.custom<ActorId>((value) => typeof value === 'string'),
  number: z.number(),
  state: SubscriptionState,
  branchId: z.custom<BranchId | null>((value) => value === null || typeof value === 'string'),
  validUntil: z.number().nullable(),
});

/** All lines, by number from the one after `after`. */
export async function rosterPage(
  client: PoolClient,
  tenant: TenantId,
  after: number,
  limit: number,
): Promise<readonly RosterLine[]> {
  const { rows } = await client.query(
    `select ${columns} from lastmile.subscription where tenant_id = $1 and number > $2 order by number limit $3`,
    [tenant, after, limit],
  );
  return rows.map((row) => Row.parse(row));
}

/** Those of the ids that are there. */
export async function rosterOf(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly RosterLine[]> {
  const { rows } = await client.query(
    `select ${columns} from lastmile.subscription where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  );
  return rows.map((row) => Row.parse(row));
}
