import type { Item, Values } from '../configTable.ts';
import { inUnits } from '../duration.ts';
import { bool, choice, choices, duration, flag, ip, number, observed, reference, secret, text } from '../field.ts';
import type { MenuSpec } from '../menu.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { switchable } from '../switchable.ts';
import { noSuchItem } from '../trap.ts';

const SERVICES = ['any', 'async', 'l2tp', 'ovpn', 'pppoe', 'pptp', 'sstp'];
const METHODS = ['pap', 'chap', 'mschap1', 'mschap2'];

/** How long a session lasts. */
export const uptime = (world: RouterWorld, { values }: Item): Values => ({
  uptime: inUnits(Math.floor((world.clock.now() - Number(values['since'] ?? world.clock.now())) / 1000) * 1000),
});

export const pppMenus: readonly MenuSpec[] = [
  {
    path: '/ppp/profile',
    kind: 'list',
    unique: 'name',
    locator: 'default-name',
    called: 'ppp profile',
    fields: {
      name: text(undefined, { required: true }),
      'default-name': observed(),
      'local-address': text(),
      'remote-address': text(),
      bridge: text(),
      'use-mpls': choice(['default', 'yes', 'no', 'required'], 'default'),
      'use-compression': choice(['default', 'yes', 'no'], 'default'),
      'use-encryption': choice(['default', 'yes', 'no', 'required'], 'default'),
      'only-one': choice(['default', 'yes', 'no'], 'default'),
      'change-tcp-mss': choice(['default', 'yes', 'no'], 'default'),
      'use-upnp': choice(['default', 'yes', 'no'], 'default'),
      'rate-limit': text(),
      'session-timeout': duration(),
      'idle-timeout': duration(),
      'address-list': text(''),
      'dns-server': text(),
      'remote-ipv6-prefix-pool': text(),
      'dhcpv6-pd-pool': text(),
      'insert-queue-before': text(),
      'parent-queue': text(),
      'queue-type': text(),
      'on-up': text(''),
      'on-down': text(''),
      default: flag('no', { readOnly: true }),
      comment: text(),
    },
  },
  {
    path: '/ppp/secret',
    kind: 'list',
    unique: 'name',
    called: 'ppp secret',
    fields: {
      name: text(undefined, { required: true }),
      service: choice(SERVICES, 'any'),
      'caller-id': text(''),
      password: secret(),
      profile: reference('/ppp/profile', 'default'),
      'local-address': ip(),
      'remote-address': text(),
      'remote-ipv6-prefix': text(),
      routes: text(''),
      'limit-bytes-in': number('0', { most: Number.MAX_SAFE_INTEGER }),
      'limit-bytes-out': number('0', { most: Number.MAX_SAFE_INTEGER }),
      'last-logged-out': observed(),
      'last-caller-id': observed({ since: '6.48' }),
      'last-disconnect-reason': observed({ since: '6.48' }),
      ...switchable,
    },
  },
  {
    path: '/ppp/active',
    kind: 'list',
    allows: [],
    exported: false,
    show: uptime,
    fields: {
      name: observed(),
      service: observed(),
      'caller-id': observed(),
      address: observed(),
      uptime: { ...duration(), readOnly: true },
      encoding: observed(),
      'session-id': observed(),
      'limit-bytes-in': observed(),
      'limit-bytes-out': observed(),
      radius: flag('no', { readOnly: true }),
      comment: observed(),
    },
    commands: { remove: endSessions('/ppp/active') },
  },
  {
    path: '/ppp/aaa',
    kind: 'settings',
    fields: {
      'use-radius': bool('no'),
      accounting: bool('yes'),
      'interim-update': duration('0s'),
      'use-circuit-id-in-nas-port-id': bool('no', { since: '6.49' }),
      'enable-ipv6-accounting': bool('no', { since: '7.12' }),
    },
  },
  {
    path: '/interface/pppoe-server/server',
    kind: 'list',
    called: 'pppoe server',
    fields: {
      'service-name': text('service1'),
      interface: reference('/interface', undefined, { required: true }),
      'max-mtu': number('auto', { words: ['auto'], least: 64, most: 65_535 }),
      'max-mru': number('auto', { words: ['auto'], least: 64, most: 65_535 }),
      mrru: number('disabled', { words: ['disabled'], least: 512, most: 65_535 }),
      authentication: choices(METHODS, METHODS.join(',')),
      'keepalive-timeout': number('10', { words: ['disabled'], most: 65_535 }),
      'one-session-per-host': bool('no'),
      'max-sessions': number('unlimited', { words: ['unlimited'] }),
      'pado-delay': number('0', { most: 65_535 }),
      'default-profile': reference('/ppp/profile', 'default'),
      'accept-empty-service': bool('yes', { since: '6.49' }),
      ...switchable,
      disabled: flag('yes'),
    },
  },
];

/** `remove` of running sessions: the session ends, the customer's equipment dials again. */
export function endSessions(table: string): NonNullable<MenuSpec['commands']>[string] {
  return {
    policies: ['write'],
    fields: { '.id': text(), numbers: text() },
    run: ({ world, args }) => {
      const ids = (args['.id'] ?? args['numbers'] ?? '').split(',');
      if (!ids.every((id) => world.table(table).byId(id))) throw noSuchItem();
      for (const id of ids) world.endSession(table, id);
      return undefined;
    },
  };
}
