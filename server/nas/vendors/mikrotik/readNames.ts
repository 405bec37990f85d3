import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasReplyRow, NasWire } from '../nasDriver.ts';
import type { NasNames } from '../nasNames.ts';

const LISTS = ['src-address-list', 'dst-address-list'] as const;
const RULES = [
  ...['/ip/firewall/filter', '/ip/firewall/nat', '/ip/firewall/mangle', '/ip/firewall/raw'],
  ...['/ipv6/firewall/filter', '/ipv6/firewall/mangle', '/ipv6/firewall/raw'],
];

/** Names only, each menu once and one after the other: a router with thousands of rules answers some kilobytes. */
export async function readNames(wire: NasWire, signal: AbortSignal): Promise<NasNames> {
  const names = async (menu: string): Promise<readonly string[]> =>
    (await read(wire, menu, ['name'], signal)).flatMap(({ name }) => name ?? []);
  const [pools, ipv6Pools] = [await names('/ip/pool'), await names('/ipv6/pool')];
  const [pppProfiles, hotspotProfiles] = [await names('/ppp/profile'), await names('/ip/hotspot/user/profile')];
  return { pools, ipv6Pools, pppProfiles, hotspotProfiles, addressLists: await usedLists(wire, signal) };
}

/** `!list` in a rule is a list it looks at, too. A rule that is switched off looks at nothing. */
async function usedLists(wire: NasWire, signal: AbortSignal): Promise<readonly string[]> {
  const lists = new Set<string>();
  for (const menu of RULES)
    for (const rule of await read(wire, menu, [...LISTS, 'disabled'], signal))
      for (const list of LISTS) if (rule['disabled'] !== 'true' && rule[list]) lists.add(rule[list].replace(/^!/, ''));
  return [...lists];
}

/** Nothing of a menu that this router does not have. */
async function read(
  wire: NasWire,
  menu: string,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<readonly NasReplyRow[]> {
  try {
    return (await wire.run({ path: `${menu}/print`, attributes: { '.proplist': fields.join(',') } }, { signal })).rows;
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return [];
    throw error;
  }
}
