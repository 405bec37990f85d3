import { describe, expect, test, vi } from 'vitest';
import { dispatcher, freshProduct, noc, owner } from './freshProduct.ts';
import { loggedIn, openBrowser } from './testBrowser.ts';
import { startTestProduct } from './testProduct.ts';

const fresh = freshProduct();

describe('login', () => {
  test('answers who one is and sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await openBrowser(fresh.product.url).login(...dispatcher);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^lastmile_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await answer.json()).toMatchObject({
      userName: 'Mwangi Kariuki',
      roleName: 'Dispatcher',
      tenantName: 'Savanna Fibre',
      currency: 'KES',
      timeZone: 'Africa/Nairobi',
      branches: [{ name: 'Westlands' }],
    });
  });

  test('over https the cookie is bound to the host', async () => {
    await using secure = await startTestProduct(fresh.db.database, { https: true });
    const answer = await openBrowser(secure.url).login(...owner);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-lastmile_session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test('an unknown account, a wrong password and a disabled user are answered alike', async () => {
    const admin = await loggedIn(fresh.product.url, ...owner);
    const victim = await loggedIn(fresh.product.url, ...noc);
    expect((await admin.send('POST', `/api/users/${victim.view().userId}/disable`)).status).toBe(204);
    const answers = await Promise.all([
      openBrowser(fresh.product.url).login('nobody@savanna.example', 'savanna-demo-only'),
      openBrowser(fresh.product.url).login(owner[0], 'not the password'),
      openBrowser(fresh.product.url).login(...noc),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'login/refused', detail: 'E-mail or password is wrong.' });
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });

  test('after five failures the account is locked from that address, right password or not, until the lock is over', async () => {
    const guesser = openBrowser(fresh.product.url);
    for (let n = 0; n < 5; n += 1) expect((await guesser.login(owner[0], `guess ${n}`)).status).toBe(401);
    const locked = await guesser.login(...owner);
    expect(locked.status).toBe(429);
    expect(await locked.json()).toMatchObject({ code: 'login/locked' });
    expect(locked.headers.get('retry-after')).toBe('15');
    fresh.product.clock.increment(15_000);
    expect((await guesser.login(...owner)).status).toBe(200);
  });

  test('logging in again ends the session the browser came with', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    const first = browser.cookie();
    await browser.login(...noc);
    expect((await fetch(`${fresh.product.url}/api/session`, { headers: { cookie: first } })).status).toBe(401);
    expect(await (await browser.get('/api/session')).json()).toMatchObject({ userName: 'Otieno Odhiambo' });
  });

  test('no password and no token is ever in the log', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    const token = browser.cookie().split('=')[1] ?? '';
    expect(token).toHaveLength(43);
    await openBrowser(fresh.product.url).login(owner[0], 'a wrong guess');
    await browser.send('POST', '/api/logout');
    const log = JSON.stringify(fresh.product.lines());
    expect(log).toContain('"outcome":"accepted"');
    expect(log).toContain('logged out');
    for (const secret of [owner[1], 'a wrong guess', token, browser.view().csrfToken, owner[0]]) {
      expect(log).not.toContain(secret);
    }
  });

  test('beyond twenty sessions of a user the oldest ends', async () => {
    const first = await loggedIn(fresh.product.url, ...owner);
    for (let n = 0; n < 20; n += 1) {
      fresh.product.clock.increment(1_000);
      await loggedIn(fresh.product.url, ...owner);
    }
    await vi.waitFor(async () => expect((await first.get('/api/session')).status).toBe(401));
  });
});

describe('what only the lab shows', () => {
  test('the demo logins are listed and each of them works', async () => {
    const answer = await fetch(`${fresh.product.url}/api/demo-logins`);
    const logins = (await answer.json()) as { email: string; password: string; roleName: string }[];
    expect(logins).toHaveLength(10);
    const views = await Promise.all(
      logins.map(async ({ email, password }) => (await loggedIn(fresh.product.url, email, password)).view()),
    );
    expect(views.map(({ roleName }) => roleName)).toEqual(logins.map(({ roleName }) => roleName));
    expect(views.filter(({ permissions }) => !permissions.includes('alarm.viewComments'))).toHaveLength(2);
    expect(views.filter(({ branches }) => branches.length === 1)).toHaveLength(2);
  });

  test('without the lab they are not there, and their known passwords and sessions are gone', async () => {
    const before = await loggedIn(fresh.product.url, ...owner);
    await using production = await startTestProduct(fresh.db.database, { lab: false });
    expect((await fetch(`${production.url}/api/demo-logins`)).status).toBe(404);
    expect((await openBrowser(production.url).login(...owner)).status).toBe(401);
    expect((await fetch(`${production.url}/api/session`, { headers: { cookie: before.cookie() } })).status).toBe(401);
    await fresh.product.tenants.prepare();
    expect((await openBrowser(fresh.product.url).login(...owner)).status).toBe(200);
  });
});

test('a database that does not answer is said so, and the server lives on', async () => {
  const browser = await loggedIn(fresh.product.url, ...owner);
  await fresh.db.database.stop();
  const answer = await openBrowser(fresh.product.url).login(...owner);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'storage/unavailable' });
  expect((await browser.get('/api/session')).status).toBe(503);
  expect((await fetch(`${fresh.product.url}/healthz`)).status).toBe(200);
});
