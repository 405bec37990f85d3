import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { appendEvents } from '../platform/eventLog/appendEvents.ts';

export interface VoucherUseEvent {
  readonly tenant: TenantId;
  readonly batchId: ActorId;
  /** `noun.verbed`. */
  readonly type: string;
  readonly vouchers: readonly ActorId[];
  readonly at: number;
}

const Version = z.object({ version: z.coerce.number().int() });

/** Appends what happened to vouchers of a batch without anybody's doing. Must be the last thing before commit. */
export async function recordVoucherUse(client: PoolClient, event: VoucherUseEvent): Promise<void> {
  const { tenant, batchId, type, vouchers, at } = event;
  const { rows } = await client.query(
    `select 1 + coalesce((select version from lastmile.event where tenant_id = $1 and kind = 'voucherBatch'
       and actor_id = $2 order by position desc limit 1), 0) as version`,
    [tenant, batchId],
  );
  const { version } = Version.parse(rows[0]);
  const data = { count: vouchers.length, vouchers };
  const shape = { kind: 'voucherBatch', actorId: batchId, v: 1, actorUser: undefined, cause: undefined } as const;
  await appendEvents(client, tenant, [{ ...shape, version, type, data, at }]);
}
