import type { DumpSource } from './dumpSheet.ts';
import { DISABLED_GROUP, objectsAfter, objectsBefore } from './freeRadiusObjects.ts';
import type { DumpRow, DumpTables } from './sqlDump.ts';

const HEADINGS = [
  ...['Username', 'Password', 'Password hash', 'Package', 'Name', 'Kind', 'Phone', 'E-mail', 'Address', 'Notes'],
  ...['MAC', 'Static IP', 'IPv6 prefix', 'Status', 'Valid until'],
];

/** Checks that hold a password that can't be had back: RADIUS attributes of the FreeRADIUS server (rlm_pap). */
const HASHES =
  /^(?:crypt|md5|smd5|sha1?|ssha1?|sha2|ssha2\w*|sha\d+|ssha\d+|nt|lm|pbkdf2|password-with-header|x-pap).*$/i;

/**
 * The SQL module of FreeRADIUS (raddb/mods-config/sql/main/…/schema.sql) and what daloRADIUS adds to it. Groups are what
 * packages are here; those who are in none have no package of their own.
 */
export const freeRadius: DumpSource = {
  tables: ['radcheck', 'radreply', 'radusergroup', 'userinfo', 'radgroupcheck', 'radgroupreply', 'nas', 'radacct'],
  before: objectsBefore,
  after: objectsAfter,
  *sheet(tables) {
    yield HEADINGS;
    const [checks, replies] = [byUser(tables, 'radcheck'), byUser(tables, 'radreply')];
    const [groups, people] = [byUser(tables, 'radusergroup'), byUser(tables, 'userinfo')];
    for (const username of new Set([...checks.keys(), ...groups.keys()]))
      yield cellsOf(username, {
        checks: checks.get(username) ?? [],
        replies: replies.get(username) ?? [],
        groups: groups.get(username) ?? [],
        person: people.get(username)?.[0] ?? {},
      });
  },
};

interface Of {
  readonly checks: readonly DumpRow[];
  readonly replies: readonly DumpRow[];
  readonly groups: readonly DumpRow[];
  readonly person: DumpRow;
}

function cellsOf(username: string, { checks, replies, groups, person }: Of): readonly string[] {
  const check = (name: RegExp): string => checks.find(({ attribute = '' }) => name.test(attribute))?.['value'] ?? '';
  const reply = (name: RegExp): string => replies.find(({ attribute = '' }) => name.test(attribute))?.['value'] ?? '';
  const hash = checks.find(
    ({ attribute = '' }) => /-password$|password-with-header/i.test(attribute) && HASHES.test(attribute),
  );
  const inOrder = groups.toSorted((left, right) => Number(left['priority'] ?? 1) - Number(right['priority'] ?? 1));
  const isDisabled = inOrder.some(({ groupname = '' }) => DISABLED_GROUP.test(groupname));
  const group = inOrder.find(({ groupname = '' }) => !DISABLED_GROUP.test(groupname))?.['groupname'] ?? '';
  const of = (...names: readonly string[]): string =>
    names.map((name) => person[name] ?? '').find((text) => text !== '') ?? '';
  const name = [of('firstname'), of('lastname')].filter((part) => part !== '').join(' ');
  const address = reply(/^Framed-IP-Address$/i);
  const closed = isDisabled || /^reject$/i.test(check(/^Auth-Type$/i));
  return [
    username,
    check(/^(?:Cleartext|User)-Password$/i),
    hash?.['value'] ?? '',
    group,
    name || of('company') || username,
    name === '' && of('company') !== '' ? 'company' : 'person',
    of('mobilephone', 'homephone', 'workphone'),
    of('email'),
    [of('address'), of('city'), of('state')].filter((part) => part !== '').join(', '),
    of('notes'),
    check(/^Calling-Station-Id$/i),
    // 255.255.255.254: the NAS is to choose (RFC 2865 §5.8).
    /^255\.255\.255\.25[45]$/.test(address) ? '' : address,
    reply(/^Delegated-IPv6-Prefix$/i),
    closed ? 'suspended' : 'active',
    check(/^Expiration$/i),
  ];
}

function byUser(tables: DumpTables, table: string): ReadonlyMap<string, readonly DumpRow[]> {
  return Map.groupBy(
    (tables.get(table) ?? []).filter(({ username = '' }) => username !== ''),
    ({ username = '' }) => username,
  );
}
