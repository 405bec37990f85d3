import { expect, test } from 'vitest';
import type { StoredNas } from '#server/nas/storedNas.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { OnboardingCheck } from '#shared/nas/onboarding.ts';
import { startRouter, type LabRouter } from '../lab/labRouter.ts';
import { createTestDatabase } from '../support/database.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { startNasNode, type NasNode, until } from './nasNode.ts';

const versions = ['6.40.9', '6.49.17', '7.12.1', '7.16', '7.18.2', '7.20.6'] as const;

interface Site extends AsyncDisposable {
  readonly router: LabRouter;
  node: NasNode;
  readonly nas: StoredNas;
  /** As a crash: another server takes over where this one was. */
  replaceNode(): Promise<void>;
  /** As registered now. */
  registered(): StoredNas;
  reboots(): number;
}

async function startSite(version: string, as: 'product' | 'admin' = 'product'): Promise<Site> {
  const db = await createTestDatabase();
  const { tenant } = await seedTenant(db);
  const router = await startRouter(version);
  let reboots = 0;
  const { router: labRouter } = router.nas.device;
  const reboot = labRouter.reboot.bind(labRouter);
  labRouter.reboot = () => {
    reboots += 1;
    reboot();
  };
  const node = await startNasNode(db, tenant);
  const admin = { username: 'admin', password: router.nas.adminPassword };
  const nas = await node.register(router.nas, as === 'admin' ? admin : undefined);
  await node.untilUp(nas);
  const site: Site = {
    router,
    node,
    nas,
    async replaceNode() {
      await site.node[Symbol.asyncDispose]();
      site.node = await startNasNode(db, tenant);
    },
    registered: () => site.node.routers.find(tenant, nas.id)!,
    reboots: () => reboots,
    async [Symbol.asyncDispose]() {
      await site.node[Symbol.asyncDispose]();
      await router[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
  return site;
}

const firstSession = (site: Site, menu: string, name: string): { id: string; name: string } => {
  const [item] = site.router.nas.device.router.table(menu).all();
  return { id: item!.id, name: item!.values[name]! };
};

test('a router restarts once, and its own uptime proves it', async () => {
  await using site = await startSite('7.18.2');
  const id = await site.node.ask(site.nas, { act: 'nas.reboot' });
  const done = await site.node.untilIntent(site.nas, id, 'done');
  expect(done.outcome).toMatch(/^It has been up for \d+ s, since 20/);
  expect(site.reboots()).toBe(1);
});

test('a server that dies while the router restarts leaves it to the next one, which does not send it again', async () => {
  await using site = await startSite('6.49.17');
  const id = await site.node.ask(site.nas, { act: 'nas.reboot' });
  await until(() => Promise.resolve(site.reboots() === 1), 'the command has arrived');
  await site.replaceNode();
  await site.node.untilIntent(site.nas, id, 'done');
  expect(site.reboots()).toBe(1);
});

test('what waits for a router that is away ends when it is back', async () => {
  await using site = await startSite('7.16');
  const session = firstSession(site, '/ppp/active', 'name');
  site.router.nas.device.inject('drop', { lastsMs: 4_000, delayMs: 0 });
  const id = await site.node.ask(site.nas, {
    act: 'nas.endSession',
    service: 'ppp',
    activeId: session.id,
    name: session.name,
  });
  await site.node.untilIntent(site.nas, id, 'waiting');
  const backAt = Date.now();
  await site.node.untilIntent(site.nas, id, 'done');
  expect(Date.now() - backAt).toBeLessThan(20_000);
});

test.each([
  ['ppp', '/ppp/active', 'name'],
  ['hotspot', '/ip/hotspot/active', 'user'],
] as const)(
  'a %s session ends and is gone from the list; one that is over already is done at once',
  async (service, menu, name) => {
    await using site = await startSite('7.16');
    const { router } = site.router.nas.device;
    const session = firstSession(site, menu, name);
    const mac = router.table(menu).byId(session.id)?.values['mac-address'];
    const act = { act: 'nas.endSession', service, activeId: session.id, name: session.name } as const;
    await site.node.untilIntent(site.nas, await site.node.ask(site.nas, act), 'done');
    expect(router.table(menu).byId(session.id)).toBeUndefined();
    if (service === 'hotspot')
      expect(
        router
          .table('/ip/hotspot/cookie')
          .all()
          .filter(({ values }) => values['mac-address'] === mac),
      ).toEqual([]);
    const again = await site.node.untilIntent(site.nas, await site.node.ask(site.nas, act), 'done');
    expect(again).toMatchObject({ outcome: 'It was over already.', baseline: undefined });
  },
);

test('the session of another customer with the same number is left alone', async () => {
  await using site = await startSite('7.16');
  const session = firstSession(site, '/ppp/active', 'name');
  const act = { act: 'nas.endSession', service: 'ppp', activeId: session.id, name: 'somebody-else' } as const;
  await site.node.untilIntent(site.nas, await site.node.ask(site.nas, act), 'done');
  expect(site.router.nas.device.router.table('/ppp/active').byId(session.id)).toBeDefined();
});

test.each(versions)(
  'version %s is put right by an administrator’s login, and gives the product one of its own',
  async (version) => {
    await using site = await startSite(version, 'admin');
    const id = await site.node.ask(site.nas, { act: 'nas.applyOnboarding' });
    const done = await site.node.untilIntent(site.nas, id, 'done');
    expect(done.outcome).toMatch(/^Put right and read back: .*\/radius.*\/user/);
    await until(() => Promise.resolve(site.registered().username === 'lastmile'), 'the new login is registered');
    await site.node.untilUp(site.nas);
    expect((await checksOf(site)).filter(({ state }) => state !== 'right' && state !== 'notNeeded')).toEqual([]);
    const again = await site.node.untilIntent(
      site.nas,
      await site.node.ask(site.nas, { act: 'nas.applyOnboarding' }),
      'done',
    );
    expect(again.outcome).toBe('The router has everything it needs.');
  },
);

test('what the login may not change is left as exactly what differs, and the rest is done', async () => {
  await using site = await startSite('7.16');
  const id = await site.node.ask(site.nas, { act: 'nas.applyOnboarding' });
  const { outcome, differences } = await site.node.untilIntent(site.nas, id, 'needsAttention');
  expect(outcome).toMatch(/^The router refuses. \/user\/group\/set: not enough permissions/);
  expect(differences.map(({ path }) => path.split(' ')[0])).toEqual(['/user/group', '/user']);
  expect(JSON.stringify(differences)).not.toContain(site.router.nas.password);
  const { router } = site.router.nas.device;
  expect(router.table('/radius').all()).toHaveLength(1);
});

test('only the items that were asked for are written', async () => {
  await using site = await startSite('7.20.6');
  const id = await site.node.ask(site.nas, { act: 'nas.applyOnboarding', items: ['pppAaa', 'timeSync'] });
  await site.node.untilIntent(site.nas, id, 'done');
  const { router } = site.router.nas.device;
  expect(router.table('/ppp/aaa').single.values['use-radius']).toBe('yes');
  expect(router.table('/radius').all()).toHaveLength(0);
});

test('a server that dies in the middle of the set-up leaves it to the next one', async () => {
  await using site = await startSite('7.16', 'admin');
  const { router } = site.router.nas.device;
  const id = await site.node.ask(site.nas, { act: 'nas.applyOnboarding' });
  await until(() => Promise.resolve(router.table('/radius').all().length > 0), 'the first change has arrived');
  await site.replaceNode();
  await site.node.untilIntent(site.nas, id, 'done');
  expect(router.table('/radius').all()).toHaveLength(1);
  expect(
    router
      .table('/user')
      .all()
      .filter(({ values }) => values['name'] === 'lastmile'),
  ).toHaveLength(1);
});

async function checksOf(site: Site): Promise<readonly OnboardingCheck[]> {
  const nas = site.registered();
  const { registry } = site.node.routers;
  const needs = {
    ...{ servers: ['127.0.0.1'], authenticationPort: 1812, accountingPort: 1813, incomingPort: 3799, portalPort: 8091 },
    ...{ interimMinutes: 5, ntpServers: ['0.pool.ntp.org', '1.pool.ntp.org'], radiusSource: '127.0.0.1' },
    ...{ user: 'lastmile', loginNow: nas.username, port: nas.port, security: nas.security },
    radiusSecret: registry.open(nas, 'radiusSecret'),
    password: registry.open(nas, 'password'),
    version: site.router.nas.plan.version,
  };
  const driver = nasDrivers[0]!;
  const signal = AbortSignal.timeout(10_000);
  const target = { host: nas.address, port: nas.port, security: nas.security, fingerprint: undefined };
  const login = { username: nas.username, password: registry.open(nas, 'password') };
  const wire = await driver.open({ ...target, ...login }, { clock: systemClock, signal, mayConnect: () => true });
  try {
    return await driver.onboarding.check(wire, needs, signal);
  } finally {
    wire.close();
  }
}
