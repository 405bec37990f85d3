import type { ClientBase } from 'pg';
import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import { DevicePolicy } from '#shared/voucher/values.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

/** What the RADIUS process decides by, as it stands in the tables. */
export const VoucherPolicyRow = z.object({
  id: ActorId,
  batchId: ActorId,
  packageId: ActorId,
  code: z.instanceof(Buffer),
  version: z.int(),
  void: z.boolean(),
  usedUp: z.boolean(),
  /** Not used in time. */
  expired: z.boolean(),
  validUntil: optional(Instant),
  validityMs: z.int(),
  devices: z.int(),
  devicePolicy: DevicePolicy,
  macLogin: z.boolean(),
  macs: z.array(z.string()),
});
export type VoucherPolicyRow = z.infer<typeof VoucherPolicyRow>;

export interface PolicyPageOf {
  /** Only of these. */
  readonly ids?: readonly ActorId[] | undefined;
  readonly batchId?: ActorId | undefined;
  readonly packageId?: ActorId | undefined;
  readonly after?: ActorId | undefined;
  readonly limit: number;
  /** What was over before this instant is nobody's question any more: it is left out, so that it is an unknown name. */
  readonly overSince: number;
  readonly now: number;
}

/** By id. */
export async function voucherPolicyPage(tx: TenantTx, page: PolicyPageOf): Promise<readonly VoucherPolicyRow[]> {
  const { ids, batchId, packageId, after, limit, overSince, now } = page;
  const [at, since] = [sql.timestamp(new Date(now)), sql.timestamp(new Date(overSince))];
  return await tx.any(sql.type(VoucherPolicyRow)`
    select v.id, v.batch_id as "batchId", b.package_id as "packageId", v.code, v.policy_version as version,
      v.voided_at is not null as "void", v.used_up_at is not null as "usedUp", v.valid_until as "validUntil",
      v.first_used_at is null and coalesce(b.unused_until <= ${at}, false) as expired, b.validity_ms::float8 as "validityMs",
      b.devices, b.device_policy as "devicePolicy", b.mac_login as "macLogin", v.macs
    from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
    where v.tenant_id = ${tx.tenant}
      and ${ids === undefined ? sql.fragment`true` : sql.fragment`v.id = any(${sql.array([...ids], 'uuid')})`}
      and ${batchId === undefined ? sql.fragment`true` : sql.fragment`v.batch_id = ${batchId}`}
      and ${packageId === undefined ? sql.fragment`true` : sql.fragment`b.package_id = ${packageId}`}
      and ${after === undefined ? sql.fragment`true` : sql.fragment`v.id > ${after}`}
      and coalesce(v.voided_at, v.used_up_at, v.valid_until, b.unused_until, 'infinity') >= ${since}
    order by v.id limit ${limit}`);
}

export interface FirstUse {
  readonly id: ActorId;
  readonly at: number;
  /** As the RADIUS process worked it out. */
  readonly validUntil: number | undefined;
  readonly mac: string | undefined;
}

export interface Activated {
  readonly id: ActorId;
  readonly batchId: ActorId;
}

const ActivatedIds = z.object({ id: ActorId, batchId: ActorId });
const ActivatedRow = z.object({ id: ActorId, batchId: ActorId, newly: z.boolean(), newlySold: z.boolean() });

/**
 * Writes first uses into vouchers; what is no voucher's is left alone. Again the same changes nothing. Of two (one from
 * each RADIUS node) the earlier one counts. Answers those that were unused before.
 */
export async function storeFirstUses(
  client: ClientBase,
  tenant: TenantId,
  uses: readonly FirstUse[],
): Promise<readonly Activated[]> {
  const { rows } = await client.query(
    `with used as (
       select distinct on (id) id, to_timestamp(at / 1000) as at, to_timestamp(until / 1000) as until, mac
       from json_to_recordset($2::json) as u(id uuid, at float8, until float8, mac text) order by id, at
     ), locked as (
       select v.id, v.batch_id, v.first_used_at, v.sold_at, v.macs, u.at, u.until, u.mac, b.validity_ms, b.devices
       from lastmile.voucher v join used u on u.id = v.id
       join lastmile.voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
       where v.tenant_id = $1 order by v.id for update of v
     )
     update lastmile.voucher v set
       first_used_at = least(l.first_used_at, l.at),
       valid_until = case when l.first_used_at is null or l.at < l.first_used_at
         then coalesce(l.until, l.at + l.validity_ms * interval '1 ms') else v.valid_until end,
       sold_at = coalesce(v.sold_at, l.at),
       macs = case when l.mac is null or l.mac = v.macs[1] then v.macs
         else (array_prepend(l.mac, array_remove(v.macs, l.mac)))[1:l.devices] end
     from locked l where v.tenant_id = $1 and v.id = l.id
       and (l.first_used_at is null or l.at < l.first_used_at or (l.mac is not null and l.mac <> all (l.macs)))
     returning v.id, v.batch_id as "batchId", l.first_used_at is null as newly, l.sold_at is null as "newlySold"`,
    [tenant, JSON.stringify(uses.map(({ id, at, validUntil, mac }) => ({ id, at, until: validUntil, mac })))],
  );
  const changed = z.array(ActivatedRow).parse(rows);
  await addToCounts(client, tenant, changed);
  return changed.filter(({ newly }) => newly);
}

