import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasReplyRow, NasWire } from '../nasDriver.ts';
import type { ReportedSession, SessionsThere } from '../reportedSession.ts';
import { durationMs } from './onboarding/fieldValue.ts';

/** Up to so many are asked for by name; the whole list is cheaper beyond. */
const MOST_BY_NAME = 16;
const LIST_WITHIN_MS = 30_000;
/** Uptimes are whole seconds, and what a report said of its beginning may be late. */
const SAME_BEGINNING_MS = 120_000;

type Access = NonNullable<ReportedSession['access']>;

interface Menu {
  readonly path: string;
  readonly fields: string;
  readonly nameField: string;
  /** As the menu writes what sessions are found by. */
  readonly nameOf: (session: ReportedSession) => string | undefined;
  readonly isThis: (row: NasReplyRow, session: ReportedSession, now: number) => boolean;
}

const menus: Readonly<Record<Access, Menu>> = {
  // The id of a PPP session is the Acct-Session-Id behind 0x (MikroTik: PPP AAA, active users).
  pppoe: {
    path: '/ppp/active',
    fields: 'name,session-id,caller-id,uptime',
    nameField: 'name',
    nameOf: ({ username }) => username,
    isThis: (row, session, now) => {
      const id = row['session-id'];
      if (id !== undefined && id !== '') return plainId(id) === plainId(session.acctSessionId);
      return row['name'] === session.username && isMac(row['caller-id'], session) && isSameAge(row, session, now);
    },
  },
  // Hotspots show no session ids.
  hotspot: {
    path: '/ip/hotspot/active',
    fields: 'user,address,mac-address,uptime',
    nameField: 'user',
    nameOf: ({ username }) => username,
    isThis: (row, session, now) =>
      row['user'] === session.username && isMac(row['mac-address'], session) && isSameAge(row, session, now),
  },
  // A lease is renewed in its session: how old it is says nothing.
  ipoe: {
    path: '/ip/dhcp-server/lease',
    fields: 'mac-address,active-mac-address,address,active-address,status',
    nameField: 'mac-address',
    nameOf: ({ mac }) => mac?.toUpperCase(),
    isThis: (row, session) => {
      const address = row['active-address'] ?? row['address'];
      const isHis = session.mac !== undefined && isMac(row['active-mac-address'] ?? row['mac-address'], session);
      return isHis && row['status'] === 'bound' && (session.ipv4 === undefined || session.ipv4 === address);
    },
  },
};
const everyAccess = Object.keys(menus) as readonly Access[];

/** What the router's lists say of sessions of which it has reported nothing for long. */
export async function sessionsThere<S extends ReportedSession>(
  wire: NasWire,
  sessions: readonly S[],
  now: number,
  signal: AbortSignal,
): Promise<SessionsThere<S>> {
  const running = new Set<S>();
  const looked = new Set<S>();
  for (const access of everyAccess) {
    const menu = menus[access];
    const asked = sessions.filter((one) => !running.has(one) && isIn(menu, access, one));
    if (asked.length === 0) continue;
    const rows = indexed(menu, await readRows(wire, menu, asked, signal));
    for (const session of asked) {
      looked.add(session);
      const named = rows.get(menu.nameOf(session)!) ?? [];
      if (named.some((row) => menu.isThis(row, session, now))) running.add(session);
    }
  }
  return { running: [...running], gone: [...looked].filter((one) => !running.has(one)) };
}

function isIn({ nameOf }: Menu, access: Access, session: ReportedSession): boolean {
  return (session.access ?? access) === access && nameOf(session) !== undefined;
}

function indexed({ nameField }: Menu, rows: readonly NasReplyRow[]): ReadonlyMap<string, readonly NasReplyRow[]> {
  return Map.groupBy(rows, (row) => row[nameField] ?? '');
}

async function readRows(
  wire: NasWire,
  { path, fields, nameField, nameOf }: Menu,
  asked: readonly ReportedSession[],
  signal: AbortSignal,
): Promise<readonly NasReplyRow[]> {
  const names = [...new Set(asked.flatMap((session) => nameOf(session) ?? []))];
  const queries = names.length <= MOST_BY_NAME ? anyOf(nameField, names) : [];
  try {
    const command = { path: `${path}/print`, attributes: { '.proplist': fields }, queries };
    return (await wire.run(command, { signal, withinMs: LIST_WITHIN_MS })).rows;
  } catch (error) {
    // Without the menu it can have none of them.
    if (error instanceof NasCommandRefused && error.missing) return [];
    throw error;
  }
}

/** In the order of a stack: two operands, then "or" (MikroTik: API, Queries). */
function anyOf(field: string, names: readonly string[]): readonly string[] {
  return names.flatMap((name, index) => (index === 0 ? [`${field}=${name}`] : [`${field}=${name}`, '#|']));
}

function plainId(id: string): string {
  return id.toLowerCase().replace(/^0x/, '').replace(/^0+/, '');
}

function isMac(text: string | undefined, { mac }: ReportedSession): boolean {
  return mac === undefined || text === undefined || text.toLowerCase() === mac;
}

function isSameAge(row: NasReplyRow, { startedAt }: ReportedSession, now: number): boolean {
  const upMs = durationMs(row['uptime'] ?? '');
  return upMs === undefined || Math.abs(now - upMs - startedAt) <= SAME_BEGINNING_MS;
}
