import { bool, choice, flag, number, reference, text } from '../field.ts';
import type { Field, Fields } from '../field.ts';
import type { MenuSpec } from '../menu.ts';
import { switchable } from '../switchable.ts';

const MATCHERS = [
  'connection-state',
  'connection-nat-state',
  'src-address',
  'dst-address',
  'src-address-list',
  'dst-address-list',
  'src-address-type',
  'dst-address-type',
  'in-interface-list',
  'out-interface-list',
  'protocol',
  'src-port',
  'dst-port',
  'port',
  'content',
  'hotspot',
  'connection-mark',
  'packet-mark',
  'routing-mark',
  'limit',
  'icmp-options',
  'tcp-flags',
  'tcp-mss',
  'ipsec-policy',
  'layer7-protocol',
  'time',
  'src-mac-address',
] as const;

/** Chain and matchers that all tables of the firewall share. */
function rule(actions: readonly string[], fallback: string, more: Fields): Fields {
  const matchers: Record<string, Field> = Object.fromEntries(MATCHERS.map((name) => [name, text()]));
  return {
    chain: text(undefined, { required: true }),
    action: choice(actions, fallback),
    ...matchers,
    'in-interface': reference('/interface', undefined, { words: ['all-ppp', '!all-ppp'] }),
    'out-interface': reference('/interface', undefined, { words: ['all-ppp', '!all-ppp'] }),
    ...more,
    log: bool('no'),
    'log-prefix': text(''),
    bytes: { ...number('0', { most: Number.MAX_SAFE_INTEGER }), readOnly: true },
    packets: { ...number('0', { most: Number.MAX_SAFE_INTEGER }), readOnly: true },
    invalid: flag('no', { readOnly: true }),
    dynamic: flag('no', { readOnly: true }),
    ...switchable,
  };
}

const FILTER = [
  'accept',
  'add-dst-to-address-list',
  'add-src-to-address-list',
  'drop',
  'fasttrack-connection',
  'jump',
  'log',
  'passthrough',
  'reject',
  'return',
  'tarpit',
];
const NAT = [
  'accept',
  'dst-nat',
  'jump',
  'log',
  'masquerade',
  'netmap',
  'passthrough',
  'redirect',
  'return',
  'same',
  'src-nat',
];
const MANGLE = [
  'accept',
  'change-mss',
  'jump',
  'log',
  'mark-connection',
  'mark-packet',
  'mark-routing',
  'passthrough',
  'return',
];
const lists: Fields = { 'address-list': text(), 'address-list-timeout': text(), 'jump-target': text() };

function firewall(path: string, called: string, fields: Fields): MenuSpec {
  return {
    path,
    kind: 'list',
    called,
    fields,
    commands: {
      move: {
        policies: ['write'],
        fields: { '.id': text(), numbers: text(), destination: text() },
        run: ({ world, args }) => {
          const table = world.table(path);
          const before = table.byId(args['destination'] ?? '');
          for (const id of (args['.id'] ?? args['numbers'] ?? '').split(',')) {
            const item = table.byId(id);
            if (item) table.move(item, before);
          }
          return undefined;
        },
      },
    },
  };
}

export const firewallMenus: readonly MenuSpec[] = [
  firewall('/ip/firewall/filter', 'filter rule', rule(FILTER, 'accept', { ...lists, 'reject-with': text() })),
  firewall(
    '/ip/firewall/nat',
    'nat rule',
    rule(NAT, 'accept', { ...lists, 'to-addresses': text(), 'to-ports': text() }),
  ),
  firewall(
    '/ip/firewall/mangle',
    'mangle rule',
    rule(MANGLE, 'accept', {
      ...lists,
      'new-connection-mark': text(),
      'new-packet-mark': text(),
      'new-routing-mark': text(),
      'new-mss': text(),
      passthrough: bool(),
    }),
  ),
  firewall(
    '/ip/firewall/raw',
    'raw rule',
    rule(['accept', 'drop', 'jump', 'log', 'notrack', 'passthrough', 'return'], 'accept', lists),
  ),
  firewall('/ipv6/firewall/filter', 'ipv6 filter rule', rule(FILTER, 'accept', { ...lists, 'reject-with': text() })),
];
