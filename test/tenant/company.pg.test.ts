import { describe, expect, test } from 'vitest';
import { BranchList, type BranchView } from '#shared/tenant/branches.ts';
import { CompanyView } from '#shared/tenant/company.ts';
import { RoleList, RoleView } from '#shared/tenant/roles.ts';
import { asSuperuser, foreigner, noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, openBrowser, type TestBrowser } from '../auth/testBrowser.ts';
import { freshAdministration } from './administrationProduct.ts';

const fresh = freshAdministration({
  mail: true,
  more: () => [
    {
      name: 'things',
      branchContent: async (_tenant, branch) => [{ kind: 'thing', count: branch === occupied ? 3 : 0 }],
    },
  ],
});
let occupied = '';

describe('branches', () => {
  test('are added, renamed, and archived when nothing is left in them', async () => {
    const admin = await login(owner);
    const added = (await (
      await admin.send('POST', '/api/branches', { name: 'Nakuru', timeZone: 'Africa/Nairobi' })
    ).json()) as BranchView;
    expect(await code(await admin.send('POST', '/api/branches', { name: 'Nakuru', timeZone: 'Africa/Nairobi' }))).toBe(
      'tenant/name-taken',
    );
    expect((await admin.send('POST', '/api/branches', { name: 'X', timeZone: 'Mars/Olympus' })).status).toBe(400);
    expect(
      (await admin.send('PUT', `/api/branches/${added.id}`, { name: 'Nakuru East', timeZone: 'Africa/Kampala' }))
        .status,
    ).toBe(204);
    expect((await branches(admin)).find(({ id }) => id === added.id)).toMatchObject({
      name: 'Nakuru East',
      timeZone: 'Africa/Kampala',
    });

    const westlands = (await branches(admin)).find(({ name }) => name === 'Westlands')!;
    const full = await admin.send('POST', `/api/branches/${westlands.id}/archive`);
    expect(await full.json()).toMatchObject({ code: 'branch/not-empty', errors: [{ path: 'user', message: '1' }] });
    occupied = added.id;
    expect(await (await admin.send('POST', `/api/branches/${added.id}/archive`)).json()).toMatchObject({
      errors: [{ path: 'thing', message: '3' }],
    });
    occupied = '';
    expect((await admin.send('POST', `/api/branches/${added.id}/archive`)).status).toBe(204);
    expect(await code(await admin.send('PUT', `/api/branches/${added.id}`, { name: 'Y', timeZone: 'UTC' }))).toBe(
      'branch/archived',
    );
    const mwangi = await asSuperuser(
      fresh.db,
      `select id from lastmile.app_user where email = 'mwangi@savanna.example'`,
    );
    const into = await admin.send('PUT', `/api/users/${String(mwangi[0]?.['id'])}/branches`, { branches: [added.id] });
    expect(await code(into)).toBe('tenant/branch-not-found');
    expect((await branches(admin)).at(-1)).toMatchObject({ id: added.id });
    expect((await admin.send('POST', `/api/branches/${added.id}/restore`)).status).toBe(204);
  });

  test('of another company, and of others than one’s own, do not exist', async () => {
    const [admin, other] = [await login(owner), await login(foreigner)];
    const mine = (await branches(admin))[0]!;
    expect((await other.send('PUT', `/api/branches/${mine.id}`, { name: 'Z', timeZone: 'UTC' })).status).toBe(404);
    const dispatcher = await loggedIn(fresh.product.url, 'mwangi@savanna.example', 'savanna-demo-only');
    expect((await branches(dispatcher)).map(({ name }) => name)).toEqual(['Westlands']);
    expect((await dispatcher.send('POST', '/api/branches', { name: 'Z', timeZone: 'UTC' })).status).toBe(403);
  });
});

describe('the company', () => {
  test('gets another name and currency, until money has been booked in it', async () => {
    const admin = await login(owner);
    const wanted = { name: 'Savanna Net', country: 'KE', currency: 'USD', timeZone: 'Africa/Nairobi' };
    expect((await admin.send('PUT', '/api/company', wanted)).status).toBe(204);
    expect(CompanyView.parse(await (await admin.get('/api/company')).json())).toMatchObject({
      ...wanted,
      currencyFixed: false,
      mailConfigured: true,
    });
    await asSuperuser(fresh.db, `update lastmile.tenant set currency_fixed_at = now()`);
    expect(await code(await admin.send('PUT', '/api/company', { ...wanted, currency: 'KES' }))).toBe(
      'company/currency-fixed',
    );
    expect((await admin.send('PUT', '/api/company', { ...wanted, name: 'Savanna Fibre' })).status).toBe(204);
    expect((await (await login(noc)).send('PUT', '/api/company', wanted)).status).toBe(403);
    const events = await asSuperuser(
      fresh.db,
      `select data from lastmile.event where kind = 'company' order by position`,
    );
    expect(events[0]).toEqual({
      data: {
        changes: { name: { before: 'Savanna Fibre', after: 'Savanna Net' }, currency: { before: 'KES', after: 'USD' } },
      },
    });
  });
});

