import { sql } from 'slonik';
import { z } from 'zod';
import { type ActorId, BranchId, UserId } from '#shared/values/ids.ts';
import { VoucherBatch, VoucherPackage } from '#shared/voucher/batch.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

/** Whose rows somebody may see; what has no branch is everybody's. */
export type VoucherScope = 'all' | readonly BranchId[];

/** Null is absent in what is answered. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const Row = VoucherBatch.omit({ branchName: true, createdByName: true }).extend({
  branchId: optional(BranchId),
  unusedUntil: optional(VoucherBatch.shape.createdAt),
  quotaBytes: optional(z.int()),
  packageQuotaBytes: optional(z.int()),
  quotaCounts: z.enum(['total', 'download']),
  createdBy: UserId,
});
export type StoredBatch = z.infer<typeof Row>;

const selected = sql.fragment`
  select b.id, b.name, b.branch_id as "branchId", b.package_id as "packageId", p.name as "packageName", b.count, b.prefix,
    b.alphabet, b.code_length as "codeLength", b.price_minor::float8 as "priceMinor", b.currency,
    b.unused_until as "unusedUntil", b.validity_ms::float8 as "validityMs", b.quota_bytes::float8 as "quotaBytes",
    p.quota_bytes::float8 as "packageQuotaBytes", p.quota_counts as "quotaCounts", b.devices,
    b.device_policy as "devicePolicy", b.mac_login as "macLogin", b.sold_count as sold, b.used_count as used,
    b.void_count as "void", b.price_minor::float8 * b.sold_count as "revenueMinor", b.created_by as "createdBy",
    b.created_at as "createdAt"
  from voucher_batch b join package p on p.tenant_id = b.tenant_id and p.id = b.package_id`;

function inScope(scope: VoucherScope): ReturnType<typeof sql.fragment> {
  if (scope === 'all') return sql.fragment`true`;
  return sql.fragment`(b.branch_id is null or b.branch_id = any(${sql.array([...scope], 'uuid')}))`;
}

export interface BatchPageOf {
  readonly text: string;
  readonly limit: number;
  readonly after: { readonly createdAt: number; readonly id: ActorId } | undefined;
  readonly scope: VoucherScope;
}

/** Newest first. */
export async function voucherBatchPage(tx: TenantTx, page: BatchPageOf): Promise<readonly StoredBatch[]> {
  const { text, limit, after, scope } = page;
  const older = after
    ? sql.fragment`(b.created_at, b.id) < (${sql.timestamp(new Date(after.createdAt))}, ${after.id}::uuid)`
    : sql.fragment`true`;
  const found = text.toLowerCase();
  return await tx.any(sql.type(Row)`
    ${selected} where b.tenant_id = ${tx.tenant} and ${inScope(scope)} and ${older}
      and ${found === '' ? sql.fragment`true` : sql.fragment`strpos(lower(b.name || ' ' || b.prefix || ' ' || p.name), ${found}) > 0`}
    order by b.created_at desc, b.id desc limit ${limit}`);
}

export async function findVoucherBatch(
  tx: TenantTx,
  id: ActorId,
  scope: VoucherScope,
): Promise<StoredBatch | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    ${selected} where b.tenant_id = ${tx.tenant} and b.id = ${id} and ${inScope(scope)}`);
  return row ?? undefined;
}

/** Until the end of the transaction nobody else changes its vouchers. */
export async function lockVoucherBatch(tx: TenantTx, id: ActorId): Promise<void> {
  await tx.query(sql.unsafe`select from voucher_batch where tenant_id = ${tx.tenant} and id = ${id} for update`);
}

export type NewBatchRow = Pick<
  StoredBatch,
  | 'id'
  | 'name'
  | 'branchId'
  | 'packageId'
  | 'count'
  | 'prefix'
  | 'alphabet'
  | 'codeLength'
  | 'priceMinor'
  | 'currency'
  | 'unusedUntil'
  | 'validityMs'
  | 'quotaBytes'
  | 'devices'
  | 'devicePolicy'
  | 'macLogin'
  | 'createdBy'
  | 'createdAt'
>;

/** False when there is one of this id. */
export async function insertVoucherBatch(tx: TenantTx, batch: NewBatchRow): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    insert into voucher_batch (tenant_id, id, version, name, branch_id, package_id, count, prefix, alphabet, code_length,
      price_minor, currency, unused_until, validity_ms, quota_bytes, devices, device_policy, mac_login, sold_count,
      used_count, void_count, created_by, created_at)
    values (${tx.tenant}, ${batch.id}, 1, ${batch.name}, ${batch.branchId ?? null}, ${batch.packageId}, ${batch.count},
      ${batch.prefix}, ${batch.alphabet}, ${batch.codeLength}, ${batch.priceMinor}, ${batch.currency},
      ${batch.unusedUntil === undefined ? null : sql.timestamp(new Date(batch.unusedUntil))}, ${batch.validityMs},
      ${batch.quotaBytes ?? null}, ${batch.devices}, ${batch.devicePolicy}, ${batch.macLogin}, 0, 0, 0,
      ${batch.createdBy}, ${sql.timestamp(new Date(batch.createdAt))})
    on conflict (tenant_id, id) do nothing`);
  return rowCount === 1;
}

/** After acts on many of its vouchers; the figures of the list follow from the vouchers themselves. */
export async function recountVoucherBatch(tx: TenantTx, id: ActorId): Promise<void> {
  await tx.query(sql.unsafe`
    update voucher_batch b set version = version + 1, sold_count = f.sold, used_count = f.used, void_count = f.void
    from (
      select count(*) filter (where sold_at is not null and voided_at is null)::int as sold,
        count(*) filter (where first_used_at is not null)::int as used,
        count(*) filter (where voided_at is not null)::int as void
      from voucher where tenant_id = ${tx.tenant} and batch_id = ${id}
    ) f
    where b.tenant_id = ${tx.tenant} and b.id = ${id}`);
}

const Offered = z.object({
  accessTypes: z.array(z.string()),
  currency: z.string(),
  archived: z.boolean(),
});

/** What a batch needs to know of a package. */
export async function packageForVouchers(tx: TenantTx, id: ActorId): Promise<z.infer<typeof Offered> | undefined> {
  const row = await tx.maybeOne(sql.type(Offered)`
    select access_types as "accessTypes", currency, archived_at is not null as archived from package
    where tenant_id = ${tx.tenant} and id = ${id}`);
  return row ?? undefined;
}

/** Packages for hotspots, by name. */
export async function hotspotPackages(tx: TenantTx): Promise<readonly VoucherPackage[]> {
  const row = VoucherPackage.extend({ quotaBytes: optional(z.int()) });
  return await tx.any(sql.type(row)`
    select id, name, price_minor::float8 as "priceMinor", currency, quota_bytes::float8 as "quotaBytes", sessions,
      jsonb_build_object('unit', cycle_unit, 'count', cycle_count) as cycle
    from package where tenant_id = ${tx.tenant} and archived_at is null and 'hotspot' = any(access_types)
    order by lower(name), id limit 500`);
}

export async function branchForVouchers(tx: TenantTx, id: BranchId): Promise<boolean> {
  return await tx.exists(sql.unsafe`
    select from branch where tenant_id = ${tx.tenant} and id = ${id} and archived_at is null`);
}
