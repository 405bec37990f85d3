import { isIPv4 } from 'node:net';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import type { WantedItem } from './wantedItem.ts';

export interface GardenSettings {
  /** Where the router reaches the product. */
  readonly servers: readonly string[];
  /** Of the page that says how to pay, over plain HTTP. */
  readonly portalPort: number;
}

const OUT = 'lastmile-garden-out';
const IN = 'lastmile-garden-in';
const COMMENT = 'lastmile garden';
const from = { 'src-address-list': WALLED_GARDEN_LIST };

/**
 * What keeps those in the walled garden whose address is in its list: nothing but names and the page that says how to pay.
 * The list itself is filled by RADIUS, session by session. Chains of our own, entered before every other rule of forward,
 * FastTrack included: only what was fast-tracked already goes past them, and those connections are removed.
 */
export function wantedGarden({ servers, portalPort }: GardenSettings): readonly WantedItem[] {
  const [page] = servers.filter((server) => isIPv4(server));
  return [
    ...rulesOf(
      '/ip/firewall/filter',
      servers.filter((server) => isIPv4(server)),
      portalPort,
    ),
    ...(page === undefined ? [] : [toPage(page, portalPort)]),
    // Not every router speaks it.
    ...rulesOf(
      '/ipv6/firewall/filter',
      servers.filter((server) => !isIPv4(server)),
      portalPort,
    ).map((item) => ({
      ...item,
      optional: true,
    })),
    ...servers.filter((server) => isIPv4(server)).map(beforeLogin),
  ];
}

function rulesOf(menu: string, servers: readonly string[], portalPort: number): readonly WantedItem[] {
  const rule = (
    name: string,
    fields: WantedItem['fields'],
    place: Pick<WantedItem, 'first' | 'ahead'>,
  ): WantedItem => ({
    ...{ item: 'walledGarden', menu, secrets: [], fields, ...place },
    target: { of: 'one', match: { comment: `${COMMENT} ${name}` } },
  });
  const entered = { first: true, ahead: true };
  // Whatever stands in these chains already: what is let through goes before what ends them.
  const through = { first: true };
  const dns = (protocol: string): WantedItem =>
    rule(`dns ${protocol}`, { chain: OUT, action: 'accept', protocol, 'dst-port': '53' }, through);
  return [
    rule('out', { chain: 'forward', action: 'jump', 'jump-target': OUT, ...from }, entered),
    rule(
      'in',
      { chain: 'forward', action: 'jump', 'jump-target': IN, 'dst-address-list': WALLED_GARDEN_LIST },
      entered,
    ),
    dns('udp'),
    dns('tcp'),
    ...servers.map((server) =>
      rule(
        `page ${server}`,
        { chain: OUT, action: 'accept', protocol: 'tcp', 'dst-address': server, 'dst-port': String(portalPort) },
        through,
      ),
    ),
    rule('out rest', { chain: OUT, action: 'drop' }, {}),
    rule('answers', { chain: IN, action: 'accept', 'connection-state': 'established,related' }, through),
    rule('in rest', { chain: IN, action: 'drop' }, {}),
  ];
}

/** HTTPS can't be led elsewhere; what looks for a network's page by itself asks over HTTP. */
function toPage(server: string, portalPort: number): WantedItem {
  return {
    item: 'walledGarden',
    menu: '/ip/firewall/nat',
    target: { of: 'one', match: { comment: `${COMMENT} page` } },
    fields: {
      ...{ chain: 'dstnat', action: 'dst-nat', protocol: 'tcp', 'dst-port': '80' },
      ...from,
      ...{ 'to-addresses': server, 'to-ports': String(portalPort) },
    },
    secrets: [],
    first: true,
    ahead: true,
  };
}

/** A guest of a hotspot reaches the page before logging in. */
function beforeLogin(server: string): WantedItem {
  return {
    item: 'walledGarden',
    menu: '/ip/hotspot/walled-garden/ip',
    target: { of: 'one', match: { comment: `${COMMENT} ${server}` } },
    fields: { action: 'accept', 'dst-address': server },
    secrets: [],
    optional: true,
  };
}
