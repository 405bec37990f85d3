import type { NasReplyRow, NasWire } from '../../nasDriver.ts';
import { readMenus } from '../onboarding/readMenus.ts';
import { scriptWords } from '../onboarding/scriptWord.ts';
import { configurationMenus } from './configurationMenus.ts';

const NOTE =
  '# From the lists of the API, because this version or login has no export there: to read and compare, not to import.';

/** What changes by itself: counters, states, times. */
const OBSERVED = new RegExp(
  `^(?:${[
    '\\..*',
    'dynamic|invalid|running|slave|active|inactive|default|builtin|complete|HTTPS|DHCP|published',
    '(?:bytes|packets)(?:-.*)?|uptime|rate|hits|dropped|age|status|role|used|total|available',
    '(?:rx|tx|fp)-(?!flow-control).*|driver-rx-.*|driver-tx-.*|queued-.*|packet-rate|total-(?:bytes|packets|rate|dropped|queue[d]-.*|packet-rate)',
    'last-.*|link-downs|link-.*-time|actual-.*|run-count|next-run|creation-time|.*-status|active-.*|designated-.*|root-.*',
    'expires-.*|host-dead-time|host-name|idle-time|cache-used|dynamic-.*|immediate-gw|gateway-state|dst-active|gmt-offset',
    'time|date|since|current-.*|poll-interval|synced-.*|freq-drift|system-offset|public-address|port-number|sending-.*',
    'owner|total-memory|l2mtu|max-l2mtu|orig-mac-address|bandwidth-status',
  ].join('|')})$`,
);

/** Record by record what the configuration is, in the words of an export; for routers that can't export to the API. */
export async function printedConfiguration(wire: NasWire, signal: AbortSignal): Promise<string> {
  const menus = await readMenus(wire, configurationMenus, signal);
  const lines = [NOTE];
  for (const [menu, rows] of menus) {
    const commands = rows?.flatMap(commandOf) ?? ['# the login may not read this'];
    if (commands.length > 0) lines.push(`/${menu.slice(1).replaceAll('/', ' ')}`, ...commands);
  }
  return `${lines.join('\n')}\n`;
}

function commandOf(row: NasReplyRow): readonly string[] {
  // An entry that ends by itself is none of the configuration.
  if (row['timeout'] !== undefined && row['list'] !== undefined) return [];
  const fields = Object.entries(row).filter(([name, value]) => value !== '' && !OBSERVED.test(name));
  if (fields.length === 0) return [];
  const verb = row['.id'] === undefined ? 'set' : 'add';
  return [`${verb} ${scriptWords(Object.fromEntries(fields.toSorted(([one], [other]) => (one < other ? -1 : 1))))}`];
}
