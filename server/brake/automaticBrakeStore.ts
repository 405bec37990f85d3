import { sql } from 'slonik';
import { z } from 'zod';
import { AutomaticLimits, AutomaticPause, type HeldCutQuery, HeldCutRow } from '#shared/brake/brake.ts';
import { defaultBrakeRules } from '#shared/bulk/requests.ts';
import { ActorId, type BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { PlannedCuts } from './tooMany.ts';

const at = (instant: number) => sql.timestamp(new Date(instant));
const ids = (list: readonly ActorId[]) => sql.array([...list], 'uuid');
const branches = (scope: readonly BranchId[] | 'all') =>
  scope === 'all'
    ? sql.fragment`true`
    : sql.fragment`(s.branch_id is null or s.branch_id = any(${sql.array([...scope], 'uuid')}))`;
const epochMs = (column: string) =>
  sql.fragment`round(extract(epoch from ${sql.identifier(['r', column])}) * 1000)::float8`;

const Rules = z
  .object({
    lines: z.int(),
    percent: z.int(),
    held: z.boolean(),
    pausedAt: z.number().nullable(),
    pause: AutomaticPause.nullable(),
    vouchedAt: z.number().nullable(),
  })
  .transform(({ lines, percent, ...rest }) => ({ ...rest, limits: AutomaticLimits.parse({ lines, percent }) }));
export type AutomaticRules = z.infer<typeof Rules>;

const columns = sql.fragment`r.automatic_lines as lines, r.automatic_percent as percent, r.held,
  ${epochMs('paused_at')} as "pausedAt", r.pause, ${epochMs('vouched_at')} as "vouchedAt"`;

/** Whoever decides about cuts of the company waits for others who do, on any server. */
export async function lockRules(tx: TenantTx, now: number): Promise<AutomaticRules> {
  const { mostLines, mostPercent } = defaultBrakeRules;
  return await tx.one(sql.type(Rules)`
    insert into lastmile.brake_rules as r (tenant_id, most_lines, most_percent, held, changed_at)
    values (${tx.tenant}, ${mostLines}, ${mostPercent}, false, ${at(now)})
    on conflict (tenant_id) do update set held = r.held returning ${columns}`);
}

export async function setLimits(tx: TenantTx, { lines, percent }: AutomaticLimits, now: number): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.brake_rules set automatic_lines = ${lines}, automatic_percent = ${percent}, changed_at = ${at(now)}
    where tenant_id = ${tx.tenant}`);
}

export async function setPaused(tx: TenantTx, pause: AutomaticPause, now: number): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.brake_rules set paused_at = ${at(now)}, pause = ${sql.jsonb(pause)} where tenant_id = ${tx.tenant}`);
}

