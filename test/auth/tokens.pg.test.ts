import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CreatedToken, type CreateToken, TokenView } from '#shared/auth/tokens.ts';
import { asSuperuser, foreigner, freshProduct, nextEnd, noc, owner } from './freshProduct.ts';
import { loggedIn, openBrowser, type TestBrowser } from './testBrowser.ts';

const fresh = freshProduct();

async function administrator(): Promise<TestBrowser> {
  const browser = await loggedIn(fresh.product.url, ...owner);
  await browser.send('POST', '/api/session/step-up', { password: owner[1] });
  return browser;
}

async function made(browser: TestBrowser, wanted: z.input<typeof CreateToken>): Promise<CreatedToken> {
  const answer = await browser.send('POST', '/api/tokens', wanted);
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return CreatedToken.parse(await answer.json());
}

function asProgram(
  secret: string,
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(fresh.product.url + path, { ...init, headers: { authorization: `Bearer ${secret}`, ...init.headers } });
}

describe('an API token', () => {
  test('acts for its maker within its permissions, without cookie and CSRF token', async () => {
    const admin = await administrator();
    const { secret, token } = await made(admin, {
      kind: 'api',
      name: 'Export',
      permissions: ['token.manage', 'alarm.view'],
    });
    expect(secret).toMatch(/^lm_[\w-]{43}$/);
    expect(secret.startsWith(token.hint.replace('…', ''))).toBe(true);
    expect((await asProgram(secret, '/api/tokens')).status).toBe(200);
    expect(await (await asProgram(secret, '/api/session')).json()).toMatchObject({
      userName: admin.view().userName,
      permissions: ['alarm.view', 'token.manage'],
      csrfToken: '',
    });
    expect((await asProgram(secret, `/api/users/${admin.view().userId}/unlock`, { method: 'POST' })).status).toBe(403);
    const other = await made(admin, { kind: 'api', name: 'Spare', permissions: ['alarm.view'] });
    expect((await asProgram(secret, `/api/tokens/${other.token.id}`, { method: 'DELETE' })).status).toBe(204);
  });

  test('can not do what only a person can', async () => {
    const admin = await administrator();
    const { secret } = await made(admin, { kind: 'api', name: 'Export', permissions: ['token.manage'] });
    const refused = await asProgram(secret, '/api/session/security');
    expect(await refused.json()).toMatchObject({ code: 'session/person-required' });
    const body = JSON.stringify({ kind: 'api', name: 'Child', permissions: ['token.manage'] });
    const headers = { 'content-type': 'application/json' };
    const child = await asProgram(secret, '/api/tokens', { method: 'POST', body, headers });
    expect(await child.json()).toMatchObject({ code: 'session/person-required' });
  });

  test('loses with its maker, and ends with them', async () => {
    const admin = await administrator();
    const { secret } = await made(admin, { kind: 'api', name: 'Export', permissions: ['token.manage', 'alarm.view'] });
    expect((await asProgram(secret, '/api/tokens')).status).toBe(200);
    await asSuperuser(
      fresh.db,
      `update lastmile.role r set permissions = array_remove(permissions, 'token.manage') from lastmile.tenant t
       where t.tenant_id = r.tenant_id and t.slug = 'savanna-fibre' and r.name = 'Owner'`,
    );
    fresh.product.clock.increment(5_000);
    expect((await asProgram(secret, '/api/tokens')).status).toBe(403);
    await asSuperuser(fresh.db, `update lastmile.app_user set disabled_at = '2026-11-21' where email = '${owner[0]}'`);
    fresh.product.clock.increment(5_000);
    expect((await asProgram(secret, '/api/session')).status).toBe(401);
  });

  test.for<[string, (id: string) => Parameters<TestBrowser['send']>]>([
    ['another address', (id) => ['PUT', `/api/users/${id}`, { name: 'Otieno', email: 'o@savanna.example' }]],
    ['disabling', (id) => ['POST', `/api/users/${id}/disable`, {}]],
    ['a password reset', (id) => ['POST', `/api/users/${id}/password-reset`, {}]],
  ])('of a person ends with %s', async ([what, act]) => {
    const admin = await administrator();
    await asSuperuser(
      fresh.db,
      `update lastmile.role set permissions = array_append(permissions, 'token.manage') where name = 'NOC'`,
    );
    const person = await loggedIn(fresh.product.url, ...noc);
    await person.send('POST', '/api/session/step-up', { password: noc[1] });
    const one = await made(person, { kind: 'api', name: 'Theirs', permissions: ['alarm.view'] });
    const wall = await made(person, { kind: 'wall', name: 'Wall', permissions: ['alarm.view'] });
    const kept = await made(admin, { kind: 'api', name: 'Kept', permissions: ['alarm.view'] });
    const answer = await admin.send(...act(person.view().userId));
    expect(answer.ok).toBe(true);
    if (what === 'a password reset') {
      expect((await asProgram(one.secret, '/api/session')).status).toBe(200);
      const token = ((await answer.json()) as { link: string }).link.split('#')[1];
      const used = await admin.send('POST', '/api/links/reset', { token, password: 'another long password' });
      expect(used.status).toBe(204);
    }
    await expect.poll(async () => (await asProgram(one.secret, '/api/session')).status).toBe(401);
    expect((await asProgram(kept.secret, '/api/session')).status).toBe(200);
    const left = z.array(TokenView).parse(await (await admin.get('/api/tokens')).json());
    expect(left.map(({ id }) => id).toSorted()).toEqual([wall.token.id, kept.token.id].toSorted());
    const events = await asSuperuser(
      fresh.db,
      `select actor_id, data from lastmile.event where type = 'token.revoked'`,
    );
    expect(events).toMatchObject([{ actor_id: one.token.id, data: { of: person.view().userId } }]);
  });

  test('outlives a password that its maker changes', async () => {
    const admin = await administrator();
    const { secret } = await made(admin, { kind: 'api', name: 'Export', permissions: ['alarm.view'] });
    const changed = await admin.send('PUT', '/api/session/password', {
      current: owner[1],
      next: 'another long password',
    });
    expect(changed.status).toBe(204);
    expect((await asProgram(secret, '/api/session')).status).toBe(200);
  });

  test('expires, is revoked, and its subject hears of it', async () => {
    const admin = await administrator();
    const expiresAt = fresh.product.clock.now() + 60_000;
    const short = await made(admin, { kind: 'api', name: 'Short', permissions: ['alarm.view'], expiresAt });
    const long = await made(admin, { kind: 'api', name: 'Long', permissions: ['alarm.view'] });
    for (const { secret } of [short, long]) expect((await asProgram(secret, '/api/session')).status).toBe(200);
    fresh.product.clock.increment(60_000);
    expect((await asProgram(short.secret, '/api/session')).status).toBe(401);
    const ended = nextEnd(fresh.product);
    expect((await admin.send('DELETE', `/api/tokens/${long.token.id}`)).status).toBe(204);
    expect(await ended).toEqual({ sessionId: long.token.id, why: 'revoked' });
    expect((await asProgram(long.secret, '/api/session')).status).toBe(401);
    const types = await asSuperuser(fresh.db, `select type from lastmile.event where kind = 'token' order by position`);
    expect(types.map(({ type }) => type)).toEqual(['token.created', 'token.created', 'token.revoked']);
  });

  test('gives nothing its maker does not have, and no branch of others', async () => {
    const admin = await administrator();
    await asSuperuser(
      fresh.db,
      `update lastmile.role r set permissions = permissions || '{token.manage}' from lastmile.tenant t
       where t.tenant_id = r.tenant_id and t.slug = 'savanna-fibre' and r.name = 'NOC'`,
    );
    const poorer = await loggedIn(fresh.product.url, ...noc);
    await poorer.send('POST', '/api/session/step-up', { password: noc[1] });
    const beyond = await poorer.send('POST', '/api/tokens', {
      kind: 'api',
      name: 'Grab',
      permissions: ['user.manage'],
    });
    expect(await beyond.json()).toMatchObject({ code: 'token/beyond-own' });
    const [foreign] = await asSuperuser(
      fresh.db,
      `select id from lastmile.branch join lastmile.tenant using (tenant_id) where slug <> 'savanna-fibre' limit 1`,
    );
    const branches = [String(foreign?.['id'])];
    const other = await admin.send('POST', '/api/tokens', {
      kind: 'api',
      name: 'Grab',
      permissions: ['alarm.view'],
      branches,
    });
    expect(await other.json()).toMatchObject({ code: 'token/branch-not-found' });
    expect(await (await admin.get('/api/tokens')).json()).toEqual([]);
  });

  test('asks as often as it may, and no oftener', async () => {
    const admin = await administrator();
    const { secret } = await made(admin, { kind: 'api', name: 'Busy', permissions: ['alarm.view'] });
    const statuses = new Set<number>();
    for (let n = 0; n < 201; n += 1) statuses.add((await asProgram(secret, '/api/session')).status);
    expect(statuses).toEqual(new Set([200, 429]));
    fresh.product.clock.increment(1_000);
    expect((await asProgram(secret, '/api/session')).status).toBe(200);
  });

  test('is kept as a hash, and is of its company alone', async () => {
    const { secret } = await made(await administrator(), { kind: 'api', name: 'Export', permissions: ['alarm.view'] });
    const rows = JSON.stringify(await asSuperuser(fresh.db, 'select t::text from lastmile.access_token t'));
    expect(rows).not.toContain(secret);
    expect(JSON.stringify(fresh.product.lines())).not.toContain(secret);
    const elsewhere = await loggedIn(fresh.product.url, ...foreigner);
    expect(await (await elsewhere.get('/api/tokens')).json()).toEqual([]);
  });
});

