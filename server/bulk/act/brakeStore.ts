import { sql } from 'slonik';
import { z } from 'zod';
import { BrakeRules, defaultBrakeRules } from '#shared/bulk/requests.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

const at = (instant: number) => sql.timestamp(new Date(instant));

export async function readBrake(tx: TenantTx): Promise<BrakeRules> {
  const row = await tx.maybeOne(sql.type(BrakeRules)`
    select most_lines as "mostLines", most_percent as "mostPercent", held from lastmile.brake_rules where tenant_id = ${tx.tenant}`);
  return row ?? defaultBrakeRules;
}

export async function writeBrake(
  tx: TenantTx,
  { mostLines, mostPercent, held }: BrakeRules,
  now: number,
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.brake_rules (tenant_id, most_lines, most_percent, held, changed_at)
    values (${tx.tenant}, ${mostLines}, ${mostPercent}, ${held}, ${at(now)})
    on conflict (tenant_id) do update set most_lines = excluded.most_lines, most_percent = excluded.most_percent,
      held = excluded.held, changed_at = excluded.changed_at`);
}

/** How many lines any bulk work has cut since. */
export async function cutsSince(tx: TenantTx, since: number): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ count: z.int() }))`
    select count(*)::int as count from lastmile.bulk_row where tenant_id = ${tx.tenant} and cut and done_at > ${at(since)}`);
}

/** Rows of the job that are still to be done and would cut, and the company's lines that are served. */
export async function plannedCuts(
  tx: TenantTx,
  job: ActorId,
): Promise<{ readonly cuts: number; readonly served: number }> {
  return await tx.one(sql.type(z.object({ cuts: z.int(), served: z.int() }))`
    select (select count(*)::int from lastmile.bulk_row
        where tenant_id = ${tx.tenant} and job_id = ${job} and state = 'pending' and cut) as cuts,
      (select count(*)::int from lastmile.subscription
        where tenant_id = ${tx.tenant} and state in ('active', 'grace')) as served`);
}

const Nas = z.object({ id: ActorId, name: z.string(), lines: z.int(), of: z.int() });

/** The router of which the largest part of its sessions would go; undefined: none would. */
export async function worstNas(tx: TenantTx, job: ActorId): Promise<z.infer<typeof Nas> | undefined> {
  const row = await tx.maybeOne(sql.type(Nas)`
    with cut as (
      select subscription_id from lastmile.bulk_row
      where tenant_id = ${tx.tenant} and job_id = ${job} and state = 'pending' and cut
    ), lost as (
      select s.nas_id, count(*) filter (where s.subscription_id in (select subscription_id from cut))::int as lines, count(*)::int as of
      from lastmile.line_session s where s.tenant_id = ${tx.tenant} and s.ended_at is null group by s.nas_id
    )
    select n.id, n.name, l.lines, l.of from lost l join lastmile.nas n on n.tenant_id = ${tx.tenant} and n.id = l.nas_id
    where l.lines > 0 order by l.lines::float8 / l.of desc, l.lines desc, n.id limit 1`);
  return row ?? undefined;
}
