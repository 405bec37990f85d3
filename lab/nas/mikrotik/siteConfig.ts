import type { Values } from './configTable.ts';
import { customerMac } from './customerMac.ts';
import { policyText } from './policyText.ts';
import type { RouterWorld } from './routerWorld.ts';

export interface SiteOptions {
  /** Who may log in beside admin, with which group. */
  readonly users: readonly {
    readonly name: string;
    readonly password: string;
    readonly group: string;
    readonly policy: string;
  }[];
  readonly ppp: number;
  readonly hotspot: number;
  /** `SFL` makes SFL0001 … */
  readonly accountPrefix: string;
  readonly dns: string;
  /** Where the router takes CoA and Disconnect once that is switched on; 0 lets the system choose. */
  readonly incomingPort?: number | undefined;
}

const SPEEDS = ['5M/10M', '8M/15M', '10M/20M', '20M/40M', '30M/60M'];

/** What the company's engineers have set up: PPPoE and hotspot on VLANs, with local users, nothing of RADIUS yet. */
export function siteConfig(world: RouterWorld, options: SiteOptions): void {
  const { site, personality, random } = world;
  const [uplink = 'ether1', access = 'ether2'] = personality.model.ports;
  const net = `10.${site.siteNumber}`;
  const add = (path: string, ...rows: readonly Values[]): void => {
    for (const values of rows) world.table(path).add(values);
  };
  const interfaces = world.table('/interface');
  interfaces.set(interfaces.byName(uplink)!, { comment: 'uplink', uplink: 'yes' });
  interfaces.set(interfaces.byName(access)!, { comment: 'to OLT', share: '1' });
  add('/interface', {
    name: 'bridge-hotspot',
    type: 'bridge',
    'mac-address': customerMac(`${site.serial}/bridge`),
    share: '0.12',
  });
  add(
    '/interface',
    { name: 'vlan100-pppoe', type: 'vlan', 'vlan-id': '100', interface: access, share: '0.88' },
    { name: 'vlan200-hotspot', type: 'vlan', 'vlan-id': '200', interface: access, share: '0.12' },
    { name: 'vlan900-mgmt', type: 'vlan', 'vlan-id': '900', interface: access, share: '0' },
  );
  add('/interface/bridge/port', { interface: 'vlan200-hotspot', bridge: 'bridge-hotspot' });
  add(
    '/ip/address',
    { address: `${net}.255.1/24`, interface: 'vlan900-mgmt', comment: 'management' },
    { address: `100.64.${site.siteNumber}.2/30`, interface: uplink, comment: 'transit' },
    { address: `${net}.128.1/20`, interface: 'bridge-hotspot' },
  );
  add('/ip/route', { 'dst-address': '0.0.0.0/0', gateway: `100.64.${site.siteNumber}.1` });
  add(
    '/ip/pool',
    { name: 'pppoe-pool', ranges: `${net}.0.2-${net}.63.254` },
    { name: 'hotspot-pool', ranges: `${net}.128.10-${net}.143.250` },
  );
  add(
    '/ppp/profile',
    ...SPEEDS.map((rate) => ({
      name: `home-${rate.split('/')[1]}`,
      'local-address': `${net}.255.1`,
      'remote-address': 'pppoe-pool',
      'rate-limit': rate,
      'only-one': 'yes',
    })),
  );
  add('/interface/pppoe-server/server', {
    'service-name': site.identity.toLowerCase(),
    interface: 'vlan100-pppoe',
    'default-profile': 'home-10M',
    'one-session-per-host': 'yes',
    authentication: 'pap,chap',
    disabled: 'no',
  });
  const account = (kind: string, number: number): string =>
    `${options.accountPrefix}${kind}${String(number + 1).padStart(4, '0')}`;
  add(
    '/ppp/secret',
    ...Array.from({ length: options.ppp }, (_, index) =>
      secretOf(account('', index), `home-${random.pick(SPEEDS).split('/')[1]}`, random.next()),
    ),
  );
  if (options.hotspot > 0) {
    add('/ip/hotspot/profile', {
      name: 'hs-profile',
      'hotspot-address': `${net}.128.1`,
      'dns-name': 'login.wifi',
      'login-by': 'mac,cookie,http-chap',
      'html-directory': 'hotspot',
    });
    add('/ip/hotspot', {
      name: 'hotspot1',
      interface: 'bridge-hotspot',
      'address-pool': 'hotspot-pool',
      profile: 'hs-profile',
      disabled: 'no',
    });
    add('/ip/hotspot/user/profile', { name: 'day', 'session-timeout': '1d', 'rate-limit': '2M/6M' });
    add(
      '/ip/hotspot/user',
      ...Array.from({ length: options.hotspot }, (_, index) => ({
        name: account('-W', index),
        password: pin(random.next()),
        profile: 'day',
      })),
    );
  }
  add('/ip/dhcp-server', {
    name: 'dhcp-hotspot',
    interface: 'bridge-hotspot',
    'address-pool': 'hotspot-pool',
    'lease-time': '30m',
  });
  add('/ip/dhcp-server/network', {
    address: `${net}.128.0/20`,
    gateway: `${net}.128.1`,
    'dns-server': options.dns.split(',')[0]!,
  });
  add('/ip/dhcp-server/lease', {
    address: `${net}.128.5`,
    'mac-address': customerMac(`${site.serial}/ap`),
    server: 'dhcp-hotspot',
    comment: 'access point',
    bound: 'yes',
  });
  add(
    '/ip/firewall/address-list',
    { list: 'management', address: `${net}.255.0/24` },
    { list: 'EXPIRED', address: `${net}.200.0/22`, comment: 'payment page only' },
  );
  add(
    '/ip/firewall/filter',
    { chain: 'input', action: 'accept', 'connection-state': 'established,related' },
    { chain: 'input', action: 'accept', 'src-address-list': 'management' },
    {
      chain: 'input',
      action: 'drop',
      'in-interface': uplink,
      'connection-state': 'new',
      comment: 'nothing from outside',
    },
  );
  add('/ip/firewall/nat', { chain: 'srcnat', action: 'masquerade', 'out-interface': uplink });
  add('/ip/arp', {
    address: `${net}.255.10`,
    'mac-address': customerMac(`${site.serial}/olt`),
    interface: 'vlan900-mgmt',
  });
  add('/ip/neighbor', {
    interface: access,
    address: `${net}.255.10`,
    'mac-address': customerMac(`${site.serial}/olt`),
    identity: `OLT-${site.siteNumber}`,
    platform: 'Huawei',
    version: 'MA5800V100R019C10',
    board: 'MA5800-X7',
    'interface-name': '0/9/0',
  });
  if (personality.major >= 7)
    add('/ipv6/pool', { name: 'pd', prefix: `2001:db8:${site.siteNumber.toString(16)}::/48`, 'prefix-length': '56' });
  add('/user', { name: 'admin', password: `A-${site.serial}`, group: 'full' });
  for (const { policy, ...user } of options.users) {
    add('/user/group', { name: user.group, policy: policyText(policy.split(','), personality) });
    add('/user', user);
  }
  if (options.incomingPort !== undefined)
    world.table('/radius/incoming').single.values = { port: String(options.incomingPort) };
  world.table('/ip/dns').set(world.table('/ip/dns').single, { servers: options.dns, 'allow-remote-requests': 'yes' });
  world.table('/system/identity').set(world.table('/system/identity').single, { name: site.identity });
  world.table('/system/clock').set(world.table('/system/clock').single, { 'time-zone-name': site.timeZone });
}

const pin = (chance: number): string => String(Math.floor(100_000 + chance * 900_000));

/** Some secrets of years ago are bound to a MAC, and some are switched off. */
function secretOf(name: string, profile: string, chance: number): Values {
  return {
    name,
    password: pin(chance),
    service: 'pppoe',
    profile,
    ...(chance < 0.2 && { 'caller-id': customerMac(name) }),
    ...(chance > 0.96 && { disabled: 'yes', comment: 'not paid' }),
  };
}
