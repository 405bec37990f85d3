import { sql } from 'slonik';
import { z } from 'zod';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { SystemTx } from '../../platform/db/transaction.ts';

export interface PastSession {
  readonly id: string;
  readonly nasId: ActorId;
  readonly acctSessionId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cause: string;
  readonly mac: string | null;
  readonly ipv4: string | null;
  readonly seconds: number;
  readonly octetsIn: number;
  readonly octetsOut: number;
}

export interface PastOf {
  readonly tenant: TenantId;
  readonly subscription: ActorId;
  readonly username: string;
}

/** Months of the past get their partitions, as those of the present do. */
export async function ensurePastPartitions(tx: SystemTx, oldest: number, months: number): Promise<void> {
  await tx.query(sql.unsafe`
    select lastmile.ensure_accounting_partitions(to_timestamp(${oldest}::float8 / 1000), ${Math.min(24, months)}::int)`);
}

/** Sessions that ended, with the addresses they had; answers those that were not there yet. */
export async function insertPastSessions(
  tx: SystemTx,
  { tenant, subscription, username }: PastOf,
  sessions: readonly PastSession[],
): Promise<ReadonlySet<string>> {
  const rows = JSON.stringify(
    sessions.map(({ startedAt, endedAt, ...row }) => ({
      ...row,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(endedAt).toISOString(),
    })),
  );
  const fresh = await tx.any(sql.type(z.object({ id: z.string() }))`
    with said as (
      select * from jsonb_to_recordset(${rows}::jsonb) as w(id uuid, "nasId" uuid, "acctSessionId" text, "startedAt" timestamptz,
        "endedAt" timestamptz, cause text, mac macaddr, ipv4 inet, seconds integer, "octetsIn" bigint, "octetsOut" bigint)
    ), made as (
      insert into lastmile.line_session (tenant_id, started_at, id, nas_id, acct_session_id, subscription_id, username, mac, ipv4,
        heard_at, ended_at, end_cause, seconds, octets_in, octets_out, policy_version, flags)
      select ${tenant}, "startedAt", id, "nasId", "acctSessionId", ${subscription}, ${username}, mac, ipv4, "endedAt", "endedAt", cause,
        seconds, "octetsIn", "octetsOut", 0, 0 from said order by "startedAt", id
      on conflict (tenant_id, started_at, id) do nothing
      returning id, started_at, ended_at, ipv4
    ), held as (
      insert into lastmile.address_use (tenant_id, address, from_at, until_at, session_id, started_at)
      select ${tenant}, ipv4, started_at, ended_at, id, started_at from made where ipv4 is not null
    )
    select id::text as id from made`);
  return new Set(fresh.map(({ id }) => id));
}

export interface PastDay {
  readonly day: string;
  readonly octetsIn: number;
  readonly octetsOut: number;
  readonly seconds: number;
}

/** Added to what is there. */
export async function addPastUsage(
  tx: SystemTx,
  { tenant, subscription }: Omit<PastOf, 'username'>,
  days: readonly PastDay[],
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into lastmile.usage_day as u (tenant_id, day, subscription_id, octets_in, octets_out, seconds)
    select ${tenant}, day, ${subscription}, "octetsIn", "octetsOut", seconds
    from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as w(day date, "octetsIn" bigint, "octetsOut" bigint, seconds integer)
    order by day
    on conflict (tenant_id, day, subscription_id) do update set octets_in = u.octets_in + excluded.octets_in,
      octets_out = u.octets_out + excluded.octets_out, seconds = u.seconds + excluded.seconds`);
}
