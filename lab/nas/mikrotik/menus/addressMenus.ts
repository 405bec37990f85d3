import { expandRanges } from '../addressPool.ts';
import type { Item, Values } from '../configTable.ts';
import { inUnits, parseDuration } from '../duration.ts';
import {
  bool,
  duration,
  flag,
  host,
  ip,
  ips,
  mac,
  number,
  observed,
  prefix,
  ranges,
  reference,
  text,
} from '../field.ts';
import type { MenuSpec } from '../menu.ts';
import { networkOf, within } from '../network.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { switchable } from '../switchable.ts';

const anyInterface = (options: { readonly required?: boolean } = {}) => reference('/interface', undefined, options);

export const addressMenus: readonly MenuSpec[] = [
  {
    path: '/ip/pool',
    kind: 'list',
    unique: 'name',
    called: 'pool',
    fields: {
      name: text(undefined, { required: true }),
      ranges: ranges(undefined, { required: true }),
      'next-pool': reference('/ip/pool', 'none', { words: ['none'] }),
      total: { ...number(), readOnly: true, since: '7.18' },
      used: { ...number(), readOnly: true, since: '7.18' },
      available: { ...number(), readOnly: true, since: '7.18' },
      comment: text(),
    },
    show: (world, { values }) => {
      const total = expandRanges(values['ranges'] ?? '').total;
      const used = usedAddresses(world).filter(({ pool }) => pool === values['name']).length;
      return { total: String(total), used: String(used), available: String(total - used) };
    },
  },
  {
    path: '/ip/pool/used',
    kind: 'rows',
    fields: { pool: observed(), address: observed(), owner: observed(), info: observed() },
    rows: usedAddresses,
  },
  {
    path: '/ip/address',
    kind: 'list',
    called: 'address',
    fields: {
      address: prefix(undefined, { required: true }),
      network: ip(),
      interface: anyInterface({ required: true }),
      'actual-interface': observed(),
      invalid: flag('no', { readOnly: true }),
      dynamic: flag('no', { readOnly: true }),
      ...switchable,
    },
    show: (_world, { values }) => ({
      network: values['network'] ?? networkOf(values['address'] ?? ''),
      ...(values['interface'] !== undefined && { 'actual-interface': values['interface'] }),
    }),
  },
  {
    path: '/ip/route',
    kind: 'list',
    called: 'route',
    fields: {
      'dst-address': prefix('0.0.0.0/0'),
      gateway: text(),
      distance: number('1', { least: 1, most: 255 }),
      scope: number('30', { most: 255 }),
      'target-scope': number('10', { most: 255 }),
      'routing-table': text('main', { since: '7' }),
      'routing-mark': text(undefined, { until: '7' }),
      'immediate-gw': observed({ since: '7' }),
      'gateway-status': observed({ until: '7' }),
      active: flag('yes', { readOnly: true }),
      dynamic: flag('no', { readOnly: true }),
      static: flag('yes', { readOnly: true }),
      ...switchable,
    },
    show: reachedBy,
  },
  {
    path: '/ip/arp',
    kind: 'list',
    called: 'arp',
    fields: {
      address: ip(undefined, { required: true }),
      'mac-address': mac(),
      interface: anyInterface({ required: true }),
      published: bool('no'),
      status: observed({ since: '7' }),
      invalid: flag('no', { readOnly: true }),
      DHCP: flag('no', { readOnly: true }),
      dynamic: flag('no', { readOnly: true }),
      complete: flag('yes', { readOnly: true }),
      ...switchable,
    },
  },
  {
    path: '/ip/neighbor',
    kind: 'list',
    allows: [],
    exported: false,
    fields: {
      interface: observed(),
      address: observed(),
      address4: observed(),
      'mac-address': observed(),
      identity: observed(),
      platform: observed(),
      version: observed(),
      board: observed(),
      'interface-name': observed(),
      age: { ...duration('12s'), readOnly: true },
    },
  },
  {
    path: '/ip/dns',
    kind: 'settings',
    fields: {
      servers: ips(''),
      'dynamic-servers': { ...ips(''), readOnly: true },
      'use-doh-server': text('', { since: '6.47' }),
      'verify-doh-cert': bool('no', { since: '6.47' }),
      'allow-remote-requests': bool('no'),
      'max-udp-packet-size': number('4096', { least: 50, most: 65_507 }),
      'query-server-timeout': duration('2s'),
      'query-total-timeout': duration('10s'),
      'cache-size': number('2048', { least: 64 }),
      'cache-max-ttl': duration('1w'),
      'cache-used': { ...number('112'), readOnly: true },
    },
  },
  {
    path: '/ip/firewall/address-list',
    kind: 'list',
    called: 'address list entry',
    fields: {
      list: text(undefined, { required: true }),
      address: host(undefined, { required: true }),
      timeout: duration(),
      'creation-time': observed(),
      dynamic: flag('no', { readOnly: true }),
      ...switchable,
    },
    show: (world, { values }) => timeLeft(world, values),
    changed: (world, { values }) => {
      values['at'] ??= String(world.clock.now());
    },
  },
  {
    path: '/ipv6/pool',
    kind: 'list',
    unique: 'name',
    called: 'ipv6 pool',
    fields: {
      name: text(undefined, { required: true }),
      prefix: prefix(undefined, { required: true }),
      'prefix-length': number(undefined, { required: true, least: 1, most: 128 }),
      'expire-time': observed(),
      dynamic: flag('no', { readOnly: true }),
    },
  },
  {
    path: '/ipv6/address',
    kind: 'list',
    called: 'ipv6 address',
    fields: {
      address: prefix(undefined, { required: true }),
      'from-pool': text(''),
      interface: anyInterface({ required: true }),
      advertise: bool('yes'),
      'eui-64': bool('no'),
      ...switchable,
    },
  },
];