describe('roles', () => {
  test('are copied, renamed, changed, limited and deleted while nobody has them', async () => {
    const admin = await login(owner);
    const from = (await roles(admin)).find(({ name }) => name === 'NOC')!;
    const made = RoleView.parse(
      await (await admin.send('POST', '/api/roles', { name: 'Night NOC', copyOf: from.id })).json(),
    );
    expect(made).toMatchObject({ name: 'Night NOC', permissions: from.permissions, limits: from.limits, users: 0 });
    expect(made.shipped).toBeUndefined();
    expect(await code(await admin.send('POST', '/api/roles', { name: 'Night NOC', copyOf: from.id }))).toBe(
      'tenant/name-taken',
    );
    expect(
      (await admin.send('PUT', `/api/roles/${made.id}`, { name: 'Night', secondFactorRequired: true })).status,
    ).toBe(204);
    const wrong = { limits: { 'user.manage': { most: 1, perDays: 1 } } };
    expect((await admin.send('PUT', `/api/roles/${made.id}/limits`, wrong)).status).toBe(400);
    const limits = { 'nas.operate': { most: 3, perDays: 7, per: 'object' } };
    expect((await admin.send('PUT', `/api/roles/${made.id}/limits`, { limits })).status).toBe(204);
    const permissions = made.permissions.filter((permission) => permission !== 'nas.operate');
    expect((await admin.send('PUT', `/api/roles/${made.id}/permissions`, { permissions })).status).toBe(204);
    expect((await roles(admin)).find(({ id }) => id === made.id)).toMatchObject({
      name: 'Night',
      secondFactorRequired: true,
      permissions,
      limits: {},
    });

    const otieno = (await login(noc)).view().userId;
    await admin.send('POST', `/api/users/${otieno}/role`, { roleId: made.id });
    expect(await code(await admin.send('DELETE', `/api/roles/${made.id}`))).toBe('role/in-use');
    await admin.send('POST', `/api/users/${otieno}/role`, { roleId: from.id });
    expect((await admin.send('DELETE', `/api/roles/${made.id}`)).status).toBe(204);
    expect((await admin.send('DELETE', `/api/roles/${made.id}`)).status).toBe(404);
    const types = await asSuperuser(fresh.db, `select type from lastmile.event where kind = 'role' order by position`);
    expect(types.map(({ type }) => type)).toEqual([
      'role.created',
      'role.changed',
      'role.limitsChanged',
      'role.permissionsChanged',
      'role.deleted',
    ]);
  });
});

describe('with a mail server', () => {
  test('an invitation is mailed, and the link is nowhere else', async () => {
    const admin = await login(owner);
    const roleId = (await roles(admin)).find(({ name }) => name === 'Technician')!.id;
    const answer = await admin.send('POST', '/api/invitations', {
      email: 'njoroge@savanna.example',
      name: 'Njoroge',
      roleId,
      branches: 'all',
    });
    expect(await answer.json()).toEqual({
      id: expect.any(String) as string,
      link: { sent: true, expiresAt: expect.any(Number) as number },
    });
    expect(fresh.product.mails).toMatchObject([{ to: 'njoroge@savanna.example' }]);
    expect(fresh.product.mails[0]?.text).toMatch(/https:\/\/noc\.example\/join#[\w-]{43}\n/);
    expect(fresh.product.mails[0]?.text).toContain('Wanjiru Kamau invites you');
  });

  test('a forgotten password is answered the same for everybody, and mailed three times an hour at most', async () => {
    const guest = openBrowser(fresh.product.url);
    const ask = (email: string) => guest.send('POST', '/api/password-resets', { email });
    const answers = [await ask(noc[0]), await ask('nobody@savanna.example')];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['', '']);
    await ask(noc[0]);
    await ask(noc[0]);
    await ask(noc[0]);
    expect((await ask(noc[0])).status).toBe(429);
    await settled(3);
    expect(fresh.product.mails.map(({ to }) => to)).toEqual([noc[0], noc[0], noc[0]]);
    const token = /#([\w-]{43})/.exec(fresh.product.mails.at(-1)?.text ?? '')?.[1];
    expect((await guest.send('POST', '/api/links/reset', { token, password: 'mlima mrefu sana' })).status).toBe(204);
    await loggedIn(fresh.product.url, noc[0], 'mlima mrefu sana');
  });

  test('another address of one’s own counts when its link was opened, and the old one is told', async () => {
    const me = await login(noc);
    const change = (email: string, password: string = noc[1]) =>
      me.send('POST', '/api/session/email', { email, password });
    expect(await code(await change('new@savanna.example', 'wrong wrong wrong'))).toBe('tenant/password-wrong');
    expect(await code(await change(foreigner[0]))).toBe('tenant/email-taken');
    expect((await change('new@savanna.example')).status).toBe(202);
    expect((await me.get('/api/session')).status).toBe(200);
    const token = /confirm-email#([\w-]{43})/.exec(fresh.product.mails[0]?.text ?? '')?.[1];
    expect(fresh.product.mails[0]?.to).toBe('new@savanna.example');
    expect((await openBrowser(fresh.product.url).send('POST', '/api/links/email', { token })).status).toBe(204);
    await expect.poll(async () => (await me.get('/api/session')).status).toBe(401);
    await loggedIn(fresh.product.url, 'new@savanna.example', noc[1]);
    expect(fresh.product.mails.at(-1)?.to).toBe(noc[0]);
  });
});

async function settled(mails: number): Promise<void> {
  await expect.poll(() => fresh.product.mails.length).toBe(mails);
}

function login(who: readonly [string, string]): Promise<TestBrowser> {
  return loggedIn(fresh.product.url, ...who);
}

async function branches(browser: TestBrowser): Promise<BranchList['branches']> {
  return BranchList.parse(await (await browser.get('/api/branches')).json()).branches;
}

async function roles(browser: TestBrowser): Promise<RoleList['roles']> {
  return RoleList.parse(await (await browser.get('/api/roles')).json()).roles;
}

async function code(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code;
}
