import { describe, expect, test } from 'vitest';
import { InvitationList } from '#shared/tenant/invitations.ts';
import { RoleList, type RoleView } from '#shared/tenant/roles.ts';
import { UserPage, type UserView } from '#shared/tenant/users.ts';
import { asSuperuser, dispatcher, foreigner, noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, openBrowser, type TestBrowser } from '../auth/testBrowser.ts';
import { freshAdministration } from './administrationProduct.ts';

const fresh = freshAdministration();
const password = 'mlima mrefu sana';

describe('the list of users', () => {
  test('is the company’s own, searchable, filtered, paged, and sorted the same way every time', async () => {
    const admin = await login(owner);
    const all = await users(admin);
    expect(all.total).toBe(5);
    expect(all.users.map(({ name }) => name)).toEqual([
      'Achieng Njeri',
      'Mwangi Kariuki',
      'Otieno Odhiambo',
      'Wall Westlands',
      'Wanjiru Kamau',
    ]);
    expect((await users(admin, 'text=OTIENO odh')).users.map(({ email }) => email)).toEqual(['otieno@savanna.example']);
    expect((await users(admin, 'text=rahima')).total).toBe(0);
    const nocRole = (await role(admin, 'NOC')).id;
    expect((await users(admin, `roleId=${nocRole}`)).total).toBe(2);
    expect((await users(admin, 'state=disabled')).total).toBe(0);
    const pages = [await users(admin, 'limit=2&sort=-name'), await users(admin, 'limit=2&offset=2&sort=-name')];
    expect(pages.flatMap((page) => page.users.map(({ name }) => name))).toEqual(
      all.users
        .map(({ name }) => name)
        .toReversed()
        .slice(0, 4),
    );
    expect(pages[0]?.total).toBe(5);
    expect(all.users.find(({ email }) => email === owner[0])).toMatchObject({
      administrator: true,
      mayChange: true,
      sessions: 1,
    });
  });

  test('of somebody limited to branches shows who works there, and says who may be changed', async () => {
    const admin = await login(owner);
    await giveRole(admin, 'mwangi@savanna.example', 'HR');
    const hr = await login(dispatcher);
    const seen = await users(hr);
    expect(seen.users.find(({ email }) => email === dispatcher[0])).toMatchObject({ mayChange: true });
    expect(seen.users.find(({ email }) => email === owner[0])).toMatchObject({ mayChange: false });
    await admin.send('PUT', `/api/users/${(await user(admin, noc[0])).id}/branches`, {
      branches: [await branch('Kisumu')],
    });
    expect((await users(hr)).users.some(({ email }) => email === noc[0])).toBe(false);
    const hidden = await admin.get(`/api/users?text=otieno`);
    const id = UserPage.parse(await hidden.json()).users[0]?.id;
    await hr.send('POST', '/api/session/step-up', { password: dispatcher[1] });
    for (const act of ['disable', 'unlock', 'sessions/revoke', 'second-factor/reset'])
      expect([act, (await hr.send('POST', `/api/users/${id}/${act}`, {})).status]).toEqual([act, 404]);
    for (const what of ['sessions', 'security'])
      expect([what, (await hr.get(`/api/users/${id}/${what}`)).status]).toEqual([what, 404]);
  });

  test('needs the permission', async () => {
    expect((await (await login(noc)).get('/api/users')).status).toBe(403);
    expect((await openBrowser(fresh.product.url).get('/api/users')).status).toBe(401);
  });
});

