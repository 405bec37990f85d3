import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import { VoucherState } from '#shared/voucher/values.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { VoucherScope } from './voucherBatchStore.ts';

const at = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));
const optional = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const Row = z.object({
  id: ActorId,
  batchId: ActorId,
  serial: z.int(),
  code: z.instanceof(Buffer),
  state: VoucherState,
  soldAt: optional(Instant),
  firstUsedAt: optional(Instant),
  validUntil: optional(Instant),
  usedBytes: z.int(),
  voidedAt: optional(Instant),
  voidId: optional(ActorId),
});
export type StoredVoucher = z.infer<typeof Row>;

/** Time alone changes some states: they are worked out, never stored. `v` and `b`: voucher and its batch. */
function stateAt(now: number): ReturnType<typeof sql.fragment> {
  return sql.fragment`case
    when v.voided_at is not null then 'void'
    when v.used_up_at is not null or v.valid_until <= ${at(now)} then 'usedUp'
    when v.first_used_at is not null then 'active'
    when b.unused_until <= ${at(now)} then 'expired'
    else 'unused' end`;
}

function selected(now: number): ReturnType<typeof sql.fragment> {
  return sql.fragment`
    select v.id, v.batch_id as "batchId", v.serial, v.code, ${stateAt(now)} as state, v.sold_at as "soldAt",
      v.first_used_at as "firstUsedAt", v.valid_until as "validUntil", v.used_bytes::float8 as "usedBytes",
      v.voided_at as "voidedAt", v.void_id as "voidId"
    from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id`;
}

const chosen = (ids: readonly ActorId[] | undefined): ReturnType<typeof sql.fragment> =>
  ids === undefined ? sql.fragment`true` : sql.fragment`v.id = any(${sql.array([...ids], 'uuid')})`;

export interface NewVoucherRow {
  readonly id: string;
  readonly code: Buffer;
  readonly hash: Buffer;
}

/** Serials go on from `firstSerial`. Answers how many were stored: a code that exists already is left out. */
export async function insertVouchers(
  tx: TenantTx,
  batchId: ActorId,
  firstSerial: number,
  vouchers: readonly NewVoucherRow[],
): Promise<number> {
  const { rowCount } = await tx.query(sql.unsafe`
    with fresh as (
      select g.* from unnest(${sql.array(
        vouchers.map(({ id }) => id),
        'uuid',
      )}, ${sql.array(
        vouchers.map(({ code }) => code),
        'bytea',
      )}, ${sql.array(
        vouchers.map(({ hash }) => hash),
        'bytea',
      )}) as g (id, code, hash)
      where not exists (select from voucher t where t.tenant_id = ${tx.tenant} and t.code_hash = g.hash)
    )
    insert into voucher (tenant_id, id, batch_id, serial, code, code_hash, policy_version, used_bytes, macs)
    select ${tx.tenant}, id, ${batchId}, ${firstSerial}::int - 1 + row_number() over (order by id), code, hash, 1, 0, '{}' from fresh`);
  return rowCount;
}

/** Those of the hashes whose codes are there. */
export async function knownHashes(tx: TenantTx, hashes: readonly Buffer[]): Promise<readonly Buffer[]> {
  return await tx.anyFirst(sql.type(z.object({ hash: z.instanceof(Buffer) }))`
    select code_hash as hash from voucher
    where tenant_id = ${tx.tenant} and code_hash = any(${sql.array([...hashes], 'bytea')})`);
}

export interface VoucherPageOf {
  readonly batchId: ActorId;
  readonly state: VoucherState | undefined;
  readonly after: number;
  readonly upTo?: number;
  readonly limit: number;
  readonly now: number;
}

/** By serial. */
export async function voucherPage(tx: TenantTx, page: VoucherPageOf): Promise<readonly StoredVoucher[]> {
  const { batchId, state, after, limit, now, upTo = 50_000 } = page;
  const wanted = state === undefined ? sql.fragment`true` : sql.fragment`${stateAt(now)} = ${state}`;
  return await tx.any(sql.type(Row)`
    ${selected(now)}
    where v.tenant_id = ${tx.tenant} and v.batch_id = ${batchId} and v.serial > ${after} and v.serial <= ${upTo} and ${wanted}
    order by v.serial limit ${limit}`);
}

const Count = z.object({ state: VoucherState, count: z.int() });

