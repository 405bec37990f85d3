import type { Rates } from '#shared/package/values.ts';
import { rateText } from '../source/rateText.ts';
import type { SourceObject, SourceOf } from '../source/sourceObject.ts';
import type { DumpRow, DumpTables } from './sqlDump.ts';

/** What daloRADIUS puts people in who may not come in: no package. */
export const DISABLED_GROUP = /disabled/i;
/** Of one account, the newest; more would be no history but an archive. */
const MOST_SESSIONS = 2_000;

/** RADIUS clients, and what groups give: pools, then packages. */
export function* objectsBefore(tables: DumpTables): Generator<SourceObject> {
  for (const row of tables.get('nas') ?? []) if ((row['nasname'] ?? '') !== '') yield clientOf(row);
  const [checks, replies] = ['radgroupcheck', 'radgroupreply'].map((table) =>
    Map.groupBy(tables.get(table) ?? [], ({ groupname = '' }) => groupname),
  ) as [Map<string, DumpRow[]>, Map<string, DumpRow[]>];
  const names = new Set([
    ...[...checks.keys(), ...replies.keys()],
    ...(tables.get('radusergroup') ?? []).map(({ groupname = '' }) => groupname),
  ]);
  const groups = [...names].filter((name) => name !== '' && !DISABLED_GROUP.test(name));
  const packages = groups.map((name) => groupOf(name, checks.get(name) ?? [], replies.get(name) ?? []));
  for (const name of new Set(packages.flatMap(({ pool }) => pool ?? [])))
    yield { what: 'pool', name, ranges: [], routers: [], left: [] };
  yield* packages;
}

/** Sessions that ended, by account. Those that still run are heard of with their next report. */
export function* objectsAfter(tables: DumpTables): Generator<SourceObject> {
  const ended = (tables.get('radacct') ?? []).filter(
    (row) =>
      (row['username'] ?? '') !== '' && (row['acctstarttime'] ?? '') !== '' && (row['acctstoptime'] ?? '') !== '',
  );
  for (const [name, rows] of Map.groupBy(ended, ({ username = '' }) => username)) {
    const newest = rows
      .toSorted((left, right) => (right['acctstarttime']! < left['acctstarttime']! ? -1 : 1))
      .slice(0, MOST_SESSIONS);
    const missing = rows.length - newest.length;
    yield {
      what: 'usage',
      name,
      sessions: newest.map(sessionOf),
      left: missing === 0 ? [] : [`radacct: ${missing} older sessions`],
    };
  }
}

function clientOf(row: DumpRow): SourceOf<'router'> {
  const address = (row['nasname'] ?? '').replace(/\/32$/, '');
  return {
    what: 'router',
    name: row['shortname'] || address,
    address,
    ...{ username: '', password: '' },
    ...((row['secret'] ?? '') === '' ? {} : { radiusSecret: row['secret']! }),
    notes: row['description'] ?? '',
    left: [],
  };
}

/** Attributes that say what a package has; by the end of their name where vendors put their own before it. */
function groupOf(name: string, checks: readonly DumpRow[], replies: readonly DumpRow[]): SourceOf<'package'> {
  const all = [...checks, ...replies];
  const taken = new Set<string>();
  const value = (attribute: RegExp): string => {
    const row = all.find((one) => attribute.test(one['attribute'] ?? ''));
    if (row) taken.add(row['attribute'] ?? '');
    return row?.['value'] ?? '';
  };
  const limit = rateText(value(/-Rate-Limit$/i));
  const rates = limit?.rates ?? wisprRates(value);
  const sessions = Number(value(/^Simultaneous-Use$/i));
  const idle = Number(value(/^Idle-Timeout$/i));
  const interim = Number(value(/^Acct-Interim-Interval$/i));
  const of = (key: string, text: string): object => (text === '' ? {} : { [key]: text });
  const named = {
    ...of('pool', value(/^Framed-Pool$/i)),
    ...of('addressList', value(/-Address-List$/i)),
    ...of('routerProfile', value(/^(?!.*Tunnel).*-Group$/i)),
  };
  // Said by the product itself with each answer.
  value(/^Service-Type$/i);
  value(/^Framed-Protocol$/i);
  const left = all.flatMap(({ attribute = '', value: said = '' }) =>
    taken.has(attribute) ? [] : [`${attribute} ${said}`.slice(0, 200)],
  );
  return {
    what: 'package',
    name,
    accessTypes: ['pppoe', 'hotspot'],
    ...(rates ? { rates } : {}),
    ...(limit?.burst ? { burst: limit.burst } : {}),
    ...(limit?.limitAt ? { limitAt: limit.limitAt } : {}),
    priority: limit?.priority ?? 8,
    cycle: { unit: 'month', count: 1 },
    // Who is not limited in FreeRADIUS comes in as often as he likes.
    sessions: sessions >= 1 ? Math.min(1000, Math.floor(sessions)) : 0,
    ...named,
    ...(idle > 0 ? { idleTimeoutS: Math.min(86_400, Math.max(30, Math.floor(idle))) } : {}),
    ...(interim > 0 ? { interimS: Math.min(3_600, Math.max(60, Math.floor(interim))) } : {}),
    price: 0,
    left: left.slice(0, 50),
  };
}

/** In bits per second each. */
function wisprRates(value: (attribute: RegExp) => string): Rates | undefined {
  const [down, up] = [/^WISPr-Bandwidth-Max-Down$/i, /^WISPr-Bandwidth-Max-Up$/i].map((name) => Number(value(name)));
  return down! >= 1_000 && up! >= 1_000 ? { downBps: down!, upBps: up! } : undefined;
}

function sessionOf(row: DumpRow): SourceOf<'usage'>['sessions'][number] {
  return {
    id: row['acctsessionid'] ?? '',
    nas: (row['nasipaddress'] ?? '').replace(/\/32$/, ''),
    start: row['acctstarttime'] ?? '',
    stop: row['acctstoptime'] ?? '',
    seconds: Number(row['acctsessiontime'] ?? 0) || 0,
    octetsIn: Number(row['acctinputoctets'] ?? 0) || 0,
    octetsOut: Number(row['acctoutputoctets'] ?? 0) || 0,
    mac: row['callingstationid'] ?? '',
    ipv4: (row['framedipaddress'] ?? '').replace(/\/32$/, ''),
    cause: row['acctterminatecause'] ?? '',
  };
}
