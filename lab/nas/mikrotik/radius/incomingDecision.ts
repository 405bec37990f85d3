import { namesOf, numberOf, numbersOf, textOf, textsOf, type RadiusPacket } from '../../radius/radiusCodec.ts';
import type { Values } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { limitsOf, rateOf } from './grant.ts';
import type { NasSession } from './nasSession.ts';
import { parseRateLimit } from './rateLimit.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

/** RFC 5176 §3.6, in the words of the dictionary. */
export type ErrorCause =
  | 'Unsupported-Attribute'
  | 'Missing-Attribute'
  | 'NAS-Identification-Mismatch'
  | 'Unsupported-Service'
  | 'Invalid-Attribute-Value'
  | 'Session-Context-Not-Found'
  | 'Session-Context-Not-Removable'
  | 'Multiple-Session-Selection-Unsupported';

const NAS_NAMES = ['NAS-IP-Address', 'NAS-Identifier'];
const SESSION_NAMES = [
  'User-Name',
  'NAS-Port',
  'Framed-IP-Address',
  'Called-Station-Id',
  'Calling-Station-Id',
  'Acct-Session-Id',
  'NAS-Port-Id',
];
const BESIDE = ['Message-Authenticator', 'Event-Timestamp', 'Proxy-State', 'Reply-Message', 'Class'];
/** MikroTik manual, RADIUS: Change of Authorization. */
const PPP_CHANGES = [
  'Mikrotik-Group',
  'Mikrotik-Rate-Limit',
  'Mikrotik-Recv-Limit',
  'Mikrotik-Recv-Limit-Gigawords',
  'Mikrotik-Xmit-Limit',
  'Mikrotik-Xmit-Limit-Gigawords',
  'Ascend-Data-Rate',
  'Ascend-Xmit-Rate',
  'Filter-Id',
  'Session-Timeout',
  'Idle-Timeout',
];
const HOTSPOT_CHANGES = [
  'Mikrotik-Group',
  'Mikrotik-Recv-Limit',
  'Mikrotik-Recv-Limit-Gigawords',
  'Mikrotik-Xmit-Limit',
  'Mikrotik-Xmit-Limit-Gigawords',
  'Mikrotik-Total-Limit',
  'Mikrotik-Total-Limit-Gigawords',
  'Mikrotik-Advertise-URL',
  'Mikrotik-Advertise-Interval',
  'Session-Timeout',
  'Idle-Timeout',
  'Port-Limit',
];

/** The one session that a request is about, or why there is none. */
export function sessionMeant(
  world: RouterWorld,
  request: RadiusPacket,
  keeper: SessionKeeper,
): NasSession | ErrorCause {
  if (!isMeantForRouter(world, request)) return 'NAS-Identification-Mismatch';
  // A name alone is not enough for RouterOS: there may be two of it.
  if (textOf(request, 'Acct-Session-Id') === undefined && textOf(request, 'Framed-IP-Address') === undefined)
    return 'Missing-Attribute';
  const id = textOf(request, 'Acct-Session-Id');
  const candidates = id === undefined ? [...keeper.all()] : [keeper.byId(id)];
  const found = candidates.filter((session) => session !== undefined && isNamed(session, request));
  const [session] = found;
  if (!session) return 'Session-Context-Not-Found';
  if (found.length > 1) return 'Multiple-Session-Selection-Unsupported';
  const lacksAddress = textOf(request, 'Framed-IP-Address') === undefined;
  return session.login.service === 'hotspot' && lacksAddress ? 'Missing-Attribute' : session;
}

function isMeantForRouter(world: RouterWorld, request: RadiusPacket): boolean {
  const identity = world.table('/system/identity').single.values['name'] ?? 'MikroTik';
  const addresses = [
    world.site.address,
    ...world
      .table('/radius')
      .all()
      .map(({ values }) => values['src-address']),
  ];
  const [address, name] = NAS_NAMES.map((one) => textOf(request, one));
  return (address === undefined || addresses.includes(address)) && (name === undefined || name === identity);
}

