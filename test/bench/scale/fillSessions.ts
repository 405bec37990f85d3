import type pg from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import { withoutIndexes } from './withoutIndexes.ts';

export interface SessionsWanted {
  readonly lines: number;
  readonly records: number;
  readonly now: number;
}

/** Each line has one session of a month, and shares in those of the eleven months before it. */
const LONG_DAYS = 31;
const CUT_DAYS = 34;
const YEAR_DAYS = 365;
const SHORT_REPORTS = 8;
export const ROUTERS = 60;
export const ZONE = 'Africa/Nairobi';

/** The tables that the loader writes, from sessions that follow from the number of the line alone. */
export async function fillSessions(
  client: pg.Client,
  tenant: TenantId,
  { lines, records, now }: SessionsWanted,
  report: (line: string) => void,
): Promise<void> {
  const longReports = Math.max(2, Math.round(records / 4 / lines));
  const short = Math.max(1, Math.round((records - lines * longReports) / SHORT_REPORTS));
  const yearAgo = now - YEAR_DAYS * 86_400_000;
  await client.query('select lastmile.ensure_accounting_partitions(to_timestamp($1::float8 / 1000), 14)', [yearAgo]);
  const partitioned = ['line_session', 'accounting_record', 'address_use', 'usage_day'];
  await withoutIndexes(client, partitioned, async () => {
    await client.query(shortSessions(lines, short), [tenant, yearAgo, now]);
    await client.query(longSessions(lines), [tenant, now]);
    report('sessions');
    await client.query(
      `insert into lastmile.address_use select tenant_id, a.address, started_at, null, id, started_at from lastmile.line_session s,
         lateral unnest(array[s.ipv4, s.delegated_prefix]) a(address) where a.address is not null`,
    );
    const cut = [new Date(now - CUT_DAYS * 86_400_000)];
    await client.query(
      `insert into lastmile.accounting_record
       select s.tenant_id, s.started_at + s.seconds * (j::float8 / (most - 1)) * interval '1 second', s.id,
         case when j = 0 then 1 when j = most - 1 and s.ended_at is not null then 2 else 3 end, s.seconds * j::bigint / (most - 1),
         s.octets_in * j / (most - 1), s.octets_out * j / (most - 1), 0
       from lastmile.line_session s, lateral (select case when s.started_at >= $1 then ${longReports} else ${SHORT_REPORTS} end) r(most),
         lateral generate_series(0, most - 1) j`,
      cut,
    );
    report('reports');
    // Day by day, as they are written in life: a day lies together.
    await client.query(`insert into lastmile.usage_day ${usageDays('s.started_at >= $1')} order by day`, cut);
    await client.query(
      `insert into lastmile.usage_day select tenant_id, day, subscription_id, sum(octets_in), sum(octets_out), sum(seconds)
       from (${usageDays('s.started_at < $1')}) u group by 1, 2, 3 order by 2`,
      cut,
    );
    report('usage by day');
  });
  report('indexes of sessions, reports and usage');
  await fillHours(client, tenant, now);
}

/** As sessionId.ts works it out; `k` has router, session id and beginning in milliseconds. */
const SESSION_ID = `(lpad(to_hex(k.ms), 12, '0') || '8' || substr(k.digest, 14, 3)
  || translate(substr(k.digest, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab') || substr(k.digest, 18, 15))::uuid`;

const COLUMNS = `(tenant_id, started_at, id, nas_id, acct_session_id, subscription_id, username, access, mac, nas_port, service, ipv4,
  delegated_prefix, heard_at, ended_at, end_cause, unknown_since, seconds, octets_in, octets_out, policy_version, flags)`;

/** One in 20 is of a line that flaps, one in 97 had an address that goes from hand to hand every 24 minutes. */
function shortSessions(lines: number, count: number): string {
  const span = (YEAR_DAYS - CUT_DAYS - 1) * 86_400_000;
  return `insert into lastmile.line_session ${COLUMNS}
    select $1, to_timestamp(k.ms / 1000.0), ${SESSION_ID}, k.nas, k.acct, f.line, 'user' || lpad(f.n::text, 6, '0'), 'pppoe',
      (lpad(to_hex(f.n::bigint * 104729), 12, 'aabbcc000000'))::macaddr, 'ether' || f.n % 8, 'internet', k.ipv4,
      ('2a0c:' || to_hex(i / 65536 % 65536) || ':' || to_hex(i % 65536) || '::/48')::inet, k.until, k.until,
      case when i % 9 = 0 then 'silent' else 'userRequest' end, null, k.seconds, k.seconds::bigint * (2000 + 400000 / (1 + f.n % 997)) / 9,
      k.seconds::bigint * (2000 + 400000 / (1 + f.n % 997)), 1, 0
    from generate_series(1, ${count}) i
    cross join lateral (select case when i % 20 = 0 then 1 + i / 20 % 1000 else 1 + i::bigint * 7919 % ${lines} end) p(n)
    join filled f on f.n = p.n
    cross join lateral (select $2::bigint + i * ${span}::bigint / ${count} as ms, ${routerId('f.n')} as nas, '81' || to_hex(i) as acct,
      case when i % 97 = 0 then 300 + i % 600 else 300 * (1 + i % 100) end as seconds,
      case when i % 97 = 0 then inet '10.255.0.1' else inet '10.64.0.0' + i % 65536 end as ipv4) b
    cross join lateral (select b.*, encode(sha256((b.nas || '/' || b.acct)::bytea), 'hex') as digest,
      to_timestamp(b.ms / 1000.0) + b.seconds * interval '1 second' as until, $3::bigint as now) k`;
}

