import { sql } from 'slonik';
import { z } from 'zod';
import { VoucherReportRow } from '#shared/voucher/voucher.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { VoucherScope } from './voucherBatchStore.ts';

export interface ReportOf {
  /** Days, both included, in `timeZone`. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly scope: VoucherScope;
  readonly limit: number;
}

/** By day and batch, latest day first. A voucher counts on the day it was sold, and again on the day it was first used. */
export async function voucherReport(tx: TenantTx, report: ReportOf): Promise<readonly VoucherReportRow[]> {
  const { from, to, timeZone, scope, limit } = report;
  const begin = sql.fragment`(${from}::date::timestamp at time zone ${timeZone})`;
  const end = sql.fragment`((${to}::date + 1)::timestamp at time zone ${timeZone})`;
  const seen =
    scope === 'all'
      ? sql.fragment`true`
      : sql.fragment`(b.branch_id is null or b.branch_id = any(${sql.array([...scope], 'uuid')}))`;
  return await tx.any(sql.type(VoucherReportRow)`
    select day::text as day, b.id as "batchId", b.name as "batchName", b.currency, sum(sold)::int as sold,
      sum(used)::int as used, b.price_minor::float8 * sum(sold)::float8 as "revenueMinor"
    from (
      select (sold_at at time zone ${timeZone})::date as day, batch_id, count(*) as sold, 0 as used from voucher
      where tenant_id = ${tx.tenant} and sold_at >= ${begin} and sold_at < ${end} and voided_at is null group by 1, 2
      union all
      select (first_used_at at time zone ${timeZone})::date, batch_id, 0, count(*) from voucher
      where tenant_id = ${tx.tenant} and first_used_at >= ${begin} and first_used_at < ${end} group by 1, 2
    ) counted join voucher_batch b on b.tenant_id = ${tx.tenant} and b.id = counted.batch_id
    where ${seen}
    group by day, b.tenant_id, b.id order by day desc, b.name, b.id limit ${limit}`);
}

/** The zone in which the company counts its days. */
export async function companyZone(tx: TenantTx): Promise<string> {
  const { timeZone } = await tx.one(
    sql.type(
      z.object({ timeZone: z.string() }),
    )`select time_zone as "timeZone" from tenant where tenant_id = ${tx.tenant}`,
  );
  return timeZone;
}
