import { describe, expect, test } from 'vitest';
import { createSoftAuthenticator, type SoftAuthenticator } from '#test/support/softAuthenticator.ts';
import { freshProduct, noc, owner } from './freshProduct.ts';
import { loggedIn, openBrowser, type TestBrowser } from './testBrowser.ts';

const fresh = freshProduct();

/** Passkeys need a host name. */
const url = (): string => fresh.product.url.replace('127.0.0.1', 'localhost');

async function withPasskey(
  credentials: readonly [string, string] = noc,
): Promise<{ browser: TestBrowser; device: SoftAuthenticator }> {
  const browser = await loggedIn(url(), ...credentials);
  const device = createSoftAuthenticator(url());
  await browser.send('POST', '/api/session/step-up', { password: credentials[1] });
  const options: unknown = await (await browser.send('POST', '/api/session/passkeys/options')).json();
  const added = await browser.send('POST', '/api/session/passkeys', {
    name: 'Phone',
    response: device.create(options),
  });
  expect(added.status).toBe(200);
  return { browser, device };
}

async function loginOptions(browser: TestBrowser): Promise<unknown> {
  return await (await browser.send('POST', '/api/login/passkey/options')).json();
}

describe('a passkey', () => {
  test('logs in alone, without e-mail or password', async () => {
    const { device } = await withPasskey();
    const browser = openBrowser(url());
    const answer = await browser.send('POST', '/api/login/passkey', {
      response: device.get(await loginOptions(browser)),
    });
    expect(answer.status).toBe(200);
    expect(await (await browser.get('/api/session')).json()).toMatchObject({ userName: 'Otieno Odhiambo' });
    expect(await (await browser.get('/api/session/security')).json()).toMatchObject({
      passkeys: [{ name: 'Phone', lastUsedAt: fresh.product.clock.now() }],
    });
  });

  test('is the second step after a password, of this user alone', async () => {
    const { device } = await withPasskey();
    const { device: foreign } = await withPasskey(owner);
    const browser = openBrowser(url());
    const pending = await browser.login(...noc);
    expect(await pending.json()).toMatchObject({ step: 'second-factor', methods: ['passkey'] });
    const options = await loginOptions(browser);
    expect(() => foreign.get(options)).toThrow('no passkey');
    expect((await browser.send('POST', '/api/login/passkey', { response: device.get(options) })).status).toBe(200);
  });

  test('proves who sits there for a step-up', async () => {
    const { browser, device } = await withPasskey();
    fresh.product.clock.increment(300_000);
    const options: unknown = await (await browser.send('POST', '/api/session/step-up/passkey')).json();
    expect((await browser.send('POST', '/api/session/step-up', { response: device.get(options) })).status).toBe(200);
    expect((await browser.send('POST', '/api/session/totp')).status).toBe(200);
  });

  test.for([
    ['an answer used before', (device: SoftAuthenticator, options: unknown) => device.get(options), 409, true],
    [
      'a page of another origin',
      (device: SoftAuthenticator, options: unknown) => device.get(options, { origin: 'https://evil.example' }),
      400,
      false,
    ],
    [
      'nobody verified',
      (device: SoftAuthenticator, options: unknown) => device.get(options, { verified: false }),
      400,
      false,
    ],
    [
      'a copied key',
      (device: SoftAuthenticator, options: unknown) => (device.rewind(), device.get(options)),
      400,
      false,
    ],
  ] as const)('%s is refused', async ([, answer, status, repeated]) => {
    const { device } = await withPasskey();
    const browser = openBrowser(url());
    const response = answer(device, await loginOptions(browser));
    if (repeated) await browser.send('POST', '/api/login/passkey', { response });
    expect((await browser.send('POST', '/api/login/passkey', { response })).status).toBe(status);
  });

  test('a challenge is for one purpose, and over after five minutes', async () => {
    const { browser, device } = await withPasskey();
    const stepUp: unknown = await (await browser.send('POST', '/api/session/step-up/passkey')).json();
    const next = openBrowser(url());
    const misused = await next.send('POST', '/api/login/passkey', { response: device.get(stepUp) });
    expect(await misused.json()).toMatchObject({ code: 'passkey/challenge-over' });
    const options = await loginOptions(next);
    fresh.product.clock.increment(300_000);
    expect((await next.send('POST', '/api/login/passkey', { response: device.get(options) })).status).toBe(409);
  });

  test('is renamed and removed by its owner alone', async () => {
    const { browser, device } = await withPasskey();
    const stranger = await loggedIn(url(), ...owner);
    await stranger.send('POST', '/api/session/step-up', { password: owner[1] });
    const { passkeys } = (await (await browser.get('/api/session/security')).json()) as { passkeys: { id: string }[] };
    const path = `/api/session/passkeys/${passkeys[0]?.id}`;
    expect((await stranger.send('DELETE', path)).status).toBe(404);
    expect((await browser.send('PUT', path, { name: 'Old phone' })).status).toBe(204);
    expect((await browser.send('DELETE', path)).status).toBe(204);
    const next = openBrowser(url());
    const answer = await next.send('POST', '/api/login/passkey', { response: device.get(await loginOptions(next)) });
    expect(answer.status).toBe(400);
  });

  test('needs a host name, and says so', async () => {
    const browser = openBrowser(fresh.product.url);
    const answer = await browser.send('POST', '/api/login/passkey/options');
    expect(await answer.json()).toMatchObject({ code: 'passkey/needs-host-name' });
  });
});
