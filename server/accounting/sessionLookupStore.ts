import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { SessionName } from './batchLookups.ts';
import { textArray, timeArray, uuidArray } from './binaryArrays.ts';
import type { KnownReport } from './knownReports.ts';
import type { LineSession } from './lineSession.ts';
import { recordFlag } from './recordFlag.ts';
import { parseSession, sessionColumns } from './sessionColumns.ts';

const DAY_MS = 86_400_000;

/** Open sessions of all tenants behind `after`, in the order of their key, at most `most`. */
export async function openSessionsBehind(
  client: PoolClient,
  after: { readonly tenantId: string; readonly id: string },
  most: number,
): Promise<readonly LineSession[]> {
  const { rows } = await client.query(
    `select ${sessionColumns} from lastmile.line_session s
      where s.ended_at is null and (s.tenant_id, s.id) > ($1::uuid, $2::uuid) order by s.tenant_id, s.id limit $3`,
    [after.tenantId, after.id, most],
  );
  return rows.map(parseSession);
}

/** Sessions of these names, open or not, that began within a day of the time given. */
export async function sessionsNamed(
  client: PoolClient,
  names: readonly SessionName[],
): Promise<readonly LineSession[]> {
  const starts = names.map(({ startedAt }) => startedAt);
  const { rows } = await client.query({
    name: 'accounting.named',
    text: `select ${sessionColumns} from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) as n (tenant_id, nas_id, acct_session_id, started_at)
      cross join lateral (select * from lastmile.line_session x where x.tenant_id = n.tenant_id and x.nas_id = n.nas_id
        and x.acct_session_id = n.acct_session_id and x.started_at between n.started_at - interval '1 day' and n.started_at + interval '1 day'
        and x.started_at between $5 and $6 order by x.started_at desc limit 20) s`,
    values: [
      uuidArray(names, ({ tenantId }) => tenantId),
      uuidArray(names, ({ nasId }) => nasId),
      textArray(names, ({ acctSessionId }) => acctSessionId),
      timeArray(names, ({ startedAt }) => startedAt),
      new Date(starts.reduce((a, b) => Math.min(a, b)) - DAY_MS),
      new Date(starts.reduce((a, b) => Math.max(a, b)) + DAY_MS),
    ],
  });
  const sessions = new Map(rows.map(parseSession).map((session) => [session.id, session]));
  return [...sessions.values()];
}

const ReportRow = z.object({
  id: z.string(),
  kind: z.int(),
  seconds: z.int(),
  in: z.number().nullable(),
  out: z.number().nullable(),
  flags: z.int(),
});

/** The stored reports of sessions, by the session's id. */
export async function reportsStored(
  client: PoolClient,
  sessions: readonly LineSession[],
): Promise<ReadonlyMap<string, readonly KnownReport[]>> {
  const { rows } = await client.query({
    name: 'accounting.reports',
    text: `select r.session_id as id, r.kind, r.seconds, r.octets_in::float8 as "in", r.octets_out::float8 as "out", r.flags
      from lastmile.accounting_record r where r.session_id = any ($1::uuid[]) and r.received_at >= $2`,
    values: [
      uuidArray(sessions, ({ id }) => id),
      new Date(sessions.reduce((least, { startedAt }) => Math.min(least, startedAt), Number.MAX_SAFE_INTEGER) - DAY_MS),
    ],
  });
  const reports = rows
    .map((row) => ReportRow.parse(row))
    .map(({ id, kind, seconds, flags, ...octets }) => ({
      id,
      kind,
      in: { seconds, octets: octets.in ?? undefined, wide: (flags & recordFlag.wideIn) !== 0 },
      out: { seconds, octets: octets.out ?? undefined, wide: (flags & recordFlag.wideOut) !== 0 },
    }));
  return Map.groupBy(reports, ({ id }) => id);
}
