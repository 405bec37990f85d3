import type { Item, Values } from '../configTable.ts';
import { bool, choice, duration, flag, mac, number, observed, reference, text } from '../field.ts';
import type { Field } from '../field.ts';
import { interfaceRate, packetsOf } from '../interfaceRate.ts';
import type { MenuSpec } from '../menu.ts';
import { QUERIES } from '../menuReads.ts';
import { monitorTraffic } from '../monitorTraffic.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { subscriberSpeeds } from '../subscriberPlan.ts';
import { switchable } from '../switchable.ts';
import type { Rate } from '../traffic.ts';
import { noSuchItem, Trap, trapCategory } from '../trap.ts';

/** A link comes up some seconds after its router. */
const LINK_UP_MS = 11_000;
const seen = (): Field => observed();
const COUNTERS = [
  'rx-byte',
  'tx-byte',
  'rx-packet',
  'tx-packet',
  'rx-drop',
  'tx-drop',
  'tx-queue-drop',
  'rx-error',
  'tx-error',
];
const counters = Object.fromEntries(COUNTERS.map((name) => [name, seen()]));
const common = {
  name: text(undefined, { required: true }),
  mtu: number('1500', { words: ['auto'], least: 32, most: 65_535 }),
  'actual-mtu': seen(),
  l2mtu: seen(),
  'mac-address': mac(),
};
const running = flag('no', { readOnly: true });

function inUse(world: RouterWorld, values: Values, item: Item | undefined): void {
  if (
    item &&
    Object.keys(values).length === 0 &&
    world
      .table('/interface/pppoe-server/server')
      .all()
      .some((server) => server.values['interface'] === item.values['name'])
  )
    throw new Trap('failure: interface is in use', trapCategory.general);
}

const some = (
  path: string,
  type: string,
  called: string,
  fields: MenuSpec['fields'],
  more: Partial<MenuSpec> = {},
): MenuSpec => ({
  path,
  kind: 'list',
  table: '/interface',
  only: { type },
  unique: 'name',
  called,
  show: shown,
  check: inUse,
  fields: { ...common, ...fields, running, ...switchable },
  ...more,
});

export const interfaceMenus: readonly MenuSpec[] = [
  {
    path: '/interface',
    kind: 'list',
    unique: 'name',
    stored: ['name', 'type', 'dynamic', 'disabled'],
    allows: ['set'],
    exported: false,
    show: shown,
    fields: {
      ...common,
      name: text(),
      'default-name': seen(),
      type: seen(),
      'last-link-up-time': seen(),
      'last-link-down-time': seen(),
      'link-downs': { ...number('0'), readOnly: true },
      ...counters,
      running,
      dynamic: flag('no', { readOnly: true }),
      slave: flag('no', { readOnly: true }),
      ...switchable,
    },
    commands: {
      'monitor-traffic': {
        policies: ['read'],
        fields: {
          interface: text(),
          '.id': text(),
          numbers: text(),
          once: text(),
          interval: duration('1s'),
          duration: text(),
          '.proplist': text(),
          [QUERIES]: text(),
        },
        run: monitorTraffic,
      },
      'reset-counters': {
        policies: ['write'],
        fields: { '.id': text(), numbers: text() },
        run: ({ world }) => {
          // A session's own counters are what it is billed by: they stay.
          for (const item of world.table('/interface').all())
            if (item.values['radius'] !== 'yes') world.traffic.forget(item);
          return undefined;
        },
      },
    },
  },
  some(
    '/interface/ethernet',
    'ether',
    'ethernet',
    {
      'default-name': seen(),
      'orig-mac-address': seen(),
      'auto-negotiation': bool('yes'),
      advertise: text(''),
      'full-duplex': bool('yes'),
      speed: text('1Gbps'),
      arp: choice(['enabled', 'disabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'], 'enabled'),
      'poe-out': text(),
    },
    { allows: ['set'], locator: 'default-name' },
  ),
  some(
    '/interface/wireless',
    'wlan',
    'wireless interface',
    { 'default-name': seen(), ssid: text('MikroTik'), mode: text('station'), band: text('2ghz-b/g') },
    { allows: ['set'], locator: 'default-name', until: '7.13' },
  ),
  some('/interface/bridge', 'bridge', 'bridge', {
    arp: choice(['enabled', 'disabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'], 'enabled'),
    'protocol-mode': choice(['none', 'stp', 'rstp', 'mstp'], 'rstp'),
    'vlan-filtering': bool('no', { since: '6.41' }),
    'fast-forward': bool('yes'),
  }),
  some('/interface/vlan', 'vlan', 'vlan', {
    'vlan-id': number('1', { least: 1, most: 4095 }),
    interface: reference('/interface', undefined, { required: true }),
    arp: choice(['enabled', 'disabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'], 'enabled'),
    'use-service-tag': bool('no'),
  }),
  {
    path: '/interface/bridge/port',
    kind: 'list',
    called: 'bridge port',
    fields: {
      interface: reference('/interface', undefined, { required: true }),
      bridge: reference('/interface', undefined, { required: true }),
      pvid: number('1', { least: 1, most: 4094, since: '6.41' }),
      priority: text('0x80'),
      hw: bool('yes', { since: '6.41' }),
      inactive: flag('no', { readOnly: true }),
      dynamic: flag('no', { readOnly: true }),
      ...switchable,
    },
  },
  {
    path: '/interface/list',
    kind: 'list',
    unique: 'name',
    called: 'interface list',
    fields: {
      name: text(undefined, { required: true }),
      include: text(''),
      exclude: text(''),
      dynamic: flag('no', { readOnly: true }),
      comment: text(),
    },
  },
  {
    path: '/interface/list/member',
    kind: 'list',
    called: 'interface list member',
    fields: {
      list: reference('/interface/list', undefined, { required: true }),
      interface: reference('/interface', undefined, { required: true }),
      dynamic: flag('no', { readOnly: true }),
      ...switchable,
    },
  },
  some(
    '/interface/pppoe-server',
    'pppoe-in',
    'pppoe session',
    { user: seen(), service: seen(), 'remote-address': seen(), uptime: { ...duration(), readOnly: true } },
    { allows: [], exported: false },
  ),
  {
    path: '/queue/simple',
    kind: 'list',
    unique: 'name',
    called: 'simple queue',
    fields: {
      name: text(undefined, { required: true }),
      target: text(undefined, { required: true }),
      dst: text(),
      parent: text('none'),
      'packet-marks': text(''),
      priority: text('8/8'),
      queue: text('default-small/default-small'),
      'limit-at': text('0/0'),
      'max-limit': text('0/0'),
      'burst-limit': text('0/0'),
      'burst-threshold': text('0/0'),
      'burst-time': text('0s/0s'),
      'total-max-limit': text(),
      bytes: seen(),
      packets: seen(),
      rate: seen(),
      dropped: seen(),
      invalid: flag('no', { readOnly: true }),
      dynamic: flag('no', { readOnly: true }),
      ...switchable,
    },
    check: (_world, _values, item) => {
      if (item?.dynamic) throw new Trap('failure: can not change dynamic queue', trapCategory.general);
    },
    changed: (world, item, verb) => {
      if (verb === 'add') world.fixed.resetCounters(item);
    },
    show: queueState,
    stored: ['name', 'comment', 'target', 'dynamic', 'disabled'],
    commands: {
      'reset-counters': {
        policies: ['write'],
        fields: { '.id': text(), numbers: text() },
        run: ({ world, args }) => {
          const queues = world.table('/queue/simple');
          for (const id of (args['.id'] ?? args['numbers'] ?? '').split(',')) {
            const item = queues.byId(id) ?? queues.byName(id);
            if (!item) throw noSuchItem();
            // A session's own counters are what it is billed by: they stay.
            if (!item.dynamic) world.fixed.resetCounters(item);
          }
          return undefined;
        },
      },
    },
  },
];

