import { sql } from 'slonik';
import { z } from 'zod';
import { UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../../platform/db/transaction.ts';

const row = z
  .object({
    id: z.uuid(),
    user_id: UserId,
    endpoint: z.string(),
    p256dh: z.string(),
    auth: z.string(),
    label: z.string(),
    created_at: z.number(),
    last_delivered_at: z.number().nullable(),
  })
  .transform(({ user_id, created_at, last_delivered_at, ...device }) => ({
    ...device,
    userId: user_id,
    createdAt: Math.round(created_at),
    lastDeliveredAt: last_delivered_at === null ? undefined : Math.round(last_delivered_at),
  }));
/** A browser with the keys that its notices are encrypted for. */
export type PushDevice = z.infer<typeof row>;

const columns = sql.fragment`id, user_id, endpoint, p256dh, auth, label,
  extract(epoch from created_at)::float8 * 1000 as created_at,
  extract(epoch from last_delivered_at)::float8 * 1000 as last_delivered_at`;

export async function devicesOf(tx: TenantTx, userId: UserId): Promise<readonly PushDevice[]> {
  return await tx.any(sql.type(row)`
    select ${columns} from push_device where tenant_id = ${tx.tenant} and user_id = ${userId} order by created_at, id`);
}

/** How many each person has; nobody's endpoints. */
export async function countDevices(tx: TenantTx): Promise<ReadonlyMap<UserId, number>> {
  const rows = await tx.any(sql.type(z.object({ user_id: UserId, devices: z.int() }))`
    select user_id, count(*)::int4 as devices from push_device where tenant_id = ${tx.tenant} group by user_id`);
  return new Map(rows.map(({ user_id, devices }) => [user_id, devices]));
}

export type NewPushDevice = Pick<PushDevice, 'id' | 'userId' | 'endpoint' | 'p256dh' | 'auth' | 'label'>;

/** A browser that comes again, perhaps with another person, keeps its row. Answers its id. */
export async function keepDevice(tx: TenantTx, device: NewPushDevice, at: number): Promise<string> {
  return await tx.oneFirst(sql.type(z.object({ id: z.uuid() }))`
    insert into push_device (tenant_id, id, user_id, endpoint, p256dh, auth, label, created_at)
    values (${tx.tenant}, ${device.id}, ${device.userId}, ${device.endpoint}, ${device.p256dh}, ${device.auth},
      ${device.label}, ${sql.timestamp(new Date(at))})
    on conflict (tenant_id, endpoint) do update set user_id = excluded.user_id, p256dh = excluded.p256dh,
      auth = excluded.auth, label = excluded.label
    returning id`);
}

/** Whether the person had it. */
export async function removeDevice(tx: TenantTx, userId: UserId, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    delete from push_device where tenant_id = ${tx.tenant} and user_id = ${userId} and id = ${id}`);
  return rowCount === 1;
}

/** Its push service does not know it any more. */
export async function forgetDevice(tx: TenantTx, id: string): Promise<void> {
  await tx.query(sql.unsafe`delete from push_device where tenant_id = ${tx.tenant} and id = ${id}`);
}

export async function markDelivered(tx: TenantTx, id: string, at: number): Promise<void> {
  await tx.query(sql.unsafe`
    update push_device set last_delivered_at = ${sql.timestamp(new Date(at))}
    where tenant_id = ${tx.tenant} and id = ${id}`);
}
