import { describe, expect, test } from 'vitest';
import { asSuperuser, freshProduct, nextEnd, noc, owner } from './freshProduct.ts';
import { loggedIn, openBrowser } from './testBrowser.ts';

const fresh = freshProduct();
const hour = 3_600_000;

describe('a session', () => {
  test('stays while it is used, ends after 12 hours without use', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    for (let n = 0; n < 3; n += 1) {
      fresh.product.clock.increment(11 * hour);
      expect((await browser.get('/api/session')).status).toBe(200);
    }
    fresh.product.clock.increment(12 * hour);
    expect((await browser.get('/api/session')).status).toBe(401);
  });

  test('ends after 7 days even if it is used all the time', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    for (let n = 0; n < 16; n += 1) {
      fresh.product.clock.increment(10 * hour);
      expect((await browser.get('/api/session')).status).toBe(200);
    }
    fresh.product.clock.increment(8 * hour);
    expect((await browser.get('/api/session')).status).toBe(401);
  });

  test('tells its sockets when it expires without any request', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    await browser.get('/api/session');
    const ended = nextEnd(fresh.product);
    fresh.product.clock.increment(12 * hour + 1_000);
    expect(await ended).toMatchObject({ why: 'expired' });
  });

  test('is over after logout, also with a copied cookie', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    const copied = browser.cookie();
    const ended = nextEnd(fresh.product);
    const answer = await browser.send('POST', '/api/logout');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^lastmile_session=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
    expect(await ended).toMatchObject({ why: 'logout' });
    expect((await fetch(`${fresh.product.url}/api/session`, { headers: { cookie: copied } })).status).toBe(401);
  });

  test.for([
    '',
    'lastmile_session=short',
    `lastmile_session=${'x'.repeat(43)}`,
    `other=1; lastmile_session=${'A'.repeat(43)}; x`,
  ])('is not begun by the cookie header «%s»', async (cookie) => {
    expect((await fetch(`${fresh.product.url}/api/session`, { headers: { cookie } })).status).toBe(401);
  });

  test('is kept in the table only as a hash', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    const rows = await asSuperuser(
      fresh.db,
      'select s::text as row from lastmile.session s union all select u::text from lastmile.app_user u',
    );
    const table = JSON.stringify(rows);
    expect(table).not.toContain(browser.cookie().split('=')[1]);
    expect(table).not.toContain(owner[1]);
    expect(table).toContain('$argon2id$');
  });
});

describe('what changes something', () => {
  test('needs the CSRF token of the very session', async () => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    const other = await loggedIn(fresh.product.url, ...noc);
    for (const token of ['', 'x', other.view().csrfToken]) {
      const answer = await browser.send('POST', '/api/logout', undefined, { 'x-csrf-token': token });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'session/csrf' });
    }
    expect((await browser.get('/api/session')).status).toBe(200);
    expect((await browser.send('POST', '/api/logout')).status).toBe(204);
  });

  test.for([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('is refused from elsewhere: %o', async (headers) => {
    const browser = await loggedIn(fresh.product.url, ...owner);
    expect((await browser.send('POST', '/api/logout', undefined, headers)).status).toBe(403);
    const login = await openBrowser(fresh.product.url).send(
      'POST',
      '/api/login',
      { email: owner[0], password: owner[1] },
      headers,
    );
    expect(login.status).toBe(403);
    expect(await login.json()).toMatchObject({ code: 'request/foreign-origin' });
  });

  test('needs a session at all', async () => {
    expect((await openBrowser(fresh.product.url).send('POST', '/api/logout')).status).toBe(401);
  });
});
