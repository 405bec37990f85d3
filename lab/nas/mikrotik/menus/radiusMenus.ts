import { bool, choice, choices, duration, ip, number, observed, secret, text } from '../field.ts';
import type { Call, MenuSpec } from '../menu.ts';
import { itemsOf } from '../menuItems.ts';
import { switchable } from '../switchable.ts';

const PORT = { least: 1, most: 65_535 };

const radius: MenuSpec = {
  path: '/radius',
  kind: 'list',
  called: 'radius server',
  fields: {
    service: choices(['ppp', 'login', 'hotspot', 'wireless', 'dhcp', 'ipsec', 'dot1x'], ''),
    'called-id': text(''),
    domain: text(''),
    address: ip('0.0.0.0'),
    protocol: choice(['udp', 'radsec'], 'udp', { since: '6.43' }),
    secret: secret(),
    'authentication-port': number('1812', PORT),
    'accounting-port': number('1813', PORT),
    timeout: duration('300ms'),
    'accounting-backup': bool('no'),
    realm: text(''),
    'src-address': ip('0.0.0.0'),
    certificate: text('none', { since: '6.43' }),
    'require-message-auth': choice(['no', 'yes-for-request-resp'], 'yes-for-request-resp', { since: '7.15' }),
    ...switchable,
  },
  commands: {
    monitor: {
      policies: ['read'],
      fields: { '.id': text(), numbers: text(), once: text(), interval: text(), duration: text(), '.proplist': text() },
      run: (call) => monitor(call),
    },
    'reset-counters': {
      policies: ['write'],
      fields: { '.id': text(), numbers: text() },
      run: ({ world }) => {
        world.radius.resetCounters();
        return undefined;
      },
    },
  },
};

export const radiusMenus: readonly MenuSpec[] = [
  radius,
  {
    path: '/radius/incoming',
    kind: 'settings',
    fields: { accept: bool('no'), port: number('3799', PORT), vrf: observed({ since: '7.5' }) },
  },
];

function monitor(call: Call): ReturnType<NonNullable<MenuSpec['commands']>[string]['run']> {
  const { world, args, reply } = call;
  const [item] = itemsOf(radius, call);
  const tell = (): void => {
    if (item) reply.row(world.radius.counters(item).values);
  };
  tell();
  if (args['once'] !== undefined) return undefined;
  let timer = world.clock.setTimeout(function again() {
    tell();
    timer = world.clock.setTimeout(again, 1000);
  }, 1000);
  return () => world.clock.clearTimeout(timer);
}
