import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasCommand, NasReplyRow, NasWire } from '../nasDriver.ts';
import type { NasGarden, NasGardenAllowed } from '../nasGarden.ts';

const WITHIN_MS = 30_000;
const IDS_A_COMMAND = 100;
const DNS = 53;

/** Who is in the list; the router puts in and takes out by what RADIUS says of each session. */
export async function gardenMembers(wire: NasWire, signal: AbortSignal): Promise<NasGarden> {
  const members: string[] = [];
  for (const family of ['/ip', '/ipv6']) members.push(...(await membersOf(wire, family, signal)));
  return { members, removed: 0 };
}

/**
 * The rules of the garden stop every packet that the firewall sees. What FastTrack took past it before goes on until its
 * connection is removed (MikroTik: Connection tracking, FastTrack).
 */
export async function clearGarden(wire: NasWire, allowed: NasGardenAllowed, signal: AbortSignal): Promise<NasGarden> {
  const found: string[] = [];
  let removed = 0;
  for (const family of ['/ip', '/ipv6']) {
    const members = await membersOf(wire, family, signal);
    found.push(...members);
    if (members.length > 0) removed += await clearOf(wire, family, members, allowed, signal);
  }
  return { members: found, removed };
}

async function membersOf(wire: NasWire, family: string, signal: AbortSignal): Promise<readonly string[]> {
  const rows = await read(wire, signal, {
    path: `${family}/firewall/address-list/print`,
    attributes: { '.proplist': 'address' },
    queries: [`list=${WALLED_GARDEN_LIST}`],
  });
  return rows.flatMap(({ address }) => address ?? []);
}

async function clearOf(
  wire: NasWire,
  family: string,
  members: readonly string[],
  { servers, portalPort }: NasGardenAllowed,
  signal: AbortSignal,
): Promise<number> {
  const isInside = membership(members);
  const attributes = { '.proplist': '.id,src-address,dst-address' };
  const rows = await read(wire, signal, { path: `${family}/firewall/connection/print`, attributes });
  const ids = rows.flatMap((row) => {
    const [from, to] = [endOf(row['src-address']), endOf(row['dst-address'])];
    const leaves = isInside(from.address);
    const comes = isInside(to.address);
    const far = leaves ? to : from;
    const isAllowed = leaves && (far.port === DNS || (servers.includes(far.address) && far.port === portalPort));
    return (leaves || comes) && !isAllowed ? (row['.id'] ?? []) : [];
  });
  for (let at = 0; at < ids.length; at += IDS_A_COMMAND)
    await remove(wire, family, ids.slice(at, at + IDS_A_COMMAND), signal);
  return ids.length;
}

/** One that has ended meanwhile makes the router refuse the whole command: then one by one. */
async function remove(wire: NasWire, family: string, ids: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await wire.run({ path: `${family}/firewall/connection/remove`, attributes: { '.id': ids.join(',') } }, { signal });
  } catch (error) {
    if (!(error instanceof NasCommandRefused)) throw error;
    if (ids.length === 1 && error.missing) return;
    if (ids.length === 1) throw error;
    for (const id of ids) await remove(wire, family, [id], signal);
  }
}

/** Not every router speaks IPv6. */
async function read(wire: NasWire, signal: AbortSignal, command: NasCommand): Promise<readonly NasReplyRow[]> {
  try {
    return (await wire.run(command, { signal, withinMs: WITHIN_MS })).rows;
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return [];
    throw error;
  }
}

/** Most members are single addresses, and there may be thousands of them. */
function membership(members: readonly string[]): (address: string) => boolean {
  const addresses = new Set(members.filter(isIPv4));
  const others = new BlockList();
  for (const member of members) {
    const [address = '', bits] = member.split('/');
    if (isIP(address) === 0 || addresses.has(member)) continue;
    if (bits === undefined) others.addAddress(address, kindOf(address));
    else others.addSubnet(address, Number(bits), kindOf(address));
  }
  return (address) => addresses.has(address) || others.check(address, kindOf(address));
}

function kindOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** `10.0.0.9:443`, `[2001:db8::1]:443`, or without a port. */
function endOf(text = ''): { readonly address: string; readonly port: number } {
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d+))?$/.exec(text) ?? [];
  return { address: six ?? four ?? (isIPv6(text) ? text : '0.0.0.0'), port: Number(port ?? 0) };
}
