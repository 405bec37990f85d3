import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { LabNas } from '#lab/nas/nasNetwork.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { NasActAsked } from '#shared/nas/acts.ts';
import { NasBackupPage, NasBackupTaken, NasBackupText } from '#shared/nas/backup.ts';
import { type OnboardingCheck, OnboardingReport, OnboardingScript } from '#shared/nas/onboarding.ts';
import { NewNas } from '#shared/nas/registration.ts';
import { TenantId } from '#shared/values/ids.ts';
import { dispatcher, foreigner, noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { startRouter, type LabRouter } from '../lab/labRouter.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { startAdministration } from '../tenant/administrationProduct.ts';
import { createNasParts, isUp, type NasParts, until } from './nasNode.ts';

const versions = ['6.40.9', '6.49.17', '7.12.1', '7.16', '7.18.2', '7.20.6'] as const;

interface Site extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly router: LabRouter;
  readonly id: string;
  readonly lab: LabNas['device']['router'];
  login(who: readonly [string, string]): Promise<TestBrowser>;
  post<T>(browser: TestBrowser, path: string, schema: z.ZodType<T>, body?: object): Promise<T>;
  /** As registered now. */
  username(): string;
  events(): Promise<readonly string[]>;
}

async function startSite(
  version: string,
  facing?: readonly string[],
  as: 'product' | 'admin' = 'product',
): Promise<Site> {
  const db = await createTestDatabase();
  const router = await startRouter(version, 'RB4011', 40);
  let parts: NasParts | undefined;
  const product = await startAdministration(db, {
    more: (base) => {
      parts = createNasParts(
        {
          ...{ database: db.database, eventLog: base.eventLog, clock: base.clock, system: base.system },
          ...{ approvals: base.approvals.approvals, names: base.tenants.names },
        },
        () => base.system.tenants(),
        facing === undefined ? {} : { facing },
      );
      return [parts.deviceIntents, parts.routers];
    },
  });
  const { routers } = parts!;
  const [company] = await asSuperuser(db, "select tenant_id from lastmile.tenant where slug = 'savanna-fibre'");
  const tenant = TenantId.parse(company?.['tenant_id']);
  const { user, password, adminPassword, device } = router.nas;
  const login = as === 'admin' ? { username: 'admin', password: adminPassword } : { username: user, password };
  const nas = await routers.registry.create(
    { tenant, scope: 'all', by: undefined },
    NewNas.parse({
      ...{ name: 'Router', vendor: nasDrivers[0]!.vendor, address: '127.0.0.1', port: device.portOf('api') },
      ...{ security: 'plain', radiusSource: '127.0.0.1', commandsPerSecond: 200, ...login },
    }),
  );
  await until(() => Promise.resolve(isUp(routers, nas)), 'the router is connected');
  return {
    db,
    router,
    id: nas.id,
    lab: device.router,
    login: (who) => loggedIn(product.url, ...who),
    async post(browser, path, schema, body = {}) {
      const answer = await browser.send('POST', `/api/nas/${nas.id}${path}`, body);
      const found: unknown = await answer.json();
      if (!answer.ok) throw new Error(JSON.stringify(found));
      return schema.parse(found);
    },
    username: () => routers.find(tenant, nas.id)!.username,
    events: async () =>
      (
        await asSuperuser(db, `select type, data from lastmile.event where actor_id = '${nas.id}' order by position`)
      ).map((event) => String(event['type'])),
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await router[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

const wrong = (checks: readonly OnboardingCheck[]): readonly string[] =>
  checks.filter(({ state }) => state !== 'right' && state !== 'notNeeded').map(({ item, state }) => `${item} ${state}`);

test.each(versions)('the script pasted into a router of version %s leaves nothing to be put right', async (version) => {
  await using site = await startSite(version);
  const admin = await site.login(owner);
  const before = await site.post(admin, '/onboarding/check', OnboardingReport);
  expect(wrong(before.checks)).toContain('radiusClient missing');
  expect(JSON.stringify(before)).not.toContain(site.router.nas.password);
  const { script } = await site.post(admin, '/onboarding/script', OnboardingScript);
  expect(site.lab.paste(script).errors).toEqual([]);
  const after = await site.post(admin, '/onboarding/check', OnboardingReport);
  expect(wrong(after.checks)).toEqual([]);
  expect(await site.events()).toContain('nas.scriptMade');
});

test('a person’s login is left alone: the script makes the product one of its own, taken over once it works', async () => {
  await using site = await startSite('7.18.2', undefined, 'admin');
  const admin = await site.login(owner);
  const { script } = await site.post(admin, '/onboarding/script', OnboardingScript);
  expect((await site.post(admin, '/onboarding/script', OnboardingScript)).script).toBe(script);
  expect(script).not.toContain('name=admin');
  await site.post(admin, '/onboarding/check', OnboardingReport);
  expect(site.username()).toBe('admin');
  site.lab.paste(script);
  await site.post(admin, '/onboarding/check', OnboardingReport);
  await until(() => Promise.resolve(site.username() === 'lastmile'), 'the new login is registered');
  expect(site.lab.table('/user').byName('admin')?.values['group']).toBe('full');
});

test('who may not, may not, and where this server is must be known', async () => {
  await using site = await startSite('7.16', []);
  const admin = await site.login(owner);
  const status = async (who: readonly [string, string], path: string, body: object = {}): Promise<number> =>
    (await (await site.login(who)).send('POST', `/api/nas/${site.id}${path}`, body)).status;
  expect(await status(foreigner, '/onboarding/check')).toBe(404);
  expect(await status(foreigner, '/backups')).toBe(404);
  expect(await status(dispatcher, '/onboarding/script')).toBe(403);
  expect(await status(foreigner, '/acts', { key: randomUUID(), act: { act: 'nas.reboot' } })).toBe(404);
  const wanted = { key: randomUUID(), act: { act: 'nas.applyOnboarding' } };
  expect((await admin.send('POST', `/api/nas/${site.id}/acts`, wanted)).status).toBe(409);
  const answer = await admin.send('POST', `/api/nas/${site.id}/onboarding/check`, {});
  expect(await answer.json()).toMatchObject({ code: 'nas/address-unknown', status: 409 });
});

test('an act with the same key is asked once, and beyond a limit a second person decides', async () => {
  await using site = await startSite('7.16');
  const admin = await site.login(owner);
  const [session] = site.lab.table('/ppp/active').all();
  const act = { act: 'nas.endSession', service: 'ppp', activeId: session!.id, name: session!.values['name'] };
  const request = { key: randomUUID(), act };
  const first = await site.post(admin, '/acts', NasActAsked, request);
  expect(await site.post(admin, '/acts', NasActAsked, request)).toEqual(first);
  await until(() => Promise.resolve(site.lab.table('/ppp/active').byId(session!.id) === undefined), 'it is gone');
  await asSuperuser(
    site.db,
    `update lastmile.role set limits = '{"nas.operate": {"most": 0, "perDays": 1, "per": "person"}}' where name = 'NOC'`,
  );
  const limited = await site.login(noc);
  const [next] = site.lab.table('/ppp/active').all();
  const wanted = { key: randomUUID(), act: { ...act, activeId: next!.id, name: next!.values['name'] } };
  expect((await limited.send('POST', `/api/nas/${site.id}/acts`, wanted)).status).toBe(422);
  const { approvalId } = await site.post(limited, '/acts', ApprovalNeeded, { ...wanted, reason: 'the line hangs' });
  expect(site.lab.table('/ppp/active').byId(next!.id)).toBeDefined();
  expect((await admin.send('POST', `/api/approvals/${approvalId}/approve`, {})).status).toBe(204);
  await until(() => Promise.resolve(site.lab.table('/ppp/active').byId(next!.id) === undefined), 'it is gone');
});

test.each(versions)(
  'a backup of version %s holds no secret, is the same twice, and shows what changed',
  async (version) => {
    await using site = await startSite(version);
    const admin = await site.login(owner);
    site.lab.paste(
      `/ppp secret add name=known password=PppSecret99\n/radius add service=ppp address=10.9.9.9 secret=RadiusSecret99\n` +
        `/system script add name=mail source="/tool e-mail send password=\\"MailSecret99\\" url=\\"https://u:UrlSecret99@x\\""`,
    );
    const taken = await site.post(admin, '/backups', NasBackupTaken);
    expect(taken).toMatchObject({ unchanged: false, backup: { reason: 'manual', version } });
    const text = await textOf(site, admin, taken.backup.id);
    const secrets = ['/ppp/secret', '/ip/hotspot/user', '/radius', '/user'].flatMap((menu) =>
      site.lab
        .table(menu)
        .all()
        .flatMap(({ values }) => [values['password'], values['secret']])
        .filter((secret) => secret !== undefined && secret !== ''),
    );
    expect(secrets.length).toBeGreaterThan(40);
    for (const secret of [...secrets, 'MailSecret99', 'UrlSecret99']) expect(text).not.toContain(secret);
    expect(text).toContain('rate-limit');
    const again = await site.post(admin, '/backups', NasBackupTaken);
    expect(again).toMatchObject({ unchanged: true, backup: { id: taken.backup.id } });
    expect(again.backup.seenAt).toBeGreaterThan(taken.backup.seenAt);
    site.lab.paste('/ip pool add name=new-pool ranges=10.77.0.2-10.77.0.9');
    const changed = await site.post(admin, '/backups', NasBackupTaken);
    expect(changed).toMatchObject({ unchanged: false, backup: { added: 1, removed: 0 } });
    expect(await textOf(site, admin, changed.backup.id)).toContain('new-pool');
    const page = NasBackupPage.parse(await (await admin.get(`/api/nas/${site.id}/backups?limit=1`)).json());
    expect(page.rows.map(({ id }) => id)).toEqual([changed.backup.id]);
    expect(page.rows[0]?.takenBy?.name).toBe('Wanjiru Kamau');
    const older = await admin.get(`/api/nas/${site.id}/backups?limit=5&before=${page.next}`);
    expect(NasBackupPage.parse(await older.json()).rows.map(({ id }) => id)).toEqual([taken.backup.id]);
    expect(await site.events()).toContain('nas.configurationChanged');
  },
);

test('backups are taken by themselves when their turn has come, and the schedule can be changed', async () => {
  await using site = await startSite('7.16');
  const admin = await site.login(owner);
  await asSuperuser(site.db, `update lastmile.nas set created_at = created_at - interval '10 minutes'`);
  const page = async () => NasBackupPage.parse(await (await admin.get(`/api/nas/${site.id}/backups`)).json());
  await until(async () => (await page()).rows.length === 1, 'the first one is there');
  const { rows, nextAt } = await page();
  expect(rows[0]).toMatchObject({ reason: 'schedule' });
  expect(nextAt! - Date.now()).toBeGreaterThan(23 * 3_600_000);
  expect((await admin.send('PUT', '/api/nas/backup-schedule', { everyHours: 6, keptDays: 30 })).status).toBe(200);
  expect((await page()).nextAt! - Date.now()).toBeLessThan(6 * 3_600_000 + 1_000);
  await admin.send('PUT', '/api/nas/backup-schedule', { everyHours: 0, keptDays: 30 });
  expect((await page()).nextAt).toBeUndefined();
  expect((await admin.send('PUT', '/api/nas/backup-schedule', { everyHours: 6, keptDays: 1 })).status).toBe(400);
});

test('a backup that fails again and again raises an alarm, which ends with the next one that succeeds', async () => {
  await using site = await startSite('7.16');
  const admin = await site.login(owner);
  const give = site.lab.give.bind(site.lab);
  site.lab.give = (command, args, operator, reply) => {
    if (command !== '/execute') return give(command, args, operator, reply);
    reply.done('*1');
    return undefined;
  };
  const size = site.lab.table('/ip/pool');
  const many = Array.from({ length: 40 }, (_, n) => size.add({ name: `p${n}`, ranges: 'x'.repeat(60_000) }));
  const alarm = async (): Promise<unknown> =>
    (await asSuperuser(site.db, `select state from lastmile.alarm where cause = 'nasBackupFailed'`))[0]?.['state'];
  await asSuperuser(site.db, `update lastmile.nas set created_at = created_at - interval '10 minutes'`);
  await until(async () => (await alarm()) === 'raised', 'the alarm stands', 40_000);
  const page = NasBackupPage.parse(await (await admin.get(`/api/nas/${site.id}/backups`)).json());
  expect(page.trouble?.message).toMatch(/^its configuration has \d+ bytes/);
  for (const item of many) size.remove(item);
  await site.post(admin, '/backups', NasBackupTaken);
  await until(async () => (await alarm()) === 'cleared', 'the alarm is over');
});

async function textOf(site: Site, browser: TestBrowser, backup: string): Promise<string> {
  const answer = await browser.get(`/api/nas/${site.id}/backups/${backup}`);
  return NasBackupText.parse(await answer.json()).text;
}
