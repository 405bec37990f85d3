import type { Draft } from './accountingBatch.ts';
import {
  inetArray,
  int2Array,
  int4Array,
  int8Array,
  macArray,
  textArray,
  timeArray,
  uuidArray,
} from './binaryArrays.ts';
import type { LineSession } from './lineSession.ts';
import type { Statement } from './statement.ts';

const DAY_MS = 86_400_000;

/**
 * Sessions that are not stored yet, in the order of their key; a unique violation when one is. `on conflict do nothing`
 * would look for each in the key before, and write it twice to the log.
 */
export function insertSessions(begun: readonly Draft[]): Statement | undefined {
  if (begun.length === 0) return undefined;
  const rows = begun.map(({ now }) => now);
  return {
    name: 'accounting.begun',
    text: `insert into lastmile.line_session (tenant_id, started_at, id, nas_id, acct_session_id, subscription_id, username, access, mac,
        calling, nas_port, service, ipv4, ipv6, ipv6_prefix, delegated_prefix, heard_at, ended_at, end_cause, unknown_since, seconds,
        octets_in, octets_out, policy_version, flags)
      select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::macaddr[],
        $10::text[], $11::text[], $12::text[], $13::inet[], $14::inet[], $15::inet[], $16::inet[], $17::timestamptz[], $18::timestamptz[],
        $19::text[], $20::timestamptz[], $21::int4[], $22::int8[], $23::int8[], $24::int8[], $25::int2[])`,
    values: [
      uuidArray(rows, ({ tenantId }) => tenantId),
      timeArray(rows, ({ startedAt }) => startedAt),
      uuidArray(rows, ({ id }) => id),
      uuidArray(rows, ({ nasId }) => nasId),
      textArray(rows, ({ acctSessionId }) => acctSessionId),
      ...lineValues(rows),
      timeArray(rows, ({ heardAt }) => heardAt),
      timeArray(rows, ({ endedAt }) => endedAt),
      textArray(rows, ({ endCause }) => endCause),
      timeArray(rows, ({ unknownSince }) => unknownSince),
      int4Array(rows, ({ seconds }) => seconds),
      int8Array(rows, ({ octetsIn }) => octetsIn),
      int8Array(rows, ({ octetsOut }) => octetsOut),
      int8Array(rows, ({ policyVersion }) => policyVersion),
      int2Array(rows, ({ flags }) => flags),
    ],
  };
}

/**
 * What changes with every report, of sessions that still are as the batch thought: fewer are written when somebody else
 * has written them.
 */
export function updateSessions(known: readonly Draft[]): Statement | undefined {
  if (known.length === 0) return undefined;
  const [from, to] = spanOf(known);
  return {
    name: 'accounting.known',
    text: `update lastmile.line_session s set heard_at = u.heard_at, ended_at = u.ended_at, end_cause = u.end_cause,
        unknown_since = u.unknown_since, seconds = u.seconds, octets_in = u.octets_in, octets_out = u.octets_out,
        policy_version = u.policy_version, flags = u.flags
      from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::timestamptz[], $8::int4[],
        $9::int8[], $10::int8[], $11::int8[], $12::int2[], $13::int4[], $14::int8[], $15::int8[]) as u (tenant_id, started_at, id, heard_at,
        ended_at, end_cause, unknown_since, seconds, octets_in, octets_out, policy_version, flags, had_seconds, had_in, had_out)
      where s.tenant_id = u.tenant_id and s.started_at = u.started_at and s.id = u.id and s.started_at between $16 and $17
        and s.seconds = u.had_seconds and s.octets_in = u.had_in and s.octets_out = u.had_out`,
    values: [
      uuidArray(known, ({ now }) => now.tenantId),
      timeArray(known, ({ now }) => now.startedAt),
      uuidArray(known, ({ now }) => now.id),
      timeArray(known, ({ now }) => now.heardAt),
      timeArray(known, ({ now }) => now.endedAt),
      textArray(known, ({ now }) => now.endCause),
      timeArray(known, ({ now }) => now.unknownSince),
      int4Array(known, ({ now }) => now.seconds),
      int8Array(known, ({ now }) => now.octetsIn),
      int8Array(known, ({ now }) => now.octetsOut),
      int8Array(known, ({ now }) => now.policyVersion),
      int2Array(known, ({ now }) => now.flags),
      int4Array(known, ({ before }) => before!.seconds),
      int8Array(known, ({ before }) => before!.octetsIn),
      int8Array(known, ({ before }) => before!.octetsOut),
      from,
      to,
    ],
  };
}

