import type { PoolClient } from 'pg';
import { z } from 'zod';
import { UsageDay } from '#shared/session/history.ts';
import { BranchHour, UsageHour } from '#shared/session/usage.ts';
import { ActorId, BranchId, type TenantId } from '#shared/values/ids.ts';

/** What a subscription used on each of the last days before `until` (a date) in which it used anything. */
export async function usageOfSubscription(
  client: PoolClient,
  tenant: TenantId,
  { id, from, until }: { readonly id: string; readonly from: string; readonly until: string },
): Promise<readonly UsageDay[]> {
  // Day by day: the key begins with the day, so that what is written together lies together.
  const { rows } = await client.query(
    `select d.day::date::text as day, u.octets_in::float8 as "octetsIn", u.octets_out::float8 as "octetsOut", u.seconds::float8 as seconds
      from generate_series($3::date::timestamp, $4::date::timestamp, interval '1 day') as d (day)
      cross join lateral (select * from lastmile.usage_day x where x.tenant_id = $1 and x.day = d.day::date and x.subscription_id = $2 limit 1) u
      order by 1`,
    [tenant, id, from, until],
  );
  return rows.map((row) => UsageDay.parse(row));
}

// Octets of a line fit into a float for centuries, and a sum of bigint is a numeric, which takes twice as long.
const SUM_IN = 'sum(u.octets_in::float8)';
const SUM_OUT = 'sum(u.octets_out::float8)';
const BY = { total: `${SUM_IN} + ${SUM_OUT}`, down: SUM_OUT, up: SUM_IN } as const;

export interface TopWanted {
  /** A day. */
  readonly from: string;
  readonly by: keyof typeof BY;
  readonly most: number;
  /** Lines and vouchers of these branches; what has no branch is everybody's. */
  readonly branches: readonly string[] | 'all';
  /** Those who had a session on it; undefined: any. */
  readonly router: string | undefined;
}

/** A session that began so long before may have used something. */
const LONG_SESSION_DAYS = 62;
const OctetsOf = z.object({ id: ActorId, octetsIn: z.number(), octetsOut: z.number() });
export type OctetsOf = z.infer<typeof OctetsOf>;

/** Who used most in the days from `from` on, most first. */
export async function topUsers(
  client: PoolClient,
  tenant: TenantId,
  { from, by, most, branches, router }: TopWanted,
): Promise<readonly OctetsOf[]> {
  // Half a million sums are held at once; until the end of the transaction.
  await client.query(`set local work_mem = '64MB'`);
  const { rows } = await client.query(
    `select u.subscription_id as id, ${SUM_IN} as "octetsIn", ${SUM_OUT} as "octetsOut"
      from lastmile.usage_day u where u.tenant_id = $1 and u.day >= $2::date
        and ($4::uuid[] is null or u.subscription_id in (
          select s.id from lastmile.subscription s where s.tenant_id = $1 and (s.branch_id is null or s.branch_id = any ($4))
          union all
          select v.id from lastmile.voucher v join lastmile.voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
            where v.tenant_id = $1 and v.first_used_at is not null and (b.branch_id is null or b.branch_id = any ($4))))
        and ($5::uuid is null or u.subscription_id in (
          select l.subscription_id from lastmile.line_session l where l.tenant_id = $1 and l.nas_id = $5
            and l.started_at >= $2::date - ${LONG_SESSION_DAYS} and (l.ended_at is null or l.ended_at >= $2::date)))
      group by u.subscription_id order by ${BY[by]} desc limit $3`,
    [tenant, from, most, branches === 'all' ? null : branches, router ?? null],
  );
  return rows.map((row) => OctetsOf.parse(row));
}

const UserName = z.object({
  id: ActorId,
  kind: z.enum(['line', 'voucher']),
  username: z.string(),
  customer: z.string(),
  batchId: ActorId.nullable(),
});
export type UserName = z.infer<typeof UserName>;

/** What lines and vouchers are called; `customer` is the name of the batch for a voucher. */
export async function namesOfUsers(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly string[],
): Promise<readonly UserName[]> {
  const { rows } = await client.query(
    `select s.id, 'line' as kind, coalesce(s.username, 'S-' || s.number) as username, c.name as customer, null::uuid as "batchId"
      from lastmile.subscription s join lastmile.customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      where s.tenant_id = $1 and s.id = any ($2)
      union all
      select v.id, 'voucher', '#' || v.serial, b.name, b.id
      from lastmile.voucher v join lastmile.voucher_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
      where v.tenant_id = $1 and v.id = any ($2)`,
    [tenant, ids],
  );
  return rows.map((row) => UserName.parse(row));
}

export interface HoursWanted {
  readonly from: number;
  /** One router; undefined: all those in the branches. */
  readonly router: string | undefined;
  readonly branches: readonly string[] | 'all';
}

const HOURS = `sum(h.octets_in)::float8 as "octetsIn", sum(h.octets_out)::float8 as "octetsOut",
  extract(epoch from h.hour)::float8 * 1000 as at`;

/** What routers carried by hour. */
export async function usageHours(
  client: PoolClient,
  tenant: TenantId,
  { from, router, branches }: HoursWanted,
): Promise<readonly UsageHour[]> {
  const { rows } = await client.query(
    `select ${HOURS} from lastmile.usage_hour h where h.tenant_id = $1 and h.hour >= to_timestamp($2::float8 / 1000)
        and ($3::uuid is null or h.nas_id = $3)
        and ($4::uuid[] is null or exists (select from lastmile.nas n where n.tenant_id = $1 and n.id = h.nas_id
          and (n.branch_id is null or n.branch_id = any ($4::uuid[]))))
      group by h.hour order by h.hour`,
    [tenant, from, router ?? null, branches === 'all' ? null : branches],
  );
  return rows.map((row) => UsageHour.parse(row));
}

const HourOfBranch = BranchHour.extend({ branchId: BranchId.nullable().transform((id) => id ?? undefined) });

/** The same for each branch. */
export async function branchHours(
  client: PoolClient,
  tenant: TenantId,
  { from, branches }: Omit<HoursWanted, 'router'>,
): Promise<readonly BranchHour[]> {
  const { rows } = await client.query(
    `select ${HOURS}, n.branch_id as "branchId" from lastmile.usage_hour h
      left join lastmile.nas n on n.tenant_id = h.tenant_id and n.id = h.nas_id
      where h.tenant_id = $1 and h.hour >= to_timestamp($2::float8 / 1000)
        and ($3::uuid[] is null or (n.id is not null and (n.branch_id is null or n.branch_id = any ($3::uuid[]))))
      group by h.hour, n.branch_id order by h.hour`,
    [tenant, from, branches === 'all' ? null : branches],
  );
  return rows.map((row) => HourOfBranch.parse(row));
}
