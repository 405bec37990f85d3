import { expect, test } from 'vitest';
import { changesFor } from '#server/nas/vendors/mikrotik/onboarding/changesFor.ts';
import { compareConfiguration, type Row } from '#server/nas/vendors/mikrotik/onboarding/compareConfiguration.ts';
import { durationMs, sameValue } from '#server/nas/vendors/mikrotik/onboarding/fieldValue.ts';
import { onboardingScript } from '#server/nas/vendors/mikrotik/onboarding/onboardingScript.ts';
import { scriptWord } from '#server/nas/vendors/mikrotik/onboarding/scriptWord.ts';
import {
  type OnboardingSettings,
  wantedConfiguration,
} from '#server/nas/vendors/mikrotik/onboarding/wantedConfiguration.ts';
import { wantedGarden } from '#server/nas/vendors/mikrotik/onboarding/wantedGarden.ts';

const settings: OnboardingSettings = {
  servers: ['10.0.0.5'],
  authenticationPort: 1812,
  accountingPort: 1813,
  radiusSecret: 'se cret"$',
  radiusSource: '10.9.0.1',
  incomingPort: 3799,
  portalPort: 8091,
  interimMinutes: 5,
  ntpServers: ['0.pool.ntp.org', '1.pool.ntp.org'],
  apiUser: 'lastmile',
  apiPassword: 'long-enough',
  apiPort: 8729,
  apiService: 'api-ssl',
  majorVersion: 7,
};

/** A router on which everything is as wanted, in the words of version 6. */
const complete: Readonly<Record<string, readonly Row[]>> = {
  '/radius': [
    {
      comment: 'lastmile',
      address: '10.0.0.5',
      service: 'hotspot,ppp,dhcp',
      timeout: '00:00:03',
      'authentication-port': '1812',
      'accounting-port': '1813',
      'src-address': '10.9.0.1',
    },
  ],
  '/radius/incoming': [{ accept: 'true', port: '3799' }],
  '/ppp/aaa': [{ 'use-radius': 'yes', accounting: 'yes', 'interim-update': '00:05:00' }],
  '/ip/hotspot/profile': [],
  '/system/ntp/client': [{ enabled: 'yes', servers: '1.pool.ntp.org,0.pool.ntp.org' }],
  '/user/group': [{ name: 'lastmile', policy: 'read,write,test,api,reboot,!ftp,!local' }],
  '/user': [{ name: 'lastmile', group: 'lastmile', address: '10.0.0.5/32' }],
  '/ip/service': [{ name: 'api-ssl', disabled: 'false', port: '8729', address: '10.0.0.5/32' }],
  '/ip/firewall/filter': [
    {
      comment: 'lastmile udp 10.0.0.5',
      chain: 'input',
      action: 'accept',
      protocol: 'udp',
      'src-address': '10.0.0.5',
      'dst-port': '3799',
    },
    {
      comment: 'lastmile tcp 10.0.0.5',
      chain: 'input',
      action: 'accept',
      protocol: 'tcp',
      'src-address': '10.0.0.5',
      'dst-port': '8729',
    },
  ],
};

/** What keeps those in the walled garden who have not paid, on a router of version 4 alone without a hotspot. */
function gardenRows(menu: string): readonly Row[] {
  return wantedGarden(settings)
    .filter((item) => item.menu === menu)
    .map(({ target, fields }, index) => ({ '.id': `*${index}`, ...(target.of === 'one' && target.match), ...fields }));
}

function check(changed: Readonly<Record<string, readonly Row[] | undefined>> = {}) {
  const garden = { '/ip/firewall/nat': gardenRows('/ip/firewall/nat') };
  const filter = { '/ip/firewall/filter': [...complete['/ip/firewall/filter']!, ...gardenRows('/ip/firewall/filter')] };
  const menus = { ...complete, ...garden, ...filter, ...changed };
  return compareConfiguration(wantedConfiguration(settings), new Map(Object.entries(menus)));
}
const stateOf = (checks: ReturnType<typeof check>, item: string): string | undefined =>
  checks.find((one) => one.item === item)?.state;

test('a router that says the same in other words is right', () => {
  expect(check().map(({ item, state }) => `${item} ${state}`)).toEqual([
    'radiusClient right',
    'radiusIncoming right',
    'pppAaa right',
    'hotspotProfile notNeeded',
    'timeSync right',
    'apiGroup right',
    'apiUser right',
    'apiService right',
    'firewall right',
    'firewall right',
    ...Array<string>(9).fill('walledGarden right'),
    // Neither IPv6 nor a hotspot.
    ...Array<string>(8).fill('walledGarden notNeeded'),
  ]);
});

test('what differs is said field by field, with the command that puts it right and no secret', () => {
  const checks = check({ '/radius': [{ ...complete['/radius']![0], timeout: '300ms', secret: 'other' }] });
  expect(checks[0]).toEqual({
    item: 'radiusClient',
    state: 'different',
    menu: '/radius',
    differences: [
      { field: 'secret', wanted: 'as on record', found: 'another' },
      { field: 'timeout', wanted: '3s', found: '300ms' },
    ],
    commands: [
      '/radius remove [find where comment=lastmile address=10.0.0.5]',
      '/radius add comment=lastmile address=10.0.0.5 service=ppp,hotspot,dhcp secret="********" authentication-port=1812 accounting-port=1813 timeout=3s src-address=10.9.0.1',
    ],
  });
  expect(JSON.stringify(checks)).not.toContain('se cret');
});

