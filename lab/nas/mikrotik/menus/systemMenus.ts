import type { Values } from '../configTable.ts';
import { inUnits } from '../duration.ts';
import { bool, choice, duration, flag, ips, observed, text } from '../field.ts';
import { localTime, offsetText } from '../localTime.ts';
import type { MenuSpec } from '../menu.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { switchable } from '../switchable.ts';
import { cpuLoad, freeMemory, sensorReadings } from '../vitals.ts';

const seen = observed;
const rows = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, seen()]));

export const systemMenus: readonly MenuSpec[] = [
  {
    path: '/system',
    kind: 'rows',
    fields: {},
    rows: () => [],
    exported: false,
    commands: {
      reboot: {
        policies: ['reboot'],
        fields: {},
        run: ({ world, operator }) => {
          world.log.write('system,info', `reboot requested by ${operator.name}`);
          world.reboot();
          return undefined;
        },
      },
    },
  },
  {
    path: '/system/resource',
    kind: 'rows',
    fields: {
      uptime: { ...duration(), readOnly: true },
      ...rows([
        'version',
        'build-time',
        'factory-software',
        'free-memory',
        'total-memory',
        'cpu',
        'cpu-count',
        'cpu-frequency',
        'cpu-load',
        'free-hdd-space',
        'total-hdd-space',
        'write-sect-since-reboot',
        'write-sect-total',
        'bad-blocks',
        'architecture-name',
        'board-name',
        'platform',
      ]),
    },
    rows: (world) => [resource(world)],
  },
  { path: '/system/identity', kind: 'settings', fields: { name: text('MikroTik') } },
  {
    path: '/system/routerboard',
    kind: 'rows',
    fields: {
      routerboard: flag('yes', { readOnly: true }),
      ...rows([
        'board-name',
        'model',
        'serial-number',
        'firmware-type',
        'factory-firmware',
        'current-firmware',
        'upgrade-firmware',
      ]),
    },
    rows: ({ personality, site }) => {
      const { routerboard, boardName, architecture } = personality.model;
      if (routerboard === undefined) return [{ routerboard: 'no' }];
      return [
        {
          routerboard: 'yes',
          'board-name': boardName,
          model: routerboard,
          'serial-number': site.serial,
          'firmware-type': architecture,
          'factory-firmware': '6.40.3',
          'current-firmware': personality.version,
          'upgrade-firmware': personality.version,
        },
      ];
    },
  },
  {
    path: '/system/health',
    kind: 'rows',
    boardOnly: true,
    fields: rows([
      'name',
      'value',
      'type',
      'voltage',
      'current',
      'temperature',
      'cpu-temperature',
      'board-temperature1',
      'fan1-speed',
      'fan2-speed',
      'psu1-voltage',
      'psu2-voltage',
      'power-consumption',
    ]),
    rows: (world) => {
      const readings = sensorReadings(world);
      if (world.personality.healthRows)
        return readings.map(({ name, value, unit }, index) => ({
          '.id': `*${(index + 13).toString(16).toUpperCase()}`,
          name,
          value,
          type: unit,
        }));
      return [Object.fromEntries(readings.map(({ name, value }) => [name, value]))];
    },
  },
  {
    path: '/system/clock',
    kind: 'settings',
    fields: {
      time: text(),
      date: text(),
      'time-zone-autodetect': bool('yes'),
      'time-zone-name': text('manual'),
      'gmt-offset': seen(),
      'dst-active': flag('no', { readOnly: true }),
    },
    show: ({ clock, site, personality, skewMs }) => {
      const { date, time } = localTime(clock.now() + skewMs, site.gmtOffsetMs, personality.dates);
      return { time, date, 'gmt-offset': offsetText(site.gmtOffsetMs) };
    },
  },
  {
    path: '/system/ntp/client',
    kind: 'settings',
    fields: {
      enabled: bool('no'),
      mode: choice(['unicast', 'broadcast', 'multicast', 'manycast'], 'unicast'),
      'primary-ntp': ips('0.0.0.0', { until: '7' }),
      'secondary-ntp': ips('0.0.0.0', { until: '7' }),
      'server-dns-names': text('', { until: '7' }),
      servers: ips('', { since: '7' }),
      vrf: text('main', { since: '7' }),
      'freq-drift': observed({ since: '7' }),
      status: observed({ since: '7' }),
      'synced-server': observed({ since: '7' }),
      'active-server': observed({ until: '7' }),
    },
    changed: (world, { values }) => {
      const servers = world.table('/system/ntp/client/servers');
      const wanted = (values['servers'] ?? '').split(',').filter((one) => one !== '');
      for (const item of servers.all()) if (!wanted.includes(item.values['address'] ?? '')) servers.remove(item);
      for (const address of wanted)
        if (!servers.all().some((item) => item.values['address'] === address)) servers.add({ address });
    },
    show: (_world, { values }) => {
      const server = [values['servers'], values['primary-ntp'], values['server-dns-names']]
        .find((one) => one !== undefined && one !== '' && one !== '0.0.0.0')
        ?.split(',')[0];
      if (values['enabled'] !== 'yes' || server === undefined) return { status: 'stopped' };
      return { status: 'synchronized', 'synced-server': server, 'active-server': server, 'freq-drift': '2.518 PPM' };
    },
  },
  {
    path: '/system/ntp/client/servers',
    kind: 'list',
    unique: 'address',
    since: '7',
    exported: false,
    fields: {
      address: text(undefined, { required: true }),
      iburst: bool('yes'),
      'auth-key': text('none'),
      ...switchable,
    },
    changed: (world) => {
      const servers = world.table('/system/ntp/client/servers').all();
      const { single } = world.table('/system/ntp/client');
      world
        .table('/system/ntp/client')
        .set(single, { servers: servers.map(({ values }) => values['address']).join(',') });
    },
  },
  {
    path: '/system/package',
    kind: 'rows',
    fields: { ...rows(['name', 'version', 'build-time', 'scheduled']), disabled: flag('no', { readOnly: true }) },
    rows: (world) => {
      const { personality } = world;
      const names =
        personality.major >= 7
          ? ['routeros']
          : ['system', 'advanced-tools', 'dhcp', 'hotspot', 'ipv6', 'ppp', 'routing', 'security', 'wireless'];
      return names.map((name, index) => ({
        '.id': `*${index + 1}`,
        name,
        version: personality.version,
        'build-time': world.dateText(personality.builtAt),
        scheduled: '',
      }));
    },
  },
  {
    path: '/system/package/update',
    kind: 'rows',
    fields: rows(['channel', 'installed-version', 'latest-version', 'status']),
    rows: ({ personality }) => [
      { channel: personality.major >= 7 ? 'stable' : 'long-term', 'installed-version': personality.version },
    ],
  },
  { path: '/system/note', kind: 'settings', fields: { 'show-at-login': bool('yes'), note: text('') } },
  {
    path: '/system/license',
    kind: 'rows',
    fields: rows(['software-id', 'level', 'nlevel', 'features']),
    rows: ({ personality, site }) => [
      personality.model.routerboard === undefined
        ? { level: 'p10' }
        : { 'software-id': site.softwareId, nlevel: '6', features: '' },
    ],
  },
];

function resource(world: RouterWorld): Values {
  const { model, versionText, builtAt } = world.personality;
  const now = world.clock.now();
  const written = 18_000 + Math.floor((now - world.bootedAt) / 9000);
  return {
    uptime: inUnits(Math.floor((now - world.bootedAt) / 1000) * 1000),
    version: versionText,
    'build-time': world.dateText(builtAt),
    'factory-software': '6.40.3',
    'free-memory': String(freeMemory(world)),
    'total-memory': String(model.memoryBytes),
    cpu: model.cpu,
    'cpu-count': String(model.cpuCount),
    'cpu-frequency': String(model.cpuMhz),
    'cpu-load': String(cpuLoad(world, now)),
    'free-hdd-space': String(Math.floor(model.diskBytes * 0.74)),
    'total-hdd-space': String(model.diskBytes),
    'write-sect-since-reboot': String(written - 18_000),
    'write-sect-total': String(written),
    'bad-blocks': '0',
    'architecture-name': model.architecture,
    'board-name': model.boardName,
    platform: 'MikroTik',
  };
}
