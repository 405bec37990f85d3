import { isIPv4, isIPv6 } from 'node:net';
import type { FixedLine } from '../../nasFixedLines.ts';

/** An entry of a menu as a line wants it; words are RouterOS's own. */
export interface FixedItem {
  readonly menu: string;
  /** Field in which entries of the menu are told apart, and which people's own entries are recognised by. */
  readonly key: string;
  /** Value of the key in an entry that people made for the same; unless given, the wanted one. */
  readonly adopts?: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Not every router has the menu, and the line does not hang on it. */
  readonly optional?: boolean;
}

export const QUEUES = '/queue/simple';
export const NEIGHBOURS = '/ip/arp';
export const LISTS = '/ip/firewall/address-list';
export const LISTS6 = '/ipv6/firewall/address-list';

export const commentOf = (id: string): string => `lastmile line ${id}`;

/** A queue that limits and counts, its place on lists, and the neighbour that answers at its address. */
export function fixedItems(line: FixedLine): readonly FixedItem[] {
  const comment = commentOf(line.id);
  return [
    {
      menu: QUEUES,
      key: 'target',
      adopts: hostPrefix(line.address),
      fields: { ...queueOf(line), disabled: 'no', comment },
    },
    ...listsOf(line, comment),
    ...neighbourOf(line, comment),
  ];
}

/** The first figure is what the router receives, which is what the customer sends (MikroTik: Queues, max-limit). */
function queueOf(line: FixedLine): Readonly<Record<string, string>> {
  const { name, address, prefixes, burst, limitAt, priority = 8 } = line;
  const { downBps = 0, upBps = 0 } = line;
  return {
    target: [hostPrefix(address), ...prefixes].join(','),
    name,
    'max-limit': `${upBps}/${downBps}`,
    'limit-at': `${limitAt?.upBps ?? 0}/${limitAt?.downBps ?? 0}`,
    'burst-limit': `${burst?.up.limitBps ?? 0}/${burst?.down.limitBps ?? 0}`,
    'burst-threshold': `${burst?.up.thresholdBps ?? 0}/${burst?.down.thresholdBps ?? 0}`,
    'burst-time': `${burst?.up.seconds ?? 0}s/${burst?.down.seconds ?? 0}s`,
    priority: `${priority}/${priority}`,
  };
}

function listsOf({ address, prefixes, lists }: FixedLine, comment: string): readonly FixedItem[] {
  return lists.flatMap((list) =>
    [address, ...prefixes].map((member) => ({
      menu: isIPv6(member.split('/')[0] ?? '') ? LISTS6 : LISTS,
      key: 'address',
      fields: { address: member, list, disabled: 'no', comment },
      ...(isIPv6(member.split('/')[0] ?? '') ? { optional: true } : {}),
    })),
  );
}

/** Switched off it keeps its place: on a port that only answers (arp=reply-only) the customer is gone. */
function neighbourOf({ address, neighbour }: FixedLine, comment: string): readonly FixedItem[] {
  if (!neighbour || !isIPv4(address)) return [];
  const { mac, port, isOn } = neighbour;
  const fields = { address, 'mac-address': mac.toUpperCase(), interface: port, disabled: isOn ? 'no' : 'yes', comment };
  return [{ menu: NEIGHBOURS, key: 'address', fields }];
}

export const hostPrefix = (address: string): string => `${address}/${isIPv4(address) ? 32 : 128}`;