/** Everything that the request says of the session is so. Identifiers are compared as they are written. */
function isNamed({ login, address }: NasSession, request: RadiusPacket): boolean {
  const own: Readonly<Record<string, string>> = {
    'User-Name': login.username,
    'NAS-Port': String(login.number.port),
    'Framed-IP-Address': address,
    'Called-Station-Id': login.calledId,
    'Calling-Station-Id': login.line.mac,
    'Acct-Session-Id': login.number.id,
    'NAS-Port-Id': login.portId,
  };
  return SESSION_NAMES.every((name) => textsOf(request, name).every((text) => text === own[name]));
}

const besides = (request: RadiusPacket): readonly string[] =>
  namesOf(request).filter((name) => ![...NAS_NAMES, ...SESSION_NAMES, ...BESIDE].includes(name));

/** A Disconnect-Request names a session and says nothing else. */
export const disconnectRefusal = (request: RadiusPacket): ErrorCause | undefined =>
  besides(request).length > 0 ? 'Unsupported-Attribute' : undefined;

/** All or nothing: a change that can't be made is why none of them is. */
export function changeRefusal(world: RouterWorld, request: RadiusPacket, session: NasSession): ErrorCause | undefined {
  const asked = besides(request);
  if (asked.includes('Service-Type')) return 'Unsupported-Service';
  if (asked.length === 0) return 'Missing-Attribute';
  // The manual does not list it; the simulated 7.x take it, and the 6.x don't, so that both are met.
  const lists = world.personality.atLeast('7') ? ['Mikrotik-Address-List'] : [];
  const possible = { ppp: [...PPP_CHANGES, ...lists], hotspot: HOTSPOT_CHANGES, dhcp: [] }[session.login.service];
  if (!asked.every((name) => (possible as readonly string[]).includes(name))) return 'Unsupported-Attribute';
  const limit = textOf(request, 'Mikrotik-Rate-Limit');
  if (limit !== undefined && !parseRateLimit(limit)) return 'Invalid-Attribute-Value';
  const group = textOf(request, 'Mikrotik-Group');
  return group !== undefined && !profileNamed(world, session, group) ? 'Invalid-Attribute-Value' : undefined;
}

function profileNamed(world: RouterWorld, { login }: NasSession, name: string): Values | undefined {
  const table = login.service === 'ppp' ? '/ppp/profile' : '/ip/hotspot/user/profile';
  return world.table(table).byName(name)?.values;
}

export interface SessionChange {
  readonly rate?: NasSession['rate'];
  readonly addressLists?: readonly string[];
  readonly sessionTimeout?: number | undefined;
  readonly idleTimeout?: number | undefined;
  readonly limits?: NasSession['limits'];
  readonly filterId?: string | undefined;
}

/** Of a request that is not refused. */
export function changeOf(world: RouterWorld, request: RadiusPacket, session: NasSession): SessionChange {
  const names = namesOf(request);
  // Another profile brings its own rate, unless one is said.
  const group = textOf(request, 'Mikrotik-Group');
  const ofProfile = group === undefined ? undefined : profileNamed(world, session, group)?.['rate-limit'];
  const hasRate = numbersOf(request, 'Ascend-Data-Rate').length > 0 || names.includes('Mikrotik-Rate-Limit');
  // An empty name takes the session out of every list.
  const lists = textsOf(request, 'Mikrotik-Address-List').filter((list) => list !== '');
  return {
    ...(ofProfile && { rate: parseRateLimit(ofProfile) }),
    ...(hasRate && { rate: rateOf(request) }),
    ...(names.includes('Mikrotik-Address-List') && { addressLists: lists }),
    ...(names.includes('Session-Timeout') && { sessionTimeout: numberOf(request, 'Session-Timeout') }),
    ...(names.includes('Idle-Timeout') && { idleTimeout: numberOf(request, 'Idle-Timeout') }),
    ...(names.some((name) => /-Limit(?:-Gigawords)?$/.test(name)) && { limits: limitsOf(request) }),
    ...(names.includes('Filter-Id') && { filterId: textOf(request, 'Filter-Id') }),
  };
}
