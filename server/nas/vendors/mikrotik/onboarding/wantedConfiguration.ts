import { wantedGarden } from './wantedGarden.ts';
import { OWN_COMMENT, type WantedItem } from './wantedItem.ts';

export interface OnboardingSettings {
  /** Where the router reaches the product; RADIUS and API connections come from there. */
  readonly servers: readonly string[];
  readonly authenticationPort: number;
  readonly accountingPort: number;
  readonly radiusSecret: string;
  /** The address that the router sends RADIUS from, if it is to be fixed. */
  readonly radiusSource?: string;
  /** RFC 5176. */
  readonly incomingPort: number;
  /** Of the page in the walled garden. */
  readonly portalPort: number;
  readonly interimMinutes: number;
  readonly ntpServers: readonly string[];
  readonly apiUser: string;
  readonly apiPassword: string;
  readonly apiPort: number;
  readonly apiService: 'api' | 'api-ssl';
  /** Of RouterOS: what it is called differs between 6 and 7. */
  readonly majorVersion: number;
  /** Further addresses that the API is used from: as the router sees the product, over translation. */
  readonly seenFrom?: readonly string[];
}

/** The login made for the product, and its group. */
export const OWN_USER = 'lastmile';
const OWN_GROUP = 'lastmile';

/** Enough to read, to set what an intent asks for, to restart and to test; no terminal, no other users, no secrets. */
const POLICY =
  'api,read,write,test,reboot,!local,!telnet,!ssh,!ftp,!policy,!winbox,!password,!web,!sniff,!sensitive,!romon';

/**
 * What a router must have to work with the product (MikroTik: RADIUS, PPP AAA, Hotspot, NTP, Services). A timeout of 3 s
 * because the router's default gives up before a busy server has answered.
 */
export function wantedConfiguration(settings: OnboardingSettings): readonly WantedItem[] {
  const clients = [...new Set([...settings.servers, ...(settings.seenFrom ?? [])])];
  return [
    ...settings.servers.map((server) => radiusClient(settings, server)),
    {
      item: 'radiusIncoming',
      menu: '/radius/incoming',
      target: { of: 'settings' },
      fields: { accept: 'yes', port: String(settings.incomingPort) },
      secrets: [],
    },
    {
      item: 'pppAaa',
      menu: '/ppp/aaa',
      target: { of: 'settings' },
      fields: { 'use-radius': 'yes', accounting: 'yes', 'interim-update': `${settings.interimMinutes}m` },
      secrets: [],
    },
    {
      item: 'hotspotProfile',
      menu: '/ip/hotspot/profile',
      target: { of: 'every' },
      fields: { 'use-radius': 'yes', 'radius-accounting': 'yes', 'radius-interim-update': 'received' },
      secrets: [],
    },
    ...timeSync(settings),
    {
      item: 'apiGroup',
      menu: '/user/group',
      target: { of: 'one', match: { name: OWN_GROUP } },
      fields: { policy: POLICY },
      secrets: [],
    },
    {
      item: 'apiUser',
      menu: '/user',
      target: { of: 'one', match: { name: settings.apiUser } },
      fields: { group: OWN_GROUP, password: settings.apiPassword, address: clients.join(',') },
      secrets: ['password'],
    },
    {
      item: 'apiService',
      menu: '/ip/service',
      target: { of: 'one', match: { name: settings.apiService } },
      fields: { disabled: 'no', port: String(settings.apiPort), address: clients.join(',') },
      secrets: [],
    },
    ...settings.servers.map((server) => letIn('udp', server, settings.incomingPort)),
    ...clients.map((client) => letIn('tcp', client, settings.apiPort)),
    ...wantedGarden(settings),
  ];
}

function radiusClient(settings: OnboardingSettings, server: string): WantedItem {
  return {
    item: 'radiusClient',
    menu: '/radius',
    target: { of: 'one', match: { comment: OWN_COMMENT, address: server } },
    fields: {
      service: 'ppp,hotspot,dhcp',
      secret: settings.radiusSecret,
      'authentication-port': String(settings.authenticationPort),
      'accounting-port': String(settings.accountingPort),
      timeout: '3s',
      ...(settings.radiusSource === undefined ? {} : { 'src-address': settings.radiusSource }),
    },
    secrets: ['secret'],
  };
}

function timeSync({ ntpServers, majorVersion }: OnboardingSettings): readonly WantedItem[] {
  const enabled = { enabled: 'yes' };
  if (majorVersion >= 7) {
    const fields = { ...enabled, servers: ntpServers.join(',') };
    return [{ item: 'timeSync', menu: '/system/ntp/client', target: { of: 'settings' }, fields, secrets: [] }];
  }
  const fields = { ...enabled, 'server-dns-names': ntpServers.join(',') };
  return [{ item: 'timeSync', menu: '/system/ntp/client', target: { of: 'settings' }, fields, secrets: [] }];
}

/** Lets in what the product sends, before whatever rule drops the rest. */
function letIn(protocol: string, source: string, port: number): WantedItem {
  return {
    item: 'firewall',
    menu: '/ip/firewall/filter',
    target: { of: 'one', match: { comment: `${OWN_COMMENT} ${protocol} ${source}` } },
    fields: { chain: 'input', action: 'accept', protocol, 'src-address': source, 'dst-port': String(port) },
    secrets: [],
    first: true,
  };
}
