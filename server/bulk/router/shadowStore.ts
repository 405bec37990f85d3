import { sql } from 'slonik';
import { z } from 'zod';
import { SubscriptionState } from '#shared/subscription/values.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

const Row = z.object({ id: ActorId, state: SubscriptionState });

/** How these lines stand. */
export async function statesOfLines(
  tx: TenantTx,
  ids: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, SubscriptionState>> {
  const rows = await tx.any(sql.type(Row)`
    select id, state from lastmile.subscription
    where tenant_id = ${tx.tenant} and id = any(${sql.array([...ids], 'uuid')})`);
  return new Map(rows.map(({ id, state }) => [id, state]));
}
