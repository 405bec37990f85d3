import type { MenuSpec } from './menu.ts';
import { addressMenus } from './menus/addressMenus.ts';
import { certificateMenus } from './menus/certificateMenus.ts';
import { connectionMenus } from './menus/connectionMenus.ts';
import { dhcpMenus } from './menus/dhcpMenus.ts';
import { firewallMenus } from './menus/firewallMenus.ts';
import { hotspotMenus } from './menus/hotspotMenus.ts';
import { interfaceMenus } from './menus/interfaceMenus.ts';
import { ipv6Menus } from './menus/ipv6Menus.ts';
import { jobMenus } from './menus/jobMenus.ts';
import { pppMenus } from './menus/pppMenus.ts';
import { radiusMenus } from './menus/radiusMenus.ts';
import { systemMenus } from './menus/systemMenus.ts';
import { toolMenus } from './menus/toolMenus.ts';
import { userMenus } from './menus/userMenus.ts';
import type { Personality } from './personality.ts';
import { has } from './values.ts';

/** Every menu, in the order in which an export can be read in again: what is referred to comes first. */
const all: readonly MenuSpec[] = [
  ...interfaceMenus.filter(({ path }) => path.startsWith('/interface')),
  ...addressMenus.filter(({ path }) => path.startsWith('/ip/pool')),
  ...hotspotMenus,
  ...pppMenus,
  ...interfaceMenus.filter(({ path }) => path.startsWith('/queue')),
  ...userMenus,
  ...addressMenus.filter(({ path }) => !path.startsWith('/ip/pool')),
  ...ipv6Menus,
  ...dhcpMenus,
  ...firewallMenus,
  ...connectionMenus,
  ...certificateMenus,
  ...radiusMenus,
  ...systemMenus,
  ...jobMenus,
  ...toolMenus,
];

/** The menus that a router of this kind has. */
export function menusOf(personality: Personality): ReadonlyMap<string, MenuSpec> {
  const own = all.filter(
    ({ since, until, boardOnly }) =>
      has({ since, until }, personality) && (boardOnly !== true || personality.model.routerboard !== undefined),
  );
  return new Map(own.map((menu) => [menu.path, menu]));
}