/** What was cut until now is vouched for. */
export async function endPause(tx: TenantTx, now: number): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.brake_rules set paused_at = null, pause = null, vouched_at = ${at(now)} where tenant_id = ${tx.tenant}`);
}

const Id = z.object({ id: ActorId });
const due = (
  now: number,
) => sql.fragment`s.state in ('active', 'grace') and s.protected_by is null and s.held_cut is null
  and s.valid_until + (s.terms ->> 'graceMs')::float8 * interval '1 millisecond' <= ${at(now)}`;

/** Those of the lines whose time and grace are over. */
export async function endedAmong(tx: TenantTx, lines: readonly ActorId[], now: number): Promise<readonly ActorId[]> {
  const rows = await tx.any(sql.type(Id)`
    select s.id from lastmile.subscription s where s.tenant_id = ${tx.tenant} and s.id = any(${ids(lines)}) and ${due(now)}`);
  return rows.map(({ id }) => id);
}

/** Those of the lines that an empty quota closes. */
export async function closedByQuota(tx: TenantTx, lines: readonly ActorId[]): Promise<readonly ActorId[]> {
  const rows = await tx.any(sql.type(Id)`
    select s.id from lastmile.subscription s where s.tenant_id = ${tx.tenant} and s.id = any(${ids(lines)})
      and s.state in ('active', 'grace') and s.protected_by is null and s.tier = 'full' and s.terms ->> 'quotaAction' = 'block'`);
  return rows.map(({ id }) => id);
}

const Count = z.object({ count: z.int() });

/** How many lines' time and grace are over, of all. */
export async function endedLines(tx: TenantTx, now: number): Promise<number> {
  return await tx.oneFirst(sql.type(Count)`
    select count(*)::int as count from lastmile.subscription s
    where s.tenant_id = ${tx.tenant} and s.valid_until <= ${at(now)} and ${due(now)}`);
}

export async function servedLines(tx: TenantTx): Promise<number> {
  return await tx.oneFirst(sql.type(Count)`
    select count(*)::int as count from lastmile.subscription where tenant_id = ${tx.tenant} and state in ('active', 'grace')`);
}

export async function cutsAfter(tx: TenantTx, since: number): Promise<number> {
  return await tx.oneFirst(sql.type(Count)`
    select coalesce(sum(lines), 0)::int as count from lastmile.automatic_cut where tenant_id = ${tx.tenant} and at > ${at(since)}`);
}

const Router = z.object({ id: ActorId, name: z.string(), lines: z.int(), before: z.int(), of: z.int() });

/** Routers on which some of the lines are in. */
export async function routersOf(
  tx: TenantTx,
  lines: readonly ActorId[],
  since: number,
): Promise<PlannedCuts['routers']> {
  return await tx.any(sql.type(Router)`
    with lost as (
      select l.nas_id, count(distinct l.subscription_id)::int as lines from lastmile.line_session l
      where l.tenant_id = ${tx.tenant} and l.ended_at is null and l.subscription_id = any(${ids(lines)}) group by l.nas_id
    ), open as (
      select o.nas_id, count(*)::int as of from lastmile.line_session o
      where o.tenant_id = ${tx.tenant} and o.ended_at is null group by o.nas_id
    )
    select n.id, n.name, lost.lines,
      (select coalesce(sum(c.lines), 0)::int from lastmile.automatic_cut c
        where c.tenant_id = ${tx.tenant} and c.nas_id = n.id and c.at > ${at(since)}) as before, open.of
    from lost join open on open.nas_id = lost.nas_id
    join lastmile.nas n on n.tenant_id = ${tx.tenant} and n.id = lost.nas_id`);
}

const KEPT_MS = 3_600_000;

/** Adds up: those on routers, and the rest. */
export async function noteCuts(
  tx: TenantTx,
  lines: number,
  routers: readonly { readonly id: ActorId; readonly lines: number }[],
  now: number,
): Promise<void> {
  const rest = lines - routers.reduce((sum, router) => sum + router.lines, 0);
  const rows = [
    ...routers.map((router) => [router.id as string | null, router.lines] as const),
    [null, rest] as const,
  ].filter(([, count]) => count > 0);
  await tx.query(sql.unsafe`
    insert into lastmile.automatic_cut (tenant_id, at, nas_id, lines)
    select ${tx.tenant}, ${at(now)}, * from ${sql.unnest(rows, ['uuid', 'int4'])} as r (nas_id, lines)`);
  await tx.query(sql.unsafe`
    delete from lastmile.automatic_cut where tenant_id = ${tx.tenant} and at < ${at(now - KEPT_MS)}`);
}

const waits = sql.fragment`s.held_cut is not null and s.held_cut ->> 'dropped' is null`;

export async function countHeld(tx: TenantTx, scope: readonly BranchId[] | 'all'): Promise<number> {
  return await tx.oneFirst(sql.type(Count)`
    select count(*)::int as count from lastmile.subscription s where s.tenant_id = ${tx.tenant} and ${waits} and ${branches(scope)}`);
}

/** Lines whose cut waits; of those named, if any are. */
export async function heldAmong(
  tx: TenantTx,
  lines: readonly ActorId[] | undefined,
  scope: readonly BranchId[] | 'all',
  most: number,
): Promise<readonly ActorId[]> {
  const named = lines === undefined ? sql.fragment`true` : sql.fragment`s.id = any(${ids(lines)})`;
  const rows = await tx.any(sql.type(Id)`
    select s.id from lastmile.subscription s
    where s.tenant_id = ${tx.tenant} and ${waits} and ${named} and ${branches(scope)} order by s.number limit ${most}`);
  return rows.map(({ id }) => id);
}

const Held = z
  .object({
    id: ActorId,
    number: z.number(),
    customerName: z.string(),
    username: z.string().nullable(),
    cause: HeldCutRow.shape.cause,
    heldAt: z.number(),
    validUntil: z.number().nullable(),
  })
  .transform(({ username, validUntil, ...row }): HeldCutRow => ({
    ...row,
    ...(username === null ? {} : { username }),
    ...(validUntil === null ? {} : { validUntil }),
  }));

export async function heldPage(
  tx: TenantTx,
  scope: readonly BranchId[] | 'all',
  { after, limit }: HeldCutQuery,
): Promise<readonly HeldCutRow[]> {
  return await tx.any(sql.type(Held)`
    select s.id, s.number::float8 as number, c.name as "customerName", s.username, s.held_cut ->> 'cause' as cause,
      (s.held_cut ->> 'at')::float8 as "heldAt", round(extract(epoch from s.valid_until) * 1000)::float8 as "validUntil"
    from lastmile.subscription s join lastmile.customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    where s.tenant_id = ${tx.tenant} and ${waits} and s.number > ${after} and ${branches(scope)}
    order by s.number limit ${limit}`);
}