describe('a wall', () => {
  test('comes in through its link, looks, and can do nothing', async () => {
    const admin = await administrator();
    const { link = '', token } = await made(admin, { kind: 'wall', name: 'NOC wall', permissions: ['alarm.view'] });
    expect(link).toMatch(/\/wall#lmw_[\w-]{43}$/);
    const screen = openBrowser(fresh.product.url);
    expect((await screen.send('POST', '/api/wall/enter', { token: link.split('#')[1] })).status).toBe(200);
    expect(screen.view()).toMatchObject({
      kind: 'wall',
      userName: 'NOC wall',
      permissions: ['alarm.view'],
      userId: token.id,
    });
    expect((await screen.get('/api/session')).status).toBe(200);
    expect((await screen.get('/api/tokens')).status).toBe(403);
    expect((await screen.get('/api/session/sessions')).status).toBe(403);
    const [listed] = TokenView.array().parse(await (await admin.get('/api/tokens')).json());
    expect(listed).toMatchObject({ kind: 'wall', screens: 1, lastUsedAt: fresh.product.clock.now() });
    fresh.product.clock.increment(20 * 24 * 3_600_000);
    expect((await screen.get('/api/session')).status).toBe(200);
  });

  test('ends within a second of its revocation', async () => {
    const admin = await administrator();
    const { secret, token } = await made(admin, { kind: 'wall', name: 'NOC wall', permissions: ['alarm.view'] });
    const screen = openBrowser(fresh.product.url);
    await screen.send('POST', '/api/wall/enter', { token: secret });
    const ended = nextEnd(fresh.product);
    await admin.send('DELETE', `/api/tokens/${token.id}`);
    expect(await ended).toMatchObject({ why: 'revoked' });
    expect((await screen.get('/api/session')).status).toBe(401);
    const again = await screen.send('POST', '/api/wall/enter', { token: secret });
    expect(await again.json()).toMatchObject({ code: 'wall/link-invalid' });
  });

  test('does not log a person out, and its link is no API token', async () => {
    const admin = await administrator();
    const { secret } = await made(admin, { kind: 'wall', name: 'NOC wall', permissions: ['alarm.view'] });
    expect(await (await admin.send('POST', '/api/wall/enter', { token: secret })).json()).toMatchObject({
      kind: 'person',
    });
    expect((await asProgram(secret, '/api/session')).status).toBe(401);
  });
});
