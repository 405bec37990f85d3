import { expect, test } from 'vitest';
import { z } from 'zod';
import { startLab } from '../lab/labClient.ts';
import { eventually } from '../support/eventually.ts';
import { watchRouter, type WatchedRouter } from './watchedRouters.ts';

const Routers = z.array(
  z.object({
    name: z.string(),
    address: z.string(),
    version: z.string(),
    apiPort: z.int().nullable(),
    apiTlsPort: z.int().nullable(),
    tlsFingerprint256: z.string().nullable(),
    user: z.string(),
    password: z.string(),
  }),
);
type LabRouter = z.infer<typeof Routers>[number];

function watch({ name, address, apiPort, apiTlsPort, tlsFingerprint256, user, password }: LabRouter): WatchedRouter {
  const login = { username: user, password, fingerprint: undefined };
  if (apiTlsPort === null) return watchRouter(name, { ...login, host: address, port: apiPort!, security: 'plain' });
  const security = tlsFingerprint256 === null ? 'anonymous' : 'pinned';
  return watchRouter(name, { ...login, host: address, port: apiTlsPort, security });
}

async function startFleet() {
  const lab = await startLab(1, { 'nas-api-port': '0', 'nas-api-tls-port': '0' });
  const routers = await lab.get('/nas', Routers);
  const startedAt = Date.now();
  const watched = new Map(routers.map((router) => [router.name, watch(router)]));
  const of = (name: string): WatchedRouter => watched.get(name)!;
  return {
    lab,
    watched,
    startedAt,
    of,
    fault: (name: string, fault: string, seconds: number) =>
      lab.post('/nas/faults', { name, fault, seconds, delayMs: 1_500 }),
    async untilState(name: string, state: string, mostMs = 20_000) {
      await eventually(() => of(name).entry.state === state, `${name} is ${state}`, mostMs);
    },
    async [Symbol.asyncDispose]() {
      for (const { stop } of watched.values()) stop();
      await lab[Symbol.asyncDispose]();
    },
  };
}

test('every router of the lab, of every version and model, is up within five seconds', async () => {
  await using fleet = await startFleet();
  await eventually(() => [...fleet.watched.values()].every(({ entry }) => entry.state === 'up'), 'all are up', 5_000);
  await eventually(
    () =>
      [...fleet.watched.values()].every(
        ({ entry }) => entry.figures.cpuPercent !== undefined && entry.figures.rxBps !== undefined,
      ),
    'all have told their figures',
  );
  for (const [name, { entry, troubles, channel }] of fleet.watched) {
    expect({ name, troubles }).toEqual({ name, troubles: [] });
    expect(entry.identity).toMatchObject({ identity: name });
    expect(entry.figures.pppSessions).toBeGreaterThan(0);
    expect(channel.live.interfaces.size).toBeGreaterThan(3);
  }
});

test('a router that stops is down within 3 s, and up within 5 s of its return', async () => {
  await using fleet = await startFleet();
  const name = 'NAS-KISUMU';
  await fleet.untilState(name, 'up');
  const stoppedAt = Date.now();
  await fleet.fault(name, 'drop', 7);
  await fleet.untilState(name, 'down', 3_000);
  expect(Date.now() - stoppedAt).toBeLessThan(3_000);
  expect(fleet.of(name).entry).toMatchObject({ unknownSince: expect.any(Number) as number });
  const returnsAt = stoppedAt + 7_000;
  await fleet.untilState(name, 'up', 15_000);
  expect(Date.now() - returnsAt).toBeLessThan(5_000);
});

test('a refused login says so, and is not the same as being down', async () => {
  await using fleet = await startFleet();
  const name = 'NAS-NYALI';
  await fleet.untilState(name, 'up');
  await fleet.fault(name, 'wrong-password', 60);
  await fleet.untilState(name, 'authFailed', 5_000);
  expect(fleet.of(name).entry.status?.error).toMatch(/refuses the login/);
  await eventually(() => fleet.of(name).alarms.includes('raise nasAuthFailed'), 'the alarm is told');
  expect(fleet.of('NAS-KISUMU').entry.state).toBe('up');
});

test('a restart is told by the uptime, and a certificate that is not the one on record is not trusted', async () => {
  await using fleet = await startFleet();
  const name = 'NAS-KISUMU';
  await fleet.untilState(name, 'up');
  await eventually(() => fleet.of(name).entry.figures.bootedAt !== undefined, 'its uptime is known');
  await fleet.fault(name, 'reboot', 3);
  await fleet.untilState(name, 'down', 5_000);
  await fleet.untilState(name, 'up', 20_000);
  await eventually(() => fleet.of(name).entry.status?.reboots === 1, 'the restart was noticed');

  const routers = await fleet.lab.get('/nas', Routers);
  const lab = routers.find((router) => router.name === name)!;
  const stranger = watchRouter('stranger', {
    host: lab.address,
    port: lab.apiTlsPort!,
    security: 'pinned',
    fingerprint: 'f'.repeat(64),
    username: lab.user,
    password: lab.password,
  });
  await eventually(() => stranger.entry.state === 'untrusted', 'it is not trusted');
  stranger.stop();
});

test('hanging, slow, half-open and garbage-sending routers are found, and the others do not notice', async () => {
  await using fleet = await startFleet();
  await eventually(() => [...fleet.watched.values()].every(({ entry }) => entry.state === 'up'), 'all are up');
  const faults = [
    ['NAS-WESTLANDS-1', 'hang'],
    ['NAS-PARKLANDS', 'garbage'],
    ['NAS-KILIMANI', 'slow'],
    ['NAS-MIRPUR-10', 'half-open'],
  ] as const;
  const others = [...fleet.watched]
    .filter(([name]) => !faults.some(([bad]) => bad === name))
    .map(([, router]) => router);
  for (const router of others) router.latencies.length = 0;
  const faultyAt = Date.now();
  for (const [name, fault] of faults) await fleet.fault(name, fault, 14);
  await fleet.untilState('NAS-PARKLANDS', 'down', 12_000);
  await fleet.untilState('NAS-WESTLANDS-1', 'down', 12_000);
  await eventually(() => Date.now() - faultyAt > 14_500, 'the faults are over');
  expect(fleet.of('NAS-MIRPUR-10').history.map(({ state }) => state)).toContain('down');
  expect(fleet.of('NAS-KILIMANI').history.map(({ state }) => state)).toContain('degraded');
  await eventually(
    () =>
      [...fleet.watched.values()].every(
        ({ entry }) => entry.status?.state === 'up' || entry.status?.state === 'degraded',
      ),
    'all are back',
  );
  for (const { entry, history, latencies } of others) {
    expect({ name: entry.record.name, states: history.map(({ state }) => state) }).toEqual({
      name: entry.record.name,
      states: ['connecting', 'up'],
    });
    expect(latencies.length).toBeGreaterThan(10);
    expect(Math.max(...latencies)).toBeLessThan(500);
  }
}, 60_000);
