import { expect, test } from 'vitest';
import { mikrotikOnboarding } from '#server/nas/vendors/mikrotik/onboarding/mikrotikOnboarding.ts';
import { NasCommandRefused } from '#server/nas/vendors/nasCommandError.ts';
import type { NasCommand, NasReplyRow, NasWire } from '#server/nas/vendors/nasDriver.ts';
import type { NasNeeds } from '#server/nas/vendors/nasOnboarding.ts';

const needs: NasNeeds = {
  servers: ['10.0.0.5'],
  authenticationPort: 1812,
  accountingPort: 1813,
  radiusSecret: 'radius-secret',
  radiusSource: undefined,
  incomingPort: 3799,
  portalPort: 8091,
  interimMinutes: 5,
  ntpServers: ['0.pool.ntp.org'],
  user: 'lastmile',
  password: 'pass-word',
  loginNow: 'lastmile',
  port: 48_729,
  security: 'pinned',
  version: '7.16',
};

/** A router behind address translation, with a firewall, another API user, and `more`. */
function createRouter(more: Readonly<Record<string, readonly NasReplyRow[] | 'forbidden'>> = {}) {
  const menus: typeof more = {
    '/ip/service': [
      { '.id': '*8', name: 'api', port: '8728', disabled: 'true' },
      { '.id': '*9', name: 'api-ssl', port: '8729', disabled: 'false', address: '' },
    ],
    '/ip/firewall/filter': [{ '.id': '*1', chain: 'input', action: 'drop' }],
    '/user/active': [
      { name: 'lastmile', via: 'api-ssl', address: '192.0.2.7' },
      { name: 'admin', via: 'winbox', address: '192.0.2.200' },
    ],
    ...more,
  };
  const written: NasCommand[] = [];
  const wire = {
    run(command: NasCommand) {
      if (!command.path.endsWith('/print')) {
        written.push(command);
        return Promise.resolve({ rows: [], done: {} });
      }
      const rows = menus[command.path.replace('/print', '')] ?? [];
      if (rows === 'forbidden') return Promise.reject(new NasCommandRefused('not enough permissions (9)', false));
      return Promise.resolve({ rows, done: {} });
    },
  } as unknown as NasWire;
  return { wire, written, signal: new AbortController().signal };
}

const to = (written: readonly NasCommand[], path: string): NasCommand | undefined =>
  written.find((command) => command.path === path);

test('its own access is not cut: the address the router sees stays allowed, and the port stays as it is', async () => {
  const { wire, written, signal } = createRouter();
  await mikrotikOnboarding.putRight(wire, needs, undefined, signal);
  expect(to(written, '/ip/service/set')?.attributes).toEqual({ '.id': '*9', address: '10.0.0.5,192.0.2.7' });
  expect(to(written, '/user/add')?.attributes).toMatchObject({ name: 'lastmile', address: '10.0.0.5,192.0.2.7' });
  const added = written.filter(({ path }) => path === '/ip/firewall/filter/add').map(({ attributes }) => attributes);
  const rules = added.filter((rule) => rule?.['chain'] === 'input');
  expect(rules.map((rule) => `${rule?.['protocol']} ${rule?.['src-address']} ${rule?.['dst-port']}`)).toEqual([
    'udp 10.0.0.5 3799',
    'tcp 10.0.0.5 8729',
    'tcp 192.0.2.7 8729',
  ]);
  expect(rules.every((rule) => rule?.['place-before'] === '*1')).toBe(true);
});

test('service, group and user are written last, in this order', async () => {
  const { wire, written, signal } = createRouter();
  await mikrotikOnboarding.putRight(wire, needs, undefined, signal);
  expect(written.slice(-3).map(({ path }) => path)).toEqual(['/ip/service/set', '/user/group/add', '/user/add']);
});

test('what is there is changed where it differs, with its secret; what may not be read is left', async () => {
  const { wire, written, signal } = createRouter({
    '/radius': [
      { '.id': '*3', comment: 'lastmile', address: '10.0.0.5', service: 'ppp,hotspot,dhcp', timeout: '300ms' },
    ],
    '/user': 'forbidden',
  });
  await mikrotikOnboarding.putRight(wire, needs, ['radiusClient', 'apiUser'], signal);
  expect(written).toEqual([
    {
      path: '/radius/set',
      attributes: {
        '.id': '*3',
        secret: 'radius-secret',
        timeout: '3s',
        'authentication-port': '1812',
        'accounting-port': '1813',
      },
    },
  ]);
  const checks = await mikrotikOnboarding.check(wire, needs, signal);
  expect(checks.find(({ item }) => item === 'apiUser')?.state).toBe('unreadable');
});

test('a login without a password of its own is never written', async () => {
  const { wire, written, signal } = createRouter();
  await mikrotikOnboarding.putRight(wire, { ...needs, password: undefined }, ['apiUser'], signal);
  expect(written).toEqual([]);
});
