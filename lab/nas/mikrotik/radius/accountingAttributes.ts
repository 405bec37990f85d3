import { vendorIds, type RadiusAttribute } from '../../radius/radiusCodec.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { dhcpSession, hotspotSession, pppAttributes } from './accessAttributes.ts';
import type { NasSession, Usage } from './nasSession.ts';

export type AccountingStatus = 'Start' | 'Interim-Update' | 'Stop';
/** RFC 2866 §5.10, in the words of the dictionary. */
export type TerminateCause =
  | 'User-Request'
  | 'Lost-Carrier'
  | 'Idle-Timeout'
  | 'Session-Timeout'
  | 'Admin-Reset'
  | 'Admin-Reboot'
  | 'NAS-Request'
  | 'Port-Error'
  | 'User-Error';

export interface AccountingMoment {
  readonly status: AccountingStatus;
  /** By the router's own clock. */
  readonly at: Date;
  readonly seconds: number;
  readonly usage: Usage;
  readonly cause?: TerminateCause | undefined;
}

const GIGAWORD = 2 ** 32;
const MEAN_PACKET_BYTES = 820;

/** An Accounting-Request up to what says who the router is, in the order of RouterOS. */
export function accountingAttributes(
  world: RouterWorld,
  session: NasSession,
  moment: AccountingMoment,
): readonly RadiusAttribute[] {
  const { login, grant } = session;
  const isPpp = login.service === 'ppp';
  return [
    ...whichSession(world, session),
    ...prefixes(session),
    ['Event-Timestamp', moment.at],
    ...grant.classes.map((octets) => ['Class', octets] as const),
    ...(moment.status === 'Start' ? [] : [['Acct-Session-Time', moment.seconds] as const]),
    ...(isPpp ? granted(session) : []),
    ...(moment.status === 'Start' ? [] : counters(moment.usage)),
    ...(moment.cause === undefined ? [] : [['Acct-Terminate-Cause', moment.cause] as const]),
    ['Acct-Status-Type', moment.status],
  ];
}

function whichSession(world: RouterWorld, { login, address }: NasSession): readonly RadiusAttribute[] {
  const own = ['Framed-IP-Address', address] as const;
  if (login.service === 'ppp') return [...pppAttributes(login), own, ['Acct-Authentic', 'RADIUS']];
  if (login.service === 'dhcp') return [...dhcpSession(world, login), own];
  return hotspotSession(world, { ...login, hostAddress: address });
}

/** PPP repeats what was granted. */
function granted({ idleTimeout, sessionTimeout, rate }: NasSession): readonly RadiusAttribute[] {
  const times: RadiusAttribute[] = [
    ['Idle-Timeout', idleTimeout],
    ['Session-Timeout', sessionTimeout],
  ];
  if (!rate) return times;
  const { rx, tx } = rate.rate;
  return [
    ...times,
    ['X-Ascend-Data-Rate', tx],
    ['Vendor-Specific', vendorIds.ascend, [['Ascend-Xmit-Rate', tx]]],
    ['X-Ascend-Data-Rate', rx],
    ['Vendor-Specific', vendorIds.ascend, [['Ascend-Data-Rate', rx]]],
    ['Vendor-Specific', vendorIds.mikrotik, [['Mikrotik-Rate-Limit', rate.text]]],
  ];
}

/** Input is what came from the customer. */
function counters({ received, sent }: Usage): readonly RadiusAttribute[] {
  return [
    ['Acct-Input-Octets', received % GIGAWORD],
    ['Acct-Input-Gigawords', Math.floor(received / GIGAWORD)],
    ['Acct-Input-Packets', packets(received)],
    ['Acct-Output-Octets', sent % GIGAWORD],
    ['Acct-Output-Gigawords', Math.floor(sent / GIGAWORD)],
    ['Acct-Output-Packets', packets(sent)],
  ];
}

const packets = (bytes: number): number => Math.floor(bytes / MEAN_PACKET_BYTES) % GIGAWORD;

function prefixes({ grant }: NasSession): readonly RadiusAttribute[] {
  return [
    ['Framed-IPv6-Prefix', grant.framedOctets] as const,
    ['Delegated-IPv6-Prefix', grant.delegatedOctets] as const,
  ].flatMap(([name, octets]) => (octets ? [[name, octets] as const] : []));
}