test.each<[string, Readonly<Record<string, readonly Row[] | undefined>>, string, string]>([
  ['no RADIUS server of ours', { '/radius': [{ address: '10.0.0.9', service: 'ppp' }] }, 'radiusClient', 'missing'],
  ['CoA refused', { '/radius/incoming': [{ accept: 'no', port: '3799' }] }, 'radiusIncoming', 'different'],
  ['CoA on the old port', { '/radius/incoming': [{ accept: 'yes', port: '1700' }] }, 'radiusIncoming', 'different'],
  [
    'interim of 10 minutes',
    { '/ppp/aaa': [{ 'use-radius': 'yes', accounting: 'yes', 'interim-update': '10m' }] },
    'pppAaa',
    'different',
  ],
  [
    'a hotspot without RADIUS',
    { '/ip/hotspot/profile': [{ name: 'default', 'use-radius': 'no' }] },
    'hotspotProfile',
    'different',
  ],
  [
    'a group with more rights',
    { '/user/group': [{ name: 'lastmile', policy: 'read,write,test,api,reboot,policy' }] },
    'apiGroup',
    'different',
  ],
  ['users that may not be read', { '/user': undefined }, 'apiUser', 'unreadable'],
  [
    'the API open to everybody',
    { '/ip/service': [{ name: 'api-ssl', disabled: 'no', port: '8729', address: '' }] },
    'apiService',
    'different',
  ],
])('%s is found', (_, changed, item, state) => {
  expect(stateOf(check(changed), item)).toBe(state);
});

test('the script can be run again, takes the user out of its group first, and quotes what needs quoting', () => {
  const lines = onboardingScript(wantedConfiguration(settings), 'Router\nWestlands').split('\n');
  expect(lines[0]).toBe('# Router Westlands');
  expect(lines[1]).toBe('/user remove [find where name=lastmile]');
  expect(lines.filter((line) => line === lines[1])).toHaveLength(1);
  expect(lines.find((line) => line.startsWith('/radius add'))).toContain(' secret="se cret\\"\\$" ');
  expect(lines.findIndex((line) => line.startsWith('/user group add'))).toBeLessThan(
    lines.findIndex((line) => line.startsWith('/user add')),
  );
  expect(lines.at(-1)).toBe('');
});

test('version 6 takes names of time servers in its own field', () => {
  const [item] = wantedConfiguration({ ...settings, majorVersion: 6 }).filter((one) => one.item === 'timeSync');
  expect(item?.fields).toEqual({ enabled: 'yes', 'server-dns-names': '0.pool.ntp.org,1.pool.ntp.org' });
});

test.each([
  ['5m', 300_000],
  ['00:05:00', 300_000],
  ['1w2d3h4m5s', 788_645_000],
  ['1d00:00:01', 86_401_000],
  ['300ms', 300],
  ['five', undefined],
  ['10', undefined],
])('duration %s is %s ms', (text, expected) => {
  expect(durationMs(text)).toBe(expected);
});

test.each([
  ['yes', 'true', true],
  ['no', 'yes', false],
  ['a,b', 'b,a', true],
  ['a,!b', 'a', true],
  ['10.0.0.5', '10.0.0.5/32', true],
  ['10.0.0.5', '10.0.0.50', false],
])('%s and %s say the same: %s', (wanted, found, expected) => {
  expect(sameValue(wanted, found)).toBe(expected);
});

test.each([
  ['plain-1.2:3/4', 'plain-1.2:3/4'],
  ['two words', '"two words"'],
  ['a"b\\c$d?', '"a\\"b\\\\c\\$d\\?"'],
  ['line\nbreak', '"line\\0Abreak"'],
  ['', '""'],
])('%j is written as %s', (value, written) => {
  expect(scriptWord(value)).toBe(written);
});

test('operators 7: a rule that came before the walled garden is found, and the garden goes first again', () => {
  const menu = '/ip/firewall/filter';
  const fastTrack = {
    '.id': '*F',
    chain: 'forward',
    action: 'fasttrack-connection',
    'connection-state': 'established',
  };
  const rows = [{ '.id': '*E', chain: 'input', action: 'drop' }, fastTrack, ...gardenRows(menu)];
  const behind = check({ [menu]: rows }).filter(({ differences }) =>
    differences.some(({ field }) => field === 'place'),
  );
  expect(behind.map(({ differences }) => differences)).toEqual([
    [{ field: 'place', wanted: 'first', found: 'behind fasttrack-connection' }],
    [{ field: 'place', wanted: 'first', found: 'behind fasttrack-connection' }],
  ]);
  const out = wantedGarden(settings).find(({ fields }) => fields['jump-target'] === 'lastmile-garden-out')!;
  expect(changesFor(out, rows)).toEqual([{ path: `${menu}/move`, attributes: { numbers: '*0', destination: '*E' } }]);
});