/** Entries with a timeout are gone when it is over, and are never exported. */
function timeLeft(world: RouterWorld, values: Values): Values {
  const created = Number(values['at'] ?? world.bootedAt);
  const lasts = parseDuration(values['timeout'] ?? '');
  return {
    'creation-time': world.dateText(created),
    ...(lasts !== undefined && {
      timeout: inUnits(Math.max(0, Math.floor((created + lasts - world.clock.now()) / 1000) * 1000)),
      dynamic: 'yes',
    }),
  };
}

/** A gateway is reached through the interface whose network it is in. */
function reachedBy(world: RouterWorld, { values }: Item): Values {
  const { gateway = '', disabled } = values;
  const port = world
    .table('/ip/address')
    .all()
    .find(({ values: own }) => within(gateway, [own['address'] ?? '']))?.values['interface'];
  if (disabled === 'yes' || port === undefined) return { active: 'no' };
  return { 'immediate-gw': `${gateway}%${port}`, 'gateway-status': `${gateway} reachable via  ${port}` };
}

function usedAddresses(world: RouterWorld): readonly Values[] {
  const pools = world
    .table('/ip/pool')
    .all()
    .map(({ values }) => ({ name: values['name'] ?? '', has: expandRanges(values['ranges'] ?? '').has }));
  const users = [
    ...world
      .table('/ppp/active')
      .all()
      .map(({ values }) => ({ address: values['address'] ?? '', owner: 'PPP', info: values['name'] ?? '' })),
    ...world
      .table('/ip/hotspot/active')
      .all()
      .map(({ values }) => ({ address: values['address'] ?? '', owner: 'hotspot', info: values['mac-address'] ?? '' })),
    ...world
      .table('/ip/dhcp-server/lease')
      .all()
      .filter(({ dynamic }) => dynamic)
      .map(({ values }) => ({ address: values['address'] ?? '', owner: 'DHCP', info: values['mac-address'] ?? '' })),
  ];
  const seen = new Set<string>();
  return users.flatMap((user) => {
    // A guest's address is the hotspot's, though DHCP lent it.
    if (seen.has(user.address)) return [];
    seen.add(user.address);
    const pool = pools.find(({ has }) => has(user.address));
    return pool ? [{ pool: pool.name, ...user }] : [];
  });
}
