import type { PoolClient } from 'pg';
import { z } from 'zod';
import { DEVICE_INTENT } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import { DeviceIntentState as StateName, Difference, IntentFacts } from '#shared/deviceIntent/values.ts';
import { ActorId, BranchId, UserId, type TenantId } from '#shared/values/ids.ts';
import { createDomainTable } from '../platform/actors/domainTableStore.ts';

const State: z.ZodType<DeviceIntentState> = z
  .object({
    id: ActorId,
    state: StateName,
    deviceKind: z.string(),
    deviceId: ActorId,
    act: z.string(),
    input: IntentFacts,
    branchId: BranchId.optional(),
    reason: z.string().optional(),
    requestedBy: UserId.optional(),
    requestedAt: z.number(),
    notAfter: z.number().optional(),
    beganAt: z.number().optional(),
    attempts: z.int(),
    baseline: IntentFacts.optional(),
    retryAt: z.number().optional(),
    outcome: z.string().optional(),
    readAt: z.number().optional(),
    differences: z.array(Difference),
    endedAt: z.number().optional(),
  })
  .transform((row) => ({ ...absent, ...row }));

const absent = {
  branchId: undefined,
  reason: undefined,
  requestedBy: undefined,
  notAfter: undefined,
  beganAt: undefined,
  baseline: undefined,
  retryAt: undefined,
  outcome: undefined,
  readAt: undefined,
  endedAt: undefined,
};

export const deviceIntentTable = createDomainTable<DeviceIntentState>({
  kind: DEVICE_INTENT,
  table: 'device_intent',
  columns: {
    state: 'text',
    deviceKind: 'text',
    deviceId: 'uuid',
    act: 'text',
    input: 'jsonb',
    branchId: 'uuid',
    reason: 'text',
    requestedBy: 'uuid',
    requestedAt: 'instant',
    notAfter: 'instant',
    beganAt: 'instant',
    attempts: 'int',
    baseline: 'jsonb',
    retryAt: 'instant',
    outcome: 'text',
    readAt: 'instant',
    differences: 'jsonb',
    endedAt: 'instant',
  },
  state: State,
});

/** An intent as stored. */
export interface StoredIntent {
  readonly version: number;
  readonly state: DeviceIntentState;
}

/** What has not ended, oldest first: to be carried out, or to be looked at. */
export async function openIntents(client: PoolClient, tenant: TenantId): Promise<readonly StoredIntent[]> {
  const { rows } = await client.query(
    `select ${deviceIntentTable.columns} from lastmile.device_intent
     where tenant_id = $1 and ended_at is null order by requested_at, id`,
    [tenant],
  );
  return rows.map((row) => deviceIntentTable.parse(row));
}

/** Intents of one device, latest first; of one act, if it is named. */
export async function intentsOfDevice(
  client: PoolClient,
  tenant: TenantId,
  device: { readonly kind: string; readonly id: ActorId },
  most: number,
  act?: string,
): Promise<readonly StoredIntent[]> {
  const { rows } = await client.query(
    `select ${deviceIntentTable.columns} from lastmile.device_intent
     where tenant_id = $1 and device_kind = $2 and device_id = $3 and ($5::text is null or act = $5)
     order by requested_at desc, id desc limit $4`,
    [tenant, device.kind, device.id, most, act ?? null],
  );
  return rows.map((row) => deviceIntentTable.parse(row));
}