/** What a report says of the line changes seldom: written where it did. */
export function updateLines(known: readonly Draft[]): Statement | undefined {
  const changed = known.filter(({ before, now }) => !sameLine(before!, now));
  if (changed.length === 0) return undefined;
  const rows = changed.map(({ now }) => now);
  const [from, to] = spanOf(changed);
  return {
    name: 'accounting.lines',
    text: `update lastmile.line_session s set subscription_id = u.subscription_id, username = u.username, access = u.access, mac = u.mac,
        calling = u.calling, nas_port = u.nas_port, service = u.service, ipv4 = u.ipv4, ipv6 = u.ipv6, ipv6_prefix = u.ipv6_prefix,
        delegated_prefix = u.delegated_prefix
      from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::macaddr[], $8::text[], $9::text[],
        $10::text[], $11::inet[], $12::inet[], $13::inet[], $14::inet[]) as u (tenant_id, started_at, id, subscription_id, username, access,
        mac, calling, nas_port, service, ipv4, ipv6, ipv6_prefix, delegated_prefix)
      where s.tenant_id = u.tenant_id and s.started_at = u.started_at and s.id = u.id and s.started_at between $15 and $16`,
    values: [
      uuidArray(rows, ({ tenantId }) => tenantId),
      timeArray(rows, ({ startedAt }) => startedAt),
      uuidArray(rows, ({ id }) => id),
      ...lineValues(rows),
      from,
      to,
    ],
  };
}

function lineValues(rows: readonly LineSession[]): readonly Buffer[] {
  return [
    uuidArray(rows, ({ subscriptionId }) => subscriptionId),
    textArray(rows, ({ username }) => username),
    textArray(rows, ({ access }) => access),
    macArray(rows, ({ mac }) => mac),
    textArray(rows, ({ calling }) => calling),
    textArray(rows, ({ nasPort }) => nasPort),
    textArray(rows, ({ service }) => service),
    inetArray(rows, ({ ipv4 }) => ipv4),
    inetArray(rows, ({ ipv6 }) => ipv6),
    inetArray(rows, ({ ipv6Prefix }) => ipv6Prefix),
    inetArray(rows, ({ delegatedPrefix }) => delegatedPrefix),
  ];
}

/** Written out: of every report. */
function sameLine(a: LineSession, b: LineSession): boolean {
  return (
    a.subscriptionId === b.subscriptionId &&
    a.username === b.username &&
    a.access === b.access &&
    a.mac === b.mac &&
    a.calling === b.calling &&
    a.nasPort === b.nasPort &&
    a.service === b.service &&
    a.ipv4 === b.ipv4 &&
    a.ipv6 === b.ipv6 &&
    a.ipv6Prefix === b.ipv6Prefix &&
    a.delegatedPrefix === b.delegatedPrefix
  );
}

/** Only the months between are looked at. */
function spanOf(drafts: readonly Draft[]): readonly [Date, Date] {
  let from = Number.MAX_SAFE_INTEGER;
  let to = 0;
  for (const { now } of drafts) {
    from = Math.min(from, now.startedAt);
    to = Math.max(to, now.startedAt);
  }
  return [new Date(from - DAY_MS), new Date(to + DAY_MS)];
}