/** Four of 25 are open: 80,000 of 500,000; the others ended on the last day. */
function longSessions(lines: number): string {
  return `insert into lastmile.line_session ${COLUMNS}
    select $1, to_timestamp(k.ms / 1000.0), ${SESSION_ID}, k.nas, k.acct, f.line, 'user' || lpad(f.n::text, 6, '0'),
      case when f.n % 10 = 0 then 'hotspot' else 'pppoe' end, (lpad(to_hex(f.n::bigint * 104729), 12, 'aabbcc000000'))::macaddr,
      'ether' || f.n % 8, 'internet', inet '100.64.0.0' + f.n, ('2a0d:' || to_hex(f.n / 65536) || ':' || to_hex(f.n % 65536) || '::/48')::inet,
      k.heard, case when f.n % 25 >= 4 then k.heard end, case when f.n % 25 >= 4 then 'lostCarrier' end,
      case when f.n % 25 < 4 and f.n % 60 = 7 then to_timestamp($2::bigint / 1000.0) end, k.seconds,
      k.seconds::bigint * (2000 + 400000 / (1 + f.n % 997)) / 9, k.seconds::bigint * (2000 + 400000 / (1 + f.n % 997)), 1, 0
    from filled f
    cross join lateral (select $2::bigint - ${LONG_DAYS * 86_400_000}::bigint - f.n % 2880 * 60000::bigint as ms, ${routerId('f.n')} as nas,
      '82' || to_hex(f.n) as acct) b
    cross join lateral (select case when f.n % 25 < 4 then f.n % 300 else f.n * 37::bigint % 86400 end as ago) a
    cross join lateral (select b.*, encode(sha256((b.nas || '/' || b.acct)::bytea), 'hex') as digest,
      to_timestamp($2::bigint / 1000.0) - a.ago * interval '1 second' as heard, (($2::bigint - b.ms) / 1000 - a.ago)::int as seconds) k
    where f.n <= ${lines}`;
}

/** What sessions used, spread evenly over their days. */
function usageDays(which: string): string {
  return `select s.tenant_id, d::date as day, s.subscription_id, floor(s.octets_in * share)::bigint as octets_in,
      floor(s.octets_out * share)::bigint as octets_out, floor(s.seconds * share)::int as seconds
    from lastmile.line_session s
    cross join lateral (select s.started_at at time zone '${ZONE}' as a) began
    cross join lateral (select began.a + s.seconds * interval '1 second' as b) ended
    cross join lateral generate_series(date_trunc('day', a), b, interval '1 day') d
    cross join lateral (select extract(epoch from least(b, d + interval '1 day') - greatest(a, d))::float8 / s.seconds as share) part
    where ${which}`;
}

export function routerId(n: string): string {
  return `('0198fa29-0b0d-7b80-828e-0000000000' || lpad((${n} % ${ROUTERS})::text, 2, '0'))::uuid`;
}

/** Evenings carry five times what mornings do. */
async function fillHours(client: pg.Client, tenant: TenantId, now: number): Promise<void> {
  await client.query(
    `insert into lastmile.usage_hour select $1, h, ${routerId('r')}, (w * 2e9)::bigint, (w * 18e9)::bigint
     from generate_series(date_trunc('hour', to_timestamp($2::float8 / 1000)) - interval '${YEAR_DAYS} days', to_timestamp($2::float8 / 1000),
       interval '1 hour') h, generate_series(0, ${ROUTERS - 1}) r,
       lateral (select (3 + 2 * sin((extract(hour from h) - 12) / 24 * 6.28)) * (1 + r % 7)) wave(w)`,
    [tenant, now],
  );
  await client.query(
    `insert into lastmile.reject select $1, h, ${routerId('f.n')}, 'user' || lpad(f.n::text, 6, '0'), '', 'wrong-password', f.line,
       1 + f.n % 50, h + interval '1 minute', h + interval '50 minutes'
     from (select * from filled where n % 40 = 0) f,
       generate_series(0, case when f.n = 40 then 743 else 23 end) i,
       lateral (select date_trunc('hour', to_timestamp($2::float8 / 1000)) - i * case when f.n = 40 then 1 else 31 end * interval '1 hour') t(h)`,
    [tenant, now],
  );
}