describe('rights', () => {
  test('that one does not have can neither be given nor acted upon', async () => {
    const admin = await login(owner);
    await giveRole(admin, noc[0], 'HR');
    const hr = await login(noc);
    await hr.send('POST', '/api/session/step-up', { password: noc[1] });
    const me = hr.view().userId;
    const ownerRole = (await role(admin, 'Owner')).id;
    for (const [path, body] of [
      [`/api/users/${me}/role`, { roleId: ownerRole }],
      [`/api/users/${(await user(admin, owner[0])).id}/disable`, {}],
      [`/api/users/${(await user(admin, owner[0])).id}/password-reset`, {}],
      [`/api/users/${(await user(admin, owner[0])).id}/second-factor/reset`, {}],
      [`/api/users/${(await user(admin, owner[0])).id}/sessions/revoke`, {}],
      [`/api/users/${(await user(admin, owner[0])).id}/unlock`, {}],
      ['/api/invitations', { email: 'a@savanna.example', name: 'A', roleId: ownerRole, branches: 'all' }],
    ] as const) {
      const answer = await hr.send('POST', path, body);
      expect([path, answer.status, (await problem(answer)).code]).toEqual([path, 403, 'tenant/beyond-own-rights']);
    }
    expect(
      (
        await hr.send('POST', `/api/users/${(await user(admin, dispatcher[0])).id}/role`, {
          roleId: (await role(admin, 'Technician')).id,
        })
      ).status,
    ).toBe(204);
  });

  test('of another company’s people are out of reach', async () => {
    const admin = await login(foreigner);
    const mine = await login(owner);
    const victim = (await user(mine, noc[0])).id;
    const foreignRole = (await role(mine, 'Wall')).id;
    expect((await admin.send('POST', `/api/users/${victim}/disable`)).status).toBe(404);
    expect((await admin.send('POST', `/api/users/${victim}/password-reset`)).status).toBe(404);
    expect((await admin.send('POST', `/api/users/${victim}/sessions/revoke`)).status).toBe(404);
    expect((await admin.get(`/api/users/${victim}/security`)).status).toBe(404);
    const own = (await user(admin, 'tanvir@padma.example')).id;
    expect((await admin.send('POST', `/api/users/${own}/role`, { roleId: foreignRole })).status).toBe(404);
    expect((await admin.send('PUT', `/api/users/${own}/branches`, { branches: [await branch('Kisumu')] })).status).toBe(
      404,
    );
  });

  test('two administrators who demote each other at once do not both succeed', async () => {
    const admin = await login(owner);
    await giveRole(admin, noc[0], 'Owner');
    const other = await login(noc);
    const technician = (await role(admin, 'Technician')).id;
    const [one, two] = [admin.view().userId, other.view().userId];
    const answers = await Promise.all([
      admin.send('POST', `/api/users/${two}/role`, { roleId: technician }),
      other.send('POST', `/api/users/${one}/role`, { roleId: technician }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
  });

  test('the last administrator can neither be demoted, disabled, limited to a branch, nor emptied of the permission', async () => {
    const admin = await login(owner);
    const me = admin.view().userId;
    const roles = await list(admin);
    const mine = roles.find(({ name }) => name === 'Owner')!;
    const refused = [
      await admin.send('POST', `/api/users/${me}/role`, { roleId: roles.find(({ name }) => name === 'NOC')!.id }),
      await admin.send('POST', `/api/users/${me}/disable`),
      await admin.send('PUT', `/api/users/${me}/branches`, { branches: [await branch('Kisumu')] }),
      await admin.send('PUT', `/api/roles/${mine.id}/permissions`, {
        permissions: mine.permissions.filter((p) => p !== 'user.manage'),
      }),
    ];
    for (const answer of refused)
      expect([answer.status, (await problem(answer)).code]).toEqual([409, 'tenant/last-administrator']);
  });

  test('a disabled user’s screens are told so within a second', async () => {
    const admin = await login(owner);
    const victim = await login(noc);
    await fresh.product.identity.sessions.authenticate(victim.cookie());
    const ended = new Promise<string>((resolve) => {
      fresh.product.identity.sessions.onSessionEnded((_session, why) => resolve(why));
    });
    const before = Date.now();
    await admin.send('POST', `/api/users/${victim.view().userId}/disable`, { reason: 'left the company' });
    expect(await ended).toBe('disabled');
    expect(Date.now() - before).toBeLessThan(1_000);
    expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(401);
    expect((await admin.send('POST', `/api/users/${victim.view().userId}/enable`)).status).toBe(204);
    expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(200);
  });
});

describe('an invitation', () => {
  test('is accepted once, by whoever holds its link, who can log in then', async () => {
    const admin = await login(owner);
    const token = await invite(admin, 'njoroge@savanna.example', 'Technician', [await branch('Kisumu')]);
    const guest = openBrowser(fresh.product.url);
    expect(await (await guest.send('POST', '/api/links/look', { token })).json()).toMatchObject({
      kind: 'invitation',
      tenantName: 'Savanna Fibre',
      email: 'njoroge@savanna.example',
    });
    const accept = { token, name: 'Njoroge Maina', password };
    const answers = await Promise.all([
      guest.send('POST', '/api/links/join', accept),
      guest.send('POST', '/api/links/join', accept),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404]);
    expect((await guest.send('POST', '/api/links/look', { token })).status).toBe(404);
    const joined = await loggedIn(fresh.product.url, 'njoroge@savanna.example', password);
    expect(joined.view()).toMatchObject({
      roleName: 'Technician',
      userName: 'Njoroge Maina',
      branches: [{ name: 'Kisumu' }],
    });
    expect(await invitations(admin)).toEqual([]);
  });

  test('is good for seven days; sent again it has another link, withdrawn it has none', async () => {
    const admin = await login(owner);
    const token = await invite(admin, 'njoroge@savanna.example', 'Technician');
    const [invited] = await invitations(admin);
    fresh.product.clock.advance(7 * 24 * 3_600_000 - 60_000);
    expect((await look(token)).status).toBe(200);
    fresh.product.clock.advance(60_000);
    expect((await look(token)).status).toBe(404);
    const again = await login(owner);
    expect(await invitations(again)).toMatchObject([{ state: 'expired' }]);
    const resent = (await (await again.send('POST', `/api/invitations/${invited?.id}/resend`)).json()) as {
      link: { link: string };
    };
    const newToken = resent.link.link.split('#')[1] ?? '';
    expect((await look(token)).status).toBe(404);
    expect((await look(newToken)).status).toBe(200);
    expect((await again.send('POST', `/api/invitations/${invited?.id}/withdraw`)).status).toBe(204);
    expect((await look(newToken)).status).toBe(404);
    expect((await again.send('POST', `/api/invitations/${invited?.id}/withdraw`)).status).toBe(404);
  });

  test('to an address that is taken, here or elsewhere, or invited already, is refused', async () => {
    const admin = await login(owner);
    const roleId = (await role(admin, 'Technician')).id;
    const to = (email: string) => admin.send('POST', '/api/invitations', { email, name: 'X', roleId, branches: 'all' });
    for (const email of [noc[0], foreigner[0]])
      expect((await problem(await to(email))).code).toBe('tenant/email-taken');
    expect((await to('new@savanna.example')).status).toBe(201);
    expect((await problem(await to('new@savanna.example'))).code).toBe('tenant/email-taken');
  });

  test('names people in the log only by reference', async () => {
    const admin = await login(owner);
    const token = await invite(admin, 'njoroge@savanna.example', 'Technician');
    await openBrowser(fresh.product.url).send('POST', '/api/links/join', { token, name: 'Njoroge Maina', password });
    const events = await asSuperuser(
      fresh.db,
      `select type, data::text as data, cause from lastmile.event where type <> 'user.loggedIn' order by position`,
    );
    expect(events.map(({ type }) => type)).toEqual(['user.invited', 'user.joined']);
    expect(JSON.stringify(events)).not.toMatch(/njoroge/i);
    const evidence = await asSuperuser(fresh.db, `select convert_from(bytes, 'utf8') as text from lastmile.evidence`);
    expect(JSON.stringify(evidence)).toContain('njoroge@savanna.example');
    expect(JSON.stringify(fresh.product.lines())).not.toContain(token);
  });
});

describe('a password reset by an administrator', () => {
  test('gives a link that is good once and for an hour, and ends every session', async () => {
    const admin = await login(owner);
    const victim = await login(noc);
    const link = async () => {
      const answer = await admin.send('POST', `/api/users/${victim.view().userId}/password-reset`, {
        reason: 'forgot it',
      });
      const issued = (await answer.json()) as { sent: boolean; link: string };
      expect(issued.sent).toBe(false);
      return issued.link.split('#')[1] ?? '';
    };
    const [first, second] = [await link(), await link()];
    expect((await look(first)).status).toBe(404);
    const guest = openBrowser(fresh.product.url);
    expect(
      (await guest.send('POST', '/api/links/reset', { token: second, password: 'otieno@savanna.example' })).status,
    ).toBe(400);
    expect((await guest.send('POST', '/api/links/reset', { token: second, password })).status).toBe(204);
    expect((await guest.send('POST', '/api/links/reset', { token: second, password })).status).toBe(404);
    await expect.poll(async () => (await victim.get('/api/session')).status).toBe(401);
    expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(401);
    await loggedIn(fresh.product.url, noc[0], password);
    const late = await link();
    fresh.product.clock.advance(3_600_000);
    expect((await guest.send('POST', '/api/links/reset', { token: late, password })).status).toBe(404);
  });

  test('is not possible by a link of another kind', async () => {
    const admin = await login(owner);
    const token = await invite(admin, 'njoroge@savanna.example', 'Technician');
    const guest = openBrowser(fresh.product.url);
    expect((await guest.send('POST', '/api/links/reset', { token, password })).status).toBe(404);
    expect((await guest.send('POST', '/api/links/email', { token })).status).toBe(404);
  });
});

describe('one’s own account', () => {
  test('gets another name and password; other sessions end, this one stays', async () => {
    const [here, there] = [await login(noc), await login(noc)];
    expect((await here.send('PUT', '/api/session/profile', { name: 'Otieno O.' })).status).toBe(204);
    const change = (current: string) => here.send('PUT', '/api/session/password', { current, next: password });
    expect((await problem(await change('wrong wrong wrong'))).code).toBe('tenant/password-wrong');
    expect((await change(noc[1])).status).toBe(204);
    expect((await here.get('/api/session')).status).toBe(200);
    await expect.poll(async () => (await there.get('/api/session')).status).toBe(401);
    await loggedIn(fresh.product.url, noc[0], password);
  });

  test('can not get another address without a mail server', async () => {
    const me = await login(noc);
    const answer = await me.send('POST', '/api/session/email', { email: 'new@savanna.example', password: noc[1] });
    expect((await problem(answer)).code).toBe('tenant/mail-not-configured');
  });
});

function login(who: readonly [string, string]): Promise<TestBrowser> {
  return loggedIn(fresh.product.url, ...who);
}

async function users(browser: TestBrowser, query = ''): Promise<UserPage> {
  return UserPage.parse(await (await browser.get(`/api/users?${query}`)).json());
}

async function user(browser: TestBrowser, email: string): Promise<UserView> {
  const found = (await users(browser, `text=${email}`)).users[0];
  if (!found) throw new Error(`no user ${email}`);
  return found;
}

async function list(browser: TestBrowser): Promise<readonly RoleView[]> {
  return RoleList.parse(await (await browser.get('/api/roles')).json()).roles;
}

async function role(browser: TestBrowser, name: string): Promise<RoleView> {
  const found = (await list(browser)).find((one) => one.name === name);
  if (!found) throw new Error(`no role ${name}`);
  return found;
}

async function giveRole(admin: TestBrowser, email: string, name: string): Promise<void> {
  const answer = await admin.send('POST', `/api/users/${(await user(admin, email)).id}/role`, {
    roleId: (await role(admin, name)).id,
  });
  expect(answer.status).toBe(204);
}

async function branch(name: string): Promise<string> {
  const rows = await asSuperuser(fresh.db, `select id from lastmile.branch where name = '${name}'`);
  return String(rows[0]?.['id']);
}

async function invite(
  admin: TestBrowser,
  email: string,
  roleName: string,
  branches: readonly string[] | 'all' = 'all',
): Promise<string> {
  const roleId = (await role(admin, roleName)).id;
  const answer = await admin.send('POST', '/api/invitations', { email, name: 'Njoroge', roleId, branches });
  expect(answer.status).toBe(201);
  const { link } = (await answer.json()) as { link: { sent: boolean; link: string } };
  expect(link.sent).toBe(false);
  expect(link.link).toContain('/join#');
  return link.link.split('#')[1] ?? '';
}

async function invitations(browser: TestBrowser): Promise<InvitationList['invitations']> {
  return InvitationList.parse(await (await browser.get('/api/invitations')).json()).invitations;
}

function look(token: string): Promise<Response> {
  return openBrowser(fresh.product.url).send('POST', '/api/links/look', { token });
}

async function problem(answer: Response): Promise<{ code: string }> {
  return (await answer.json()) as { code: string };
}
