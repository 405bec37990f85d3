import { sql } from 'slonik';
import { z } from 'zod';
import { Difference } from '#shared/deviceIntent/values.ts';
import { ActorId, type BranchId, type UserId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const nullable = <T>(schema: z.ZodType<T>) => schema.nullable().transform((value) => value ?? undefined);

const Placed = z.object({
  subscriptionId: ActorId,
  number: z.number(),
  nasId: ActorId,
  port: nullable(z.string()),
  placedAt: Instant,
  applied: nullable(z.string()),
  appliedAt: nullable(Instant),
  kept: z.array(Difference),
  drift: z.array(Difference),
  driftSince: nullable(Instant),
});
/** A line with an address of its own, and the router it is on. */
export type PlacedLine = z.infer<typeof Placed>;

const columns = sql.fragment`
  l.subscription_id as "subscriptionId", s.number::float8 as number, l.nas_id as "nasId", l.port,
  round(extract(epoch from l.placed_at) * 1000)::float8 as "placedAt", l.applied,
  round(extract(epoch from l.applied_at) * 1000)::float8 as "appliedAt", l.kept, l.drift,
  round(extract(epoch from l.drift_since) * 1000)::float8 as "driftSince"`;
const from = sql.fragment`
  from lastmile.static_line l join lastmile.subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id`;

/** Where each of these is; those that are nowhere are left out. */
export async function placedLines(tx: TenantTx, ids: readonly ActorId[]): Promise<readonly PlacedLine[]> {
  return await tx.any(sql.type(Placed)`
    select ${columns} ${from}
    where l.tenant_id = ${tx.tenant} and l.subscription_id = any(${sql.array([...ids], 'uuid')}) order by 1`);
}

/** Everything that is on one router, or on any. */
export async function linesOnRouters(tx: TenantTx, nasId: ActorId | undefined): Promise<readonly PlacedLine[]> {
  return await tx.any(sql.type(Placed)`
    select ${columns} ${from}
    where l.tenant_id = ${tx.tenant} and (${nasId ?? null}::uuid is null or l.nas_id = ${nasId ?? null}) order by 1`);
}

export interface Placement {
  readonly subscriptionId: ActorId;
  readonly nasId: ActorId;
  readonly port: string | undefined;
  readonly by: UserId;
  readonly at: number;
}

/** On this router from now on; nothing is known of it there yet. */
export async function placeLine(tx: TenantTx, { subscriptionId, nasId, port, by, at }: Placement): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.static_line (tenant_id, subscription_id, nas_id, port, placed_at, placed_by, kept, drift)
    values (${tx.tenant}, ${subscriptionId}, ${nasId}, ${port ?? null}, ${sql.timestamp(new Date(at))}, ${by}, '[]', '[]')
    on conflict (tenant_id, subscription_id) do update set nas_id = excluded.nas_id, port = excluded.port,
      placed_at = excluded.placed_at, placed_by = excluded.placed_by, applied = null, applied_at = null, kept = '[]',
      drift = '[]', drift_since = null`);
}

/** On no router any more. */
export async function unplaceLine(tx: TenantTx, id: ActorId): Promise<void> {
  await tx.query(sql.unsafe`
    delete from lastmile.static_line where tenant_id = ${tx.tenant} and subscription_id = ${id}`);
}

/** Something is written to its router now: until it is read back nobody knows what it has. */
export async function noteWriting(tx: TenantTx, id: ActorId, nasId: ActorId): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.static_line set applied = null
    where tenant_id = ${tx.tenant} and subscription_id = ${id} and nas_id = ${nasId}`);
}

/** Read back as wanted on the router it is on still; what differed before does no more. */
export async function noteApplied(
  tx: TenantTx,
  { id, nasId, applied, at }: { id: ActorId; nasId: ActorId; applied: string; at: number },
): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.static_line
    set applied = ${applied}, applied_at = ${sql.timestamp(new Date(at))}, drift = '[]', drift_since = null
    where tenant_id = ${tx.tenant} and subscription_id = ${id} and nas_id = ${nasId}`);
}

/** What differs now; false when that is known already, or the line is elsewhere. */
export async function noteDrift(
  tx: TenantTx,
  { id, nasId, drift, at }: { id: ActorId; nasId: ActorId; drift: readonly Difference[]; at: number },
): Promise<boolean> {
  const text = JSON.stringify(drift);
  const { rowCount } = await tx.query(sql.unsafe`
    update lastmile.static_line set drift = ${text}::jsonb,
      drift_since = case when ${drift.length} = 0 then null else coalesce(drift_since, ${sql.timestamp(new Date(at))}) end
    where tenant_id = ${tx.tenant} and subscription_id = ${id} and nas_id = ${nasId} and drift <> ${text}::jsonb`);
  return rowCount > 0;
}

/** These stay as they are on the router. */
export async function keepDifferences(tx: TenantTx, id: ActorId, kept: readonly Difference[]): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.static_line set kept = ${JSON.stringify(kept)}::jsonb, drift = '[]', drift_since = null
    where tenant_id = ${tx.tenant} and subscription_id = ${id}`);
}

const Listed = Placed.extend({ customerName: z.string(), address: nullable(z.string()) });
/** As a list shows it. */
export type ListedLine = z.infer<typeof Listed>;

/** What is on a router, with whose it is; those of other branches are left out. */
export async function listedOnRouter(
  tx: TenantTx,
  nasId: ActorId,
  scope: readonly BranchId[] | 'all',
): Promise<readonly ListedLine[]> {
  return await tx.any(sql.type(Listed)`
    select ${columns}, c.name as "customerName", s.static_ipv4 as address ${from}
      join lastmile.customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    where l.tenant_id = ${tx.tenant} and l.nas_id = ${nasId} and ${within(scope)} order by s.number`);
}

const Unplaced = z.object({ id: ActorId, number: z.number(), customerName: z.string(), address: z.string() });
export type UnplacedLine = z.infer<typeof Unplaced>;
const MOST_UNPLACED = 20_000;

/** Lines without RADIUS that have an address and are on no router yet. */
export async function unplacedLines(
  tx: TenantTx,
  scope: readonly BranchId[] | 'all',
): Promise<readonly UnplacedLine[]> {
  return await tx.any(sql.type(Unplaced)`
    select s.id, s.number::float8 as number, c.name as "customerName", s.static_ipv4 as address
    from lastmile.subscription s join lastmile.customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    where s.tenant_id = ${tx.tenant} and s.access_type = 'static' and s.static_ipv4 is not null and s.state <> 'left'
      and ${within(scope)}
      and not exists (select from lastmile.static_line l where l.tenant_id = s.tenant_id and l.subscription_id = s.id)
    order by s.number limit ${MOST_UNPLACED}`);
}

function within(scope: readonly BranchId[] | 'all') {
  const branches = scope === 'all' ? null : sql.array([...scope], 'uuid');
  return sql.fragment`(${branches}::uuid[] is null or s.branch_id is null or s.branch_id = any(${branches}::uuid[]))`;
}