/** A session's queue counts what the session does; another one what passes it. */
function queueState(world: RouterWorld, item: Item): Values {
  const at = world.clock.now();
  const { down, up } = subscriberSpeeds(item.values['max-limit'] ?? '');
  const name = item.values['user'] ?? item.values['name'] ?? '';
  const port = item.dynamic ? world.table('/interface').byName(item.values['name'] ?? '') : undefined;
  const isSilent = item.values['silent'] === 'yes';
  const rateAt = (when: number): Rate =>
    isSilent
      ? { rx: 0, tx: 0 }
      : port
        ? interfaceRate(world, port.values['name'] ?? '', when)
        : item.dynamic
          ? world.traffic.customer(name, down, up, when)
          : world.fixed.rateOf(item, when);
  const bytes = world.traffic.bytes(item, Number(item.values['since'] ?? world.bootedAt), at, rateAt);
  const rate = rateAt(at);
  const unit = world.personality.major < 7 ? 'bps' : '';
  return {
    bytes: `${bytes.rx}/${bytes.tx}`,
    packets: `${packetsOf(bytes.rx)}/${packetsOf(bytes.tx)}`,
    rate: `${Math.round(rate.rx)}${unit}/${Math.round(rate.tx)}${unit}`,
    dropped: '0/0',
  };
}

/** State and counters of an interface as it is now. */
function shown(world: RouterWorld, item: Item): Values {
  const { type, name = '', disabled } = item.values;
  const isUp = disabled !== 'yes' && item.values['cable'] !== 'no';
  const at = world.clock.now();
  const since = Number(item.values['since'] ?? world.bootedAt);
  const bytes = world.traffic.bytes(item, since, at, (when) =>
    isUp ? interfaceRate(world, name, when) : { rx: 0, tx: 0 },
  );
  return {
    running: isUp ? 'yes' : 'no',
    'actual-mtu': item.values['mtu'] ?? '1500',
    ...(type !== 'pppoe-in' && { l2mtu: type === 'vlan' ? '1594' : '1598' }),
    ...(isUp && { 'last-link-up-time': world.dateText(since + LINK_UP_MS) }),
    'rx-byte': String(bytes.rx),
    'tx-byte': String(bytes.tx),
    'rx-packet': packetsOf(bytes.rx),
    'tx-packet': packetsOf(bytes.tx),
    'rx-drop': '0',
    'tx-drop': '0',
    'tx-queue-drop': '0',
    'rx-error': '0',
    'tx-error': '0',
    ...(type === 'pppoe-in' && { user: item.values['user'] ?? '', service: item.values['service'] ?? '' }),
  };
}
