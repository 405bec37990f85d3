import { isIPv4 } from 'node:net';
import type { Item, Values } from '../configTable.ts';
import { inUnits } from '../duration.ts';
import { bool, choice, duration, flag, ips, mac, number, observed, prefix, reference, text } from '../field.ts';
import type { MenuSpec } from '../menu.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { switchable } from '../switchable.ts';

export const dhcpMenus: readonly MenuSpec[] = [
  {
    path: '/ip/dhcp-server',
    kind: 'list',
    unique: 'name',
    called: 'dhcp server',
    fields: {
      name: text(undefined, { required: true }),
      interface: reference('/interface', undefined, { required: true }),
      'address-pool': reference('/ip/pool', 'static-only', { words: ['static-only'] }),
      'lease-time': duration('30m'),
      'add-arp': bool('no'),
      authoritative: choice(['yes', 'no', 'after-2sec-delay', 'after-10sec-delay'], 'yes'),
      'use-radius': choice(['no', 'yes', 'accounting'], 'no'),
      'lease-script': text(''),
      'use-framed-as-classless': bool('yes', { since: '7' }),
      dynamic: flag('no', { readOnly: true }),
      invalid: flag('no', { readOnly: true }),
      ...switchable,
    },
  },
  {
    path: '/ip/dhcp-server/config',
    kind: 'settings',
    fields: {
      'store-leases-disk': duration('5m', { words: ['immediately', 'never'] }),
      accounting: bool('yes', { since: '7' }),
      'interim-update': duration('0s', { since: '7' }),
      'radius-password': choice(['empty', 'same-as-user'], 'empty', { since: '7' }),
    },
  },
  {
    path: '/ip/dhcp-server/network',
    kind: 'list',
    called: 'dhcp network',
    fields: {
      address: prefix(undefined, { required: true }),
      gateway: ips(''),
      netmask: number(undefined, { most: 32 }),
      'dns-server': ips(''),
      'ntp-server': ips(''),
      domain: text(''),
      dynamic: flag('no', { readOnly: true }),
      comment: text(),
    },
  },
  {
    path: '/ip/dhcp-server/lease',
    kind: 'list',
    called: 'lease',
    fields: {
      address: text(),
      'mac-address': mac(),
      'client-id': text(),
      'address-lists': text(''),
      server: reference('/ip/dhcp-server', 'all', { words: ['all'] }),
      'dhcp-option': text(''),
      'lease-time': duration(),
      'rate-limit': text(),
      'block-access': bool(),
      status: observed(),
      'expires-after': { ...duration(), readOnly: true },
      'last-seen': { ...duration('never', { words: ['never'] }), readOnly: true },
      'active-address': observed(),
      'active-mac-address': observed(),
      'active-server': observed(),
      'host-name': observed(),
      radius: flag('no', { readOnly: true }),
      dynamic: flag('no', { readOnly: true }),
      blocked: flag('no', { readOnly: true }),
      ...switchable,
    },
    show: leaseState,
    commands: {
      'make-static': {
        policies: ['write'],
        fields: { '.id': text(), numbers: text() },
        run: ({ world, args }) => {
          const table = world.table('/ip/dhcp-server/lease');
          for (const id of (args['.id'] ?? args['numbers'] ?? '').split(',')) {
            const item = table.byId(id);
            if (!item?.dynamic) continue;
            table.remove(item);
            table.add(item.values);
          }
          return undefined;
        },
      },
    },
  },
];

function leaseState(world: RouterWorld, item: Item): Values {
  const { address, server } = item.values;
  const mac = item.values['mac-address'];
  if (item.values['bound'] !== 'yes') return { status: 'waiting' };
  const cycleMs = 1_800_000;
  const since = Math.floor(((world.clock.now() + item.id.length * 97_000) % (cycleMs / 2)) / 1000) * 1000;
  return {
    status: 'bound',
    'expires-after': inUnits(cycleMs - since),
    'last-seen': inUnits(since),
    ...(address !== undefined && isIPv4(address) && { 'active-address': address }),
    ...(mac !== undefined && { 'active-mac-address': mac }),
    ...(server !== undefined && { 'active-server': server }),
  };
}