/** Batches in the order of their ids, so that two loaders never wait for each other in a circle. */
async function addToCounts(
  client: ClientBase,
  tenant: TenantId,
  changed: readonly z.infer<typeof ActivatedRow>[],
): Promise<void> {
  const batches = [...new Set(changed.filter(({ newly }) => newly).map(({ batchId }) => batchId))].toSorted();
  for (const batch of batches) {
    const of = changed.filter(({ batchId, newly }) => newly && batchId === batch);
    const sold = of.filter(({ newlySold }) => newlySold).length;
    await client.query(
      `update lastmile.voucher_batch set version = version + 1, used_count = used_count + $3, sold_count = sold_count + $4
       where tenant_id = $1 and id = $2`,
      [tenant, batch, of.length, sold],
    );
  }
}

const Crossed = z.object({ id: ActorId, batchId: ActorId, crossed: z.boolean() });

/**
 * Writes what vouchers have used in all into them, and closes those whose volume is used up by it. Usage by day is the
 * truth: the same again changes nothing. Answers those that were closed now.
 */
export async function storeVoucherUsage(
  client: ClientBase,
  tenant: TenantId,
  ids: readonly ActorId[],
  now: number,
): Promise<readonly Activated[]> {
  const { rows } = await client.query(
    `with wanted as materialized (
       select v.id, coalesce(b.quota_bytes, p.quota_bytes) as quota, p.quota_counts, v.used_up_at, v.first_used_at,
         least(v.valid_until, to_timestamp($3::float8 / 1000)) as until
       from lastmile.voucher v join lastmile.voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
       join lastmile.package p on p.tenant_id = b.tenant_id and p.id = b.package_id
       where v.tenant_id = $1 and v.id = any($2::uuid[]) and v.first_used_at is not null order by v.id for update of v
     ), used as (
       -- Days are those of a branch's zone: one more at either end.
       select w.id, w.quota, w.used_up_at,
         sum(u.octets_out + case w.quota_counts when 'total' then u.octets_in else 0 end)::bigint as bytes
       from wanted w cross join lateral generate_series((w.first_used_at - interval '1 day') at time zone 'UTC',
         (w.until + interval '2 days') at time zone 'UTC', interval '1 day') as d (day)
       join lastmile.usage_day u on u.tenant_id = $1 and u.day = d.day::date and u.subscription_id = w.id
       group by 1, 2, 3
     )
     update lastmile.voucher v set used_bytes = u.bytes,
       used_up_at = case when v.used_up_at is null and u.bytes >= u.quota then to_timestamp($3::float8 / 1000)
         else v.used_up_at end,
       policy_version = v.policy_version + case when u.used_up_at is null and u.bytes >= u.quota then 1 else 0 end
     from used u where v.tenant_id = $1 and v.id = u.id
     returning v.id, v.batch_id as "batchId", u.used_up_at is null and v.used_up_at is not null as crossed`,
    [tenant, ids, now],
  );
  return z
    .array(Crossed)
    .parse(rows)
    .filter(({ crossed }) => crossed);
}

export interface VoucherDevice {
  readonly id: ActorId;
  readonly mac: string;
}

/** Notes devices in vouchers that let them in by their MAC address. Answers vouchers that have a new one. */
export async function storeVoucherDevices(
  client: ClientBase,
  tenant: TenantId,
  devices: readonly VoucherDevice[],
): Promise<readonly Activated[]> {
  const { rows } = await client.query(
    `with seen as (
       select distinct on (id) id, mac from json_to_recordset($2::json) as d(id uuid, mac text) order by id, mac
     )
     update lastmile.voucher v set macs = (array_prepend(s.mac, v.macs))[1:b.devices]
     from seen s, lastmile.voucher_batch b
     where v.tenant_id = $1 and v.id = s.id and b.tenant_id = v.tenant_id and b.id = v.batch_id and b.mac_login
       and s.mac <> all (v.macs)
     returning v.id, v.batch_id as "batchId"`,
    [tenant, JSON.stringify(devices)],
  );
  return z.array(ActivatedIds).parse(rows);
}

/** Vouchers that are in use: what is reported of them counts. */
export async function vouchersInUse(client: ClientBase, tenant: TenantId, now: number): Promise<readonly ActorId[]> {
  const { rows } = await client.query(
    `select id from lastmile.voucher
     where tenant_id = $1 and first_used_at is not null and valid_until > to_timestamp($2::float8 / 1000)
       and used_up_at is null and voided_at is null`,
    [tenant, now],
  );
  return z
    .array(z.object({ id: ActorId }))
    .parse(rows)
    .map(({ id }) => id);
}
