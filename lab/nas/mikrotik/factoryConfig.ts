import type { ConfigTable, Values } from './configTable.ts';
import { customerMac } from './customerMac.ts';
import { policies } from './menu.ts';
import { policyText } from './policyText.ts';
import type { RouterWorld } from './routerWorld.ts';

/** The tables of a box as it leaves the factory: what can be changed but not removed. */
export function factoryConfig(world: RouterWorld): void {
  const built = (path: string, ...items: readonly Values[]): void => addBuiltIn(world.table(path), items);
  const { model } = world.personality;
  built(
    '/interface',
    ...model.ports.map((port, index) => ({
      name: port,
      'default-name': port,
      type: port.startsWith('wlan') ? 'wlan' : 'ether',
      'mac-address': portMac(world.site.serial, index),
      speed: port.startsWith('ether') ? '1Gbps' : '10Gbps',
      // Ports beyond the first few have nothing plugged in.
      ...(index > 3 && { cable: 'no' }),
    })),
  );
  built(
    '/ppp/profile',
    { name: 'default', 'default-name': 'default', default: 'yes' },
    { name: 'default-encryption', 'default-name': 'default-encryption', default: 'yes', 'use-encryption': 'yes' },
  );
  built('/ip/hotspot/profile', { name: 'default', 'default-name': 'default', default: 'yes' });
  built('/ip/hotspot/user/profile', { name: 'default', 'default-name': 'default', default: 'yes' });
  built('/ip/hotspot/user', { name: 'default-trial', default: 'yes', dynamic: 'no' });
  const allButBig = policies.filter((one) => one !== 'dude' && one !== 'tikapp');
  built(
    '/user/group',
    {
      name: 'read',
      policy: policyText(
        [
          'local',
          'telnet',
          'ssh',
          'reboot',
          'read',
          'test',
          'winbox',
          'password',
          'web',
          'sniff',
          'sensitive',
          'api',
          'romon',
          'tikapp',
          'rest-api',
        ],
        world.personality,
      ),
    },
    {
      name: 'write',
      policy: policyText(
        [
          'local',
          'telnet',
          'ssh',
          'reboot',
          'read',
          'write',
          'test',
          'winbox',
          'password',
          'web',
          'sniff',
          'sensitive',
          'api',
          'romon',
          'tikapp',
          'rest-api',
        ],
        world.personality,
      ),
    },
    { name: 'full', policy: policyText(allButBig, world.personality) },
  );
  built(
    '/system/logging/action',
    { name: 'memory', target: 'memory', default: 'yes' },
    { name: 'disk', target: 'disk', default: 'yes' },
    { name: 'echo', target: 'echo', default: 'yes' },
    { name: 'remote', target: 'remote', default: 'yes' },
  );
  built(
    '/system/logging',
    ...['info', 'error', 'warning', 'critical'].map((topics) => ({
      topics,
      action: topics === 'critical' ? 'echo' : 'memory',
      default: 'yes',
    })),
  );
  world
    .table('/certificate')
    .add({ name: 'api', 'common-name': world.site.identity, 'private-key': 'yes', trusted: 'yes' });
  built('/ip/service', ...services(world));
}

function services(world: RouterWorld): readonly Values[] {
  const { apiPort, apiTlsPort } = world.site;
  // Routers of those years were set up without a certificate: what they would offer proves nothing, so it is off.
  const tls = world.personality.oldLogin ? { certificate: 'none', disabled: 'yes' } : { certificate: 'api' };
  return [
    { name: 'telnet', port: '23', disabled: 'yes' },
    { name: 'ftp', port: '21', disabled: 'yes' },
    { name: 'www', port: '80', disabled: 'yes' },
    { name: 'ssh', port: '22' },
    { name: 'www-ssl', port: '443', disabled: 'yes', certificate: 'none' },
    { name: 'api', port: String(apiPort) },
    { name: 'winbox', port: '8291' },
    { name: 'api-ssl', port: String(apiTlsPort), ...tls },
  ];
}

/** How it leaves the factory stays with the item: an export tells what differs. */
function addBuiltIn(table: ConfigTable, items: readonly Values[]): void {
  for (const values of items) table.add({ ...values, factory: JSON.stringify(values) }, { builtIn: true });
}

function portMac(serial: string, index: number): string {
  const mac = customerMac(serial).split(':').slice(3);
  return [
    '48',
    'A9',
    '8A',
    mac[0],
    mac[1],
    ((Number.parseInt(mac[2] ?? '0', 16) + index) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ].join(':');
}
