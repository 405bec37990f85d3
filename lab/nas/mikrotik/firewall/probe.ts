import { isIPv6 } from 'node:net';
import type { NasSession } from '../radius/nasSession.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { fateOf, type Fate } from './packetWalk.ts';
import { firewallPath, type Packet } from './ruleMatch.ts';

export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
  readonly protocol: Packet['protocol'];
}

export interface ProbeResult extends Fate {
  /** established: of a connection that was open before. */
  readonly state: Packet['state'];
}

const LIFETIMES: Readonly<Record<Packet['protocol'], string>> = { tcp: '23h59m59s', udp: '2m59s', icmp: '9s' };

/**
 * One packet of a customer through the router. A connection that got through stays open, as those of a browser do: what
 * is asked for again belongs to it until somebody removes it. Undefined: the session has no address of this family.
 */
export function probe(world: RouterWorld, session: NasSession, target: ProbeTarget): ProbeResult | undefined {
  const family = isIPv6(target.address) ? 6 : 4;
  const source = family === 4 ? session.address : hostIn(session.grant.delegatedPrefix ?? session.grant.framedPrefix);
  if (source === undefined) return undefined;
  const connections = world.table(`${firewallPath(family)}/connection`);
  const values = {
    protocol: target.protocol,
    'src-address': withPort(source, 1024 + (session.login.number.port % 60_000)),
    'dst-address': withPort(target.address, target.port),
  };
  const known = connections
    .all()
    .find((item) => Object.entries(values).every(([name, value]) => item.values[name] === value));
  if (known?.values['fasttrack'] === 'yes') return { outcome: 'reached', state: 'established', isFastTracked: true };
  const state = known ? 'established' : 'new';
  const inInterface =
    session.login.service === 'ppp' ? (session.items.counted.values['name'] ?? '') : session.login.portId;
  const packet: Packet = {
    ...{ family, source, destination: target.address, protocol: target.protocol, port: target.port },
    inInterface,
    state,
  };
  const fate = fateOf(world, packet);
  if (fate.outcome === 'reached') {
    const row = known ?? connections.add({ ...values, timeout: LIFETIMES[target.protocol] }, { dynamic: true });
    // From the second packet on: the first one is not established yet.
    if (fate.isFastTracked) connections.set(row, { fasttrack: 'yes' });
  }
  return { ...fate, state };
}

/** The first host of the first network of a delegated prefix. */
const hostIn = (prefix: string | undefined): string | undefined => prefix?.replace(/::\/\d+$/, '::1');

const withPort = (address: string, port: number): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