export async function countVouchers(tx: TenantTx, batchId: ActorId, now: number): Promise<Map<VoucherState, number>> {
  const rows = await tx.any(sql.type(Count)`
    select ${stateAt(now)} as state, count(*)::int as count
    from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
    where v.tenant_id = ${tx.tenant} and v.batch_id = ${batchId} group by 1`);
  return new Map(rows.map(({ state, count }) => [state, count]));
}

/** Of these serials, both included. */
export async function countUnused(
  tx: TenantTx,
  {
    batchId,
    from,
    to,
    now,
  }: { readonly batchId: ActorId; readonly from: number; readonly to: number; readonly now: number },
): Promise<number> {
  const { count } = await tx.one(sql.type(z.object({ count: z.int() }))`
    select count(*)::int as count from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
    where v.tenant_id = ${tx.tenant} and v.batch_id = ${batchId} and v.serial between ${from} and ${to}
      and ${stateAt(now)} = 'unused'`);
  return count;
}

const inScope = (scope: VoucherScope): ReturnType<typeof sql.fragment> =>
  scope === 'all'
    ? sql.fragment`true`
    : sql.fragment`(b.branch_id is null or b.branch_id = any(${sql.array([...scope], 'uuid')}))`;

export async function vouchersOf(
  tx: TenantTx,
  ids: readonly ActorId[],
  scope: VoucherScope,
  now: number,
): Promise<readonly StoredVoucher[]> {
  return await tx.any(sql.type(Row)`
    ${selected(now)} where v.tenant_id = ${tx.tenant} and ${chosen(ids)} and ${inScope(scope)} order by v.batch_id, v.serial`);
}

export async function voucherByHash(
  tx: TenantTx,
  hash: Buffer,
  scope: VoucherScope,
  now: number,
): Promise<StoredVoucher | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    ${selected(now)} where v.tenant_id = ${tx.tenant} and v.code_hash = ${sql.binary(hash)} and ${inScope(scope)}`);
  return row ?? undefined;
}

const Touched = z.object({ id: ActorId });

export interface VoidOf {
  readonly batchId: ActorId;
  /** Undefined: all that can still be used. */
  readonly ids: readonly ActorId[] | undefined;
  readonly voidId: ActorId;
  readonly now: number;
}

/** Only what is unused or active. Answers which were voided. */
export async function voidVouchers(tx: TenantTx, { batchId, ids, voidId, now }: VoidOf): Promise<readonly ActorId[]> {
  const rows = await tx.any(sql.type(Touched)`
    update voucher v set voided_at = ${at(now)}, void_id = ${voidId}, policy_version = v.policy_version + 1
    from voucher_batch b
    where b.tenant_id = v.tenant_id and b.id = v.batch_id and v.tenant_id = ${tx.tenant} and v.batch_id = ${batchId}
      and ${chosen(ids)} and ${stateAt(now)} in ('unused', 'active')
    returning v.id`);
  return rows.map(({ id }) => id);
}

const Voided = z.object({ batchId: ActorId });

/** The batch of what this act voided since `since`; undefined when nothing of it is left. */
export async function batchOfVoid(
  tx: TenantTx,
  voidId: ActorId,
  since: number,
  scope: VoucherScope,
): Promise<ActorId | undefined> {
  const row = await tx.maybeOne(sql.type(Voided)`
    select v.batch_id as "batchId" from voucher v join voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
    where v.tenant_id = ${tx.tenant} and v.void_id = ${voidId} and v.voided_at >= ${at(since)} and ${inScope(scope)}
    limit 1`);
  return row?.batchId;
}

/** Takes back what one act voided; answers which. */
export async function restoreVouchers(tx: TenantTx, voidId: ActorId): Promise<readonly ActorId[]> {
  const rows = await tx.any(sql.type(Touched)`
    update voucher v set voided_at = null, void_id = null, policy_version = policy_version + 1
    where v.tenant_id = ${tx.tenant} and v.void_id = ${voidId} returning v.id`);
  return rows.map(({ id }) => id);
}

/** Only what is unused and not sold. Answers which. */
export async function sellVouchers(
  tx: TenantTx,
  { batchId, ids, now }: Omit<VoidOf, 'voidId'>,
): Promise<readonly ActorId[]> {
  const rows = await tx.any(sql.type(Touched)`
    update voucher v set sold_at = ${at(now)} from voucher_batch b
    where b.tenant_id = v.tenant_id and b.id = v.batch_id and v.tenant_id = ${tx.tenant} and v.batch_id = ${batchId}
      and ${chosen(ids)} and v.sold_at is null and ${stateAt(now)} = 'unused'
    returning v.id`);
  return rows.map(({ id }) => id);
}
