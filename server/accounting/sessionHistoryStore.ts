import type { PoolClient } from 'pg';
import { z } from 'zod';
import { MOST_REPORTS, type RejectRow, SessionLine, type SessionReport } from '#shared/session/history.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { LineSession } from './lineSession.ts';
import { parseSession, sessionColumns } from './sessionColumns.ts';
import { startOf } from './sessionId.ts';

const DAY_MS = 86_400_000;

/** Sessions of a subscription that began before `before`, newest first. */
export async function sessionsOfSubscription(
  client: PoolClient,
  tenant: TenantId,
  { id, before, limit }: { readonly id: string; readonly before: number; readonly limit: number },
): Promise<readonly LineSession[]> {
  const { rows } = await client.query(
    `select ${sessionColumns} from lastmile.line_session s
      where s.tenant_id = $1 and s.subscription_id = $2 and s.started_at < to_timestamp($3::float8 / 1000)
      order by s.started_at desc limit $4`,
    [tenant, id, before, limit],
  );
  return rows.map(parseSession);
}

/** Undefined: there is none. */
export async function sessionById(client: PoolClient, tenant: TenantId, id: string): Promise<LineSession | undefined> {
  const { rows } = await client.query(
    `select ${sessionColumns} from lastmile.line_session s
      where s.tenant_id = $1 and s.started_at = to_timestamp($2::float8 / 1000) and s.id = $3`,
    [tenant, startOf(id), id],
  );
  return rows.length === 0 ? undefined : parseSession(rows[0]);
}

/** The line that a session belongs to; undefined: it is none's. */
export async function lineOfSession(
  client: PoolClient,
  tenant: TenantId,
  subscription: string,
): Promise<SessionLine | undefined> {
  const { rows } = await client.query(
    `select coalesce(s.username, 'S-' || s.number) as name, c.name as customer, s.policy_version::float8 as "policyVersion"
      from lastmile.subscription s join lastmile.customer c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      where s.tenant_id = $1 and s.id = $2`,
    [tenant, subscription],
  );
  return rows.length === 0 ? undefined : SessionLine.parse(rows[0]);
}

const kinds: Readonly<Record<number, SessionReport['kind']>> = { 1: 'start', 2: 'stop', 3: 'interim' };
const ReportRow = z.object({
  receivedAt: z.number(),
  kind: z.int(),
  seconds: z.int(),
  octetsIn: z.number().nullable(),
  octetsOut: z.number().nullable(),
});

/** The last reports of a session, newest first. */
export async function reportsOfSession(
  client: PoolClient,
  tenant: TenantId,
  session: LineSession,
): Promise<readonly SessionReport[]> {
  const { rows } = await client.query(
    `select floor(extract(epoch from received_at) * 1000)::float8 as "receivedAt", kind, seconds, octets_in::float8 as "octetsIn",
        octets_out::float8 as "octetsOut" from lastmile.accounting_record
      where tenant_id = $1 and session_id = $2 and received_at >= to_timestamp($3::float8 / 1000)
      order by received_at desc limit ${MOST_REPORTS}`,
    [tenant, session.id, session.startedAt - DAY_MS],
  );
  return rows
    .map((row) => ReportRow.parse(row))
    .map(({ kind, octetsIn, octetsOut, ...report }) => ({
      ...report,
      kind: kinds[kind] ?? 'unknown',
      octetsIn: octetsIn ?? undefined,
      octetsOut: octetsOut ?? undefined,
    }));
}

const RejectFound = z.object({
  nasId: ActorId,
  username: z.string(),
  mac: z.string(),
  reason: z.string(),
  times: z.int(),
  firstAt: z.number(),
  lastAt: z.number(),
});

/** Refusals of a subscription since a time, collapsed by hour, newest first. */
export async function rejectsOfSubscription(
  client: PoolClient,
  tenant: TenantId,
  id: string,
  since: number,
): Promise<readonly Omit<RejectRow, 'nasName'>[]> {
  const { rows } = await client.query(
    `select nas_id as "nasId", username, mac, reason, times, floor(extract(epoch from first_at) * 1000)::float8 as "firstAt",
        floor(extract(epoch from last_at) * 1000)::float8 as "lastAt" from lastmile.reject
      where tenant_id = $1 and subscription_id = $2 and hour >= to_timestamp($3::float8 / 1000) order by hour desc, last_at desc limit 200`,
    [tenant, id, since],
  );
  return rows
    .map((row) => RejectFound.parse(row))
    .map(({ mac, ...reject }) => ({ ...reject, mac: mac === '' ? undefined : mac }));
}
