import { ipv6PrefixText } from '../../radius/ipv6Prefix.ts';
import { numberOf, numbersOf, octetsOf, textOf, textsOf, type RadiusPacket } from '../../radius/radiusCodec.ts';
import { parseRateLimit, type RateLimit } from './rateLimit.ts';

/** Bytes after which the session ends; from the router's view, `received` is what the customer sends. */
export interface ByteLimits {
  readonly received?: number | undefined;
  readonly sent?: number | undefined;
  readonly total?: number | undefined;
}

/** What an Access-Accept allows, as far as RouterOS takes it (MikroTik manual: RADIUS). */
export interface Grant {
  readonly address?: string | undefined;
  readonly pool?: string | undefined;
  readonly routes: readonly string[];
  readonly framedPrefix?: string | undefined;
  readonly delegatedPrefix?: string | undefined;
  /** The same, as accounting repeats them. */
  readonly framedOctets?: Buffer | undefined;
  readonly delegatedOctets?: Buffer | undefined;
  readonly rate?: RateLimit | undefined;
  readonly addressLists: readonly string[];
  /** Profile of PPP or of the hotspot. */
  readonly group?: string | undefined;
  readonly filterId?: string | undefined;
  /** Seconds; undefined and 0: no limit. */
  readonly sessionTimeout?: number | undefined;
  readonly idleTimeout?: number | undefined;
  readonly interim?: number | undefined;
  readonly limits: ByteLimits;
  /** Returned in accounting as they came. */
  readonly classes: readonly Buffer[];
  readonly sharedUsers?: number | undefined;
}

const GIGAWORD = 2 ** 32;

export function grantOf(packet: RadiusPacket): Grant {
  const [framedOctets] = octetsOf(packet, 'Framed-IPv6-Prefix');
  const [delegatedOctets] = octetsOf(packet, 'Delegated-IPv6-Prefix');
  return {
    address: fixedAddress(textOf(packet, 'Framed-IP-Address')),
    pool: textOf(packet, 'Framed-Pool'),
    routes: textsOf(packet, 'Framed-Route'),
    framedPrefix: framedOctets && ipv6PrefixText(framedOctets),
    delegatedPrefix: delegatedOctets && ipv6PrefixText(delegatedOctets),
    framedOctets,
    delegatedOctets,
    rate: rateOf(packet),
    addressLists: textsOf(packet, 'Mikrotik-Address-List'),
    group: textOf(packet, 'Mikrotik-Group'),
    filterId: textOf(packet, 'Filter-Id'),
    sessionTimeout: numberOf(packet, 'Session-Timeout'),
    idleTimeout: numberOf(packet, 'Idle-Timeout'),
    interim: numberOf(packet, 'Acct-Interim-Interval'),
    limits: limitsOf(packet),
    classes: octetsOf(packet, 'Class'),
    sharedUsers: numberOf(packet, 'Port-Limit'),
  };
}

export function limitsOf(packet: RadiusPacket): ByteLimits {
  const bytes = (name: string): number | undefined => {
    const [low, high] = [numberOf(packet, name), numberOf(packet, `${name}-Gigawords`)];
    return low === undefined && high === undefined ? undefined : (high ?? 0) * GIGAWORD + (low ?? 0);
  };
  return {
    received: bytes('Mikrotik-Recv-Limit'),
    sent: bytes('Mikrotik-Xmit-Limit'),
    total: bytes('Mikrotik-Total-Limit'),
  };
}

/** The first that is there counts: MikroTik's own, Ascend's, WISPr's. A text the router can't read is no limit. */
export function rateOf(packet: RadiusPacket): RateLimit | undefined {
  const own = textOf(packet, 'Mikrotik-Rate-Limit');
  if (own !== undefined) return parseRateLimit(own);
  const [first, second] = numbersOf(packet, 'Ascend-Data-Rate');
  const xmit = numberOf(packet, 'Ascend-Xmit-Rate');
  // Given twice the first is for the way to the customer; beside Ascend-Xmit-Rate it is for the way from there.
  if (first !== undefined && xmit !== undefined) return parseRateLimit(`${first}/${xmit}`);
  if (first !== undefined) return parseRateLimit(`${second ?? first}/${first}`);
  const up = numberOf(packet, 'WISPr-Bandwidth-Max-Up');
  const down = numberOf(packet, 'WISPr-Bandwidth-Max-Down');
  return up === undefined && down === undefined ? undefined : parseRateLimit(`${up ?? down}/${down ?? up}`);
}

/** Addresses that nobody can have stand for "from the pool of the profile". */
function fixedAddress(address: string | undefined): string | undefined {
  const first = Number(address?.split('.')[0] ?? 0);
  return address === undefined || first === 127 || first >= 224 || address === '0.0.0.0' ? undefined : address;
}
