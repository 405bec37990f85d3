import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';
import { TenantId } from '#shared/values/ids.ts';
import { sealedColumns, sealedRow, type SealedRow } from './sealHash.ts';

/** Table `event_seal`; hashes are 32 bytes. */
export interface Seal {
  readonly from: number;
  readonly to: number;
  /** First day (UTC) of the month in which all its events lie. */
  readonly month: string;
  readonly hash: Uint8Array;
  readonly prev: Uint8Array;
}

/** Database.systemPool or a connection of it. */
type Reader = Pool | ClientBase;

const bytes = z.instanceof(Uint8Array);
const tailRow = z.object({ tenant_id: TenantId, head: z.int(), sealed_to: z.int(), hash: bytes.nullable() });

export interface UnsealedTail {
  readonly tenant: TenantId;
  readonly head: number;
  readonly sealedTo: number;
  /** Hash of the last seal; undefined when there is none. */
  readonly hash: Uint8Array | undefined;
}

/** Tenants with events that no seal covers yet. */
export async function unsealedTails(reader: Reader): Promise<readonly UnsealedTail[]> {
  const { rows } = await reader.query({
    name: 'seal.tails',
    text: `select l.tenant_id, l.head::float8 as head, coalesce(s.to_position, 0)::float8 as sealed_to, s.hash
      from lastmile.tenant_log l left join lateral (
        select to_position, hash from lastmile.event_seal s where s.tenant_id = l.tenant_id order by to_position desc limit 1) s on true
      where l.head > coalesce(s.to_position, 0)`,
  });
  return rows.map((raw) => {
    const { tenant_id: tenant, head, sealed_to: sealedTo, hash } = tailRow.parse(raw);
    return { tenant, head, sealedTo, hash: hash ?? undefined };
  });
}

/** Events from one position to another as the seal covers them, in order. */
export async function rowsToSeal(
  reader: Reader,
  tenant: TenantId,
  from: number,
  to: number,
): Promise<readonly SealedRow[]> {
  const { rows } = await reader.query({
    name: 'seal.rows',
    text: `select ${sealedColumns} from lastmile.event e
      where e.tenant_id = $1 and e.position between $2::float8::bigint and $3::float8::bigint order by e.position`,
    values: [tenant, from, to],
  });
  return rows.map((raw) => sealedRow.parse(raw));
}

/** False when another process has sealed from this position. */
export async function insertSeal(pool: Pool, tenant: TenantId, seal: Seal, at: number): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'seal.insert',
    text: `insert into lastmile.event_seal (tenant_id, from_position, to_position, month, hash, prev, sealed_at)
      values ($1, $2::float8, $3::float8, $4, $5, $6, to_timestamp($7::float8 / 1000)) on conflict do nothing`,
    values: [tenant, seal.from, seal.to, seal.month, seal.hash, seal.prev, at],
  });
  return rowCount === 1;
}

const sealRow = z
  .object({ from: z.int(), to: z.int(), month: z.string(), hash: bytes, prev: bytes })
  .transform((row): Seal => row);

/** Seals of a tenant that end after a position, in order. */
export async function readSeals(
  reader: Reader,
  tenant: TenantId,
  after: number,
  most: number,
): Promise<readonly Seal[]> {
  const { rows } = await reader.query(
    `select from_position::float8 as from, to_position::float8 as to, month::text, hash, prev from lastmile.event_seal
     where tenant_id = $1 and to_position > $2::float8::bigint order by to_position limit $3`,
    [tenant, after, most],
  );
  return rows.map((raw) => sealRow.parse(raw));
}

/** The hash of the seal that ends exactly at a position. */
export async function sealHashAt(reader: Reader, tenant: TenantId, position: number): Promise<Uint8Array | undefined> {
  const { rows } = await reader.query(
    `select hash from lastmile.event_seal where tenant_id = $1 and to_position = $2::float8::bigint`,
    [tenant, position],
  );
  return rows.map((raw) => z.object({ hash: bytes }).parse(raw).hash)[0];
}

/** Months (YYYY-MM-01) whose events retention has removed. */
export async function droppedMonths(reader: Reader): Promise<ReadonlySet<string>> {
  const { rows } = await reader.query(`select month::text from lastmile.dropped_partition where parent = 'event'`);
  return new Set(rows.map((raw) => z.object({ month: z.string() }).parse(raw).month));
}

const loggedRow = z.object({ tenant_id: TenantId, slug: z.string().nullable(), head: z.int().nullable() });

export interface LoggedTenant {
  readonly tenant: TenantId;
  /** Undefined when the tenant itself is gone. */
  readonly slug: string | undefined;
  /** Undefined when the tenant has events or seals but no log row. */
  readonly head: number | undefined;
}

/** Every tenant of which anything of a log exists. */
export async function loggedTenants(reader: Reader): Promise<readonly LoggedTenant[]> {
  const { rows } = await reader.query(
    `select tenant_id, t.slug, l.head::float8 as head
     from (select tenant_id from lastmile.tenant_log union select tenant_id from lastmile.event_seal
       union select tenant_id from lastmile.event) logged
     left join lastmile.tenant_log l using (tenant_id) left join lastmile.tenant t using (tenant_id) order by t.slug, tenant_id`,
  );
  return rows.map((raw) => {
    const { tenant_id: tenant, slug, head } = loggedRow.parse(raw);
    return { tenant, slug: slug ?? undefined, head: head ?? undefined };
  });
}

const edgeRow = z.object({ before: z.int().nullable(), after: z.int().nullable() });

/** The lowest position below 1 and the highest position, if there are such events. */
export async function logEdges(
  reader: Reader,
  tenant: TenantId,
): Promise<{ readonly belowFirst: number | undefined; readonly last: number }> {
  const { rows } = await reader.query(
    `select (select min(position) from lastmile.event where tenant_id = $1 and position < 1)::float8 as before,
       (select max(position) from lastmile.event where tenant_id = $1)::float8 as after`,
    [tenant],
  );
  const { before, after } = edgeRow.parse(rows[0]);
  return { belowFirst: before ?? undefined, last: after ?? 0 };
}
