import { duration, flag, host, number, observed, prefix, reference, text } from '../field.ts';
import type { MenuSpec } from '../menu.ts';
import { switchable } from '../switchable.ts';

const dynamic = flag('no', { readOnly: true });

/** What prefixes of subscribers leave behind. */
export const ipv6Menus: readonly MenuSpec[] = [
  {
    path: '/ipv6/route',
    kind: 'list',
    called: 'ipv6 route',
    fields: {
      'dst-address': prefix('::/0'),
      gateway: text(),
      distance: number('1', { most: 255 }),
      dynamic,
      active: flag('yes', { readOnly: true }),
      ...switchable,
    },
  },
  {
    path: '/ipv6/nd/prefix',
    kind: 'list',
    called: 'ipv6 prefix',
    fields: { prefix: prefix(), interface: reference('/interface'), dynamic, ...switchable },
  },
  {
    path: '/ipv6/dhcp-server/binding',
    kind: 'list',
    called: 'dhcpv6 binding',
    fields: { address: prefix(), duid: text(), server: text('all'), status: observed(), dynamic, ...switchable },
  },
  {
    path: '/ipv6/firewall/address-list',
    kind: 'list',
    called: 'ipv6 address list entry',
    fields: {
      list: text(undefined, { required: true }),
      address: host(undefined, { required: true }),
      timeout: duration(),
      'creation-time': observed(),
      dynamic,
      ...switchable,
    },
    show: (world, { values }) => ({ 'creation-time': world.dateText(Number(values['at'] ?? world.bootedAt)) }),
    changed: (world, { values }) => {
      values['at'] ??= String(world.clock.now());
    },
  },
];
