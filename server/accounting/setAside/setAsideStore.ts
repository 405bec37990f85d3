import type { PoolClient } from 'pg';
import { sql } from 'slonik';
import { z } from 'zod';
import { AccountingLoss } from '#shared/accounting/setAside.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

const Row = z.object({
  id: z.uuid(),
  at: Instant,
  error: z.string(),
  entry: z.instanceof(Buffer),
  triedAt: Instant.nullable(),
  triedError: z.string().nullable(),
});
export type StoredSetAside = z.infer<typeof Row>;

const time = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));
const columns = sql.fragment`id, at, error, entry, tried_at as "triedAt", tried_error as "triedError"`;

/** What is set aside, the newest first. */
export async function listSetAside(tx: TenantTx, most: number): Promise<readonly StoredSetAside[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.accounting_set_aside
    where tenant_id = ${tx.tenant} and settled_at is null order by at desc, id limit ${most}`);
}

/** Undefined: there is none, or it is settled. */
export async function findSetAside(tx: TenantTx, id: string): Promise<StoredSetAside | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select ${columns} from lastmile.accounting_set_aside
    where tenant_id = ${tx.tenant} and id = ${id} and settled_at is null`);
  return row ?? undefined;
}

/** False: it was settled before. */
export async function discardSetAside(tx: TenantTx, id: string, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update lastmile.accounting_set_aside set settled_at = ${time(now)}, outcome = 'discarded'
    where tenant_id = ${tx.tenant} and id = ${id} and settled_at is null`);
  return rowCount === 1;
}

/** That somebody tries to load it, before it is known how that ends. False: it was settled before. */
export async function noteTried(tx: TenantTx, id: string, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update lastmile.accounting_set_aside set tried_at = ${time(now)}, tried_error = null
    where tenant_id = ${tx.tenant} and id = ${id} and settled_at is null`);
  return rowCount === 1;
}

export async function noteRefused(tx: TenantTx, id: string, error: string): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.accounting_set_aside set tried_error = ${error.slice(0, 1000)}
    where tenant_id = ${tx.tenant} and id = ${id} and settled_at is null`);
}

/** In the transaction that stores what it says. False: it was settled before. */
export async function settleLoaded(client: PoolClient, tenant: string, id: string, now: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `update lastmile.accounting_set_aside set settled_at = to_timestamp($3::float8 / 1000), outcome = 'loaded', tried_error = null
      where tenant_id = $1 and id = $2 and settled_at is null`,
    [tenant, id, now],
  );
  return rowCount === 1;
}

export async function listLosses(tx: TenantTx): Promise<readonly AccountingLoss[]> {
  return await tx.any(sql.type(AccountingLoss)`
    select id, at, what from lastmile.accounting_loss
    where tenant_id = ${tx.tenant} and noted_at is null order by at desc, id limit 100`);
}

/** False: somebody else has, or there is none. */
export async function noteLoss(
  tx: TenantTx,
  id: string,
  { by, note, now }: { readonly by: UserId; readonly note: string; readonly now: number },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql.unsafe`
    update lastmile.accounting_loss set noted_at = ${time(now)}, noted_by = ${by}, note = ${note}
    where tenant_id = ${tx.tenant} and id = ${id} and noted_at is null`);
  return rowCount === 1;
}

/** For each company; what is said already is not said again. */
export async function insertLoss(
  client: PoolClient,
  tenants: readonly TenantId[],
  what: string,
  now: number,
): Promise<void> {
  await client.query(
    `insert into lastmile.accounting_loss (tenant_id, at, what)
      select t, to_timestamp($2::float8 / 1000), $3 from unnest($1::uuid[]) t
      where not exists (select from lastmile.accounting_loss l where l.tenant_id = t and l.what = $3)`,
    [tenants, now, what.slice(0, 1000)],
  );
}

const Standing = z.object({ tenant: z.string(), setAside: z.int(), losses: z.int() });
export type AccountingStanding = z.infer<typeof Standing>;

/** How much waits for a person, of companies where anything does. */
export async function accountingStandings(client: PoolClient): Promise<readonly AccountingStanding[]> {
  const { rows } = await client.query(
    `select tenant_id as tenant, count(*) filter (where kind = 's')::int as "setAside", count(*) filter (where kind = 'l')::int as losses
      from (select tenant_id, 's' as kind from lastmile.accounting_set_aside where settled_at is null
        union all select tenant_id, 'l' from lastmile.accounting_loss where noted_at is null) waiting
      group by tenant_id`,
  );
  return rows.map((row) => Standing.parse(row));
}

/** How many are set aside. */
export async function countSetAside(tx: TenantTx): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ count: z.int() }))`
    select count(*)::int as count from lastmile.accounting_set_aside
    where tenant_id = ${tx.tenant} and settled_at is null`);
}
