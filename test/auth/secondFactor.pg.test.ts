import { describe, expect, test } from 'vitest';
import { totpCode } from '#server/platform/auth/totp.ts';
import { EnrolledLogin, LoginStep } from '#shared/auth/login.ts';
import { RecoveryCodes, SecurityView, TotpEnrolment } from '#shared/auth/secondFactor.ts';
import { asSuperuser, freshProduct, noc, owner } from './freshProduct.ts';
import { loggedIn, openBrowser, type TestBrowser } from './testBrowser.ts';

const fresh = freshProduct();
const step = 30_000;

/** The app on the person's phone. */
function codeNow(secret: string, stepsAway = 0): string {
  return totpCode(fromBase32(secret), Math.floor(fresh.product.clock.now() / step) + stepsAway);
}

async function withApp(
  credentials: readonly [string, string] = noc,
): Promise<{ browser: TestBrowser; secret: string; recoveryCodes: readonly string[] }> {
  const browser = await loggedIn(fresh.product.url, ...credentials);
  expect((await browser.send('POST', '/api/session/step-up', { password: credentials[1] })).status).toBe(200);
  const { secret } = TotpEnrolment.parse(await (await browser.send('POST', '/api/session/totp')).json());
  const confirmed = await browser.send('POST', '/api/session/totp/confirm', { code: codeNow(secret) });
  const { recoveryCodes } = RecoveryCodes.parse(await confirmed.json());
  fresh.product.clock.increment(step);
  return { browser, secret, recoveryCodes };
}

async function code(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { code: unknown }).code;
}

describe('an authenticator app', () => {
  test('is set up after a step-up, and asked for at the next login', async () => {
    const plain = await loggedIn(fresh.product.url, ...noc);
    expect(await code(await plain.send('POST', '/api/session/totp'))).toBe('session/step-up-required');
    const { browser, secret } = await withApp();
    expect(SecurityView.parse(await (await browser.get('/api/session/security')).json())).toMatchObject({
      required: false,
      totp: { recoveryCodesLeft: 10 },
      passkeys: [],
    });

    const next = openBrowser(fresh.product.url);
    const answer = await next.login(...noc);
    expect(answer.status).toBe(202);
    expect(LoginStep.parse(await answer.json())).toMatchObject({
      step: 'second-factor',
      methods: ['totp', 'recovery'],
    });
    expect((await next.get('/api/session')).status).toBe(401);
    expect((await next.send('POST', '/api/login/code', { code: codeNow(secret) })).status).toBe(200);
    expect(await (await next.get('/api/session')).json()).toMatchObject({ userName: 'Otieno Odhiambo' });
  });

  test('takes each code once, also in another login', async () => {
    const { secret } = await withApp();
    const used = codeNow(secret);
    for (const status of [200, 401]) {
      const browser = openBrowser(fresh.product.url);
      await browser.login(...noc);
      expect((await browser.send('POST', '/api/login/code', { code: used })).status).toBe(status);
    }
  });

  test('its QR code is square and its secret is nowhere in the table', async () => {
    const browser = await loggedIn(fresh.product.url, ...noc);
    await browser.send('POST', '/api/session/step-up', { password: noc[1] });
    const { secret, uri, qr } = TotpEnrolment.parse(await (await browser.send('POST', '/api/session/totp')).json());
    expect(qr.every((row) => row.length === qr.length)).toBe(true);
    expect(uri).toContain(`secret=${secret}`);
    const rows = JSON.stringify(
      await asSuperuser(
        fresh.db,
        `select encode(secret, 'escape') as s, encode(secret, 'base64') as b from lastmile.user_totp`,
      ),
    );
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(fromBase32(secret).toString('base64'));
  });

  test('is not on before its first code was right', async () => {
    const browser = await loggedIn(fresh.product.url, ...noc);
    await browser.send('POST', '/api/session/step-up', { password: noc[1] });
    await browser.send('POST', '/api/session/totp');
    expect(await code(await browser.send('POST', '/api/session/totp/confirm', { code: '000000' }))).toBe(
      'login/code-wrong',
    );
    expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(200);
  });

  test('five wrong codes end the login, and failures go on counting over logins', async () => {
    const { secret } = await withApp();
    const browser = openBrowser(fresh.product.url);
    await browser.login(...noc);
    for (let n = 0; n < 4; n += 1)
      expect(await code(await browser.send('POST', '/api/login/code', { code: '000000' }))).toBe('login/code-wrong');
    await browser.login(...noc);
    expect(await code(await browser.send('POST', '/api/login/code', { code: '000000' }))).toBe('login/code-wrong');
    const locked = await browser.send('POST', '/api/login/code', { code: codeNow(secret) });
    expect(locked.status).toBe(429);
    expect(locked.headers.get('retry-after')).toBe('15');
    const notices = await asSuperuser(fresh.db, `select data from lastmile.event where type = 'user.locked'`);
    expect(notices).toHaveLength(1);
  });

  test('a step left alone for ten minutes is over', async () => {
    const { secret } = await withApp();
    const browser = openBrowser(fresh.product.url);
    await browser.login(...noc);
    fresh.product.clock.increment(600_000);
    expect(await code(await browser.send('POST', '/api/login/code', { code: codeNow(secret) }))).toBe(
      'login/step-over',
    );
  });

  test('is removed after a step-up, but not where the role requires one', async () => {
    const { browser } = await withApp();
    await asSuperuser(fresh.db, `update lastmile.role set second_factor_required = true where name = 'NOC'`);
    expect(await code(await browser.send('DELETE', '/api/session/totp'))).toBe('factor/required');
    await asSuperuser(fresh.db, `update lastmile.role set second_factor_required = false`);
    fresh.product.clock.increment(300_000);
    expect(await code(await browser.send('DELETE', '/api/session/totp'))).toBe('session/step-up-required');
    await browser.send('POST', '/api/session/step-up', { password: noc[1] });
    expect((await browser.send('DELETE', '/api/session/totp')).status).toBe(204);
    expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(200);
  });
});

describe('recovery codes', () => {
  test('stand in for the app, each once', async () => {
    const { recoveryCodes } = await withApp();
    for (const status of [200, 401]) {
      const browser = openBrowser(fresh.product.url);
      await browser.login(...noc);
      const given = recoveryCodes[0]?.toUpperCase();
      expect((await browser.send('POST', '/api/login/code', { code: given })).status).toBe(status);
    }
  });

  test('are worth nothing after new ones were made', async () => {
    const { browser, recoveryCodes } = await withApp();
    expect((await browser.send('POST', '/api/session/recovery-codes')).status).toBe(200);
    const next = openBrowser(fresh.product.url);
    await next.login(...noc);
    expect((await next.send('POST', '/api/login/code', { code: recoveryCodes[1] })).status).toBe(401);
  });
});

describe('where the role requires a second factor', () => {
  test('who has none must set one up before anything else', async () => {
    await asSuperuser(fresh.db, `update lastmile.role set second_factor_required = true where name = 'NOC'`);
    const browser = openBrowser(fresh.product.url);
    const answer = await browser.login(...noc);
    expect(answer.status).toBe(202);
    expect(LoginStep.parse(await answer.json()).step).toBe('enrolment');
    expect((await browser.get('/api/session')).status).toBe(401);
    expect(await code(await browser.send('POST', '/api/login/code', { code: '123456' }))).toBe('login/step-over');
    const enrolment = await browser.send('POST', '/api/login/enrolment');
    const { secret } = TotpEnrolment.parse(await enrolment.json());
    const confirmed = await browser.send('POST', '/api/login/enrolment/confirm', { code: codeNow(secret) });
    const { session, recoveryCodes } = EnrolledLogin.parse(await confirmed.json());
    expect(session.userName).toBe('Otieno Odhiambo');
    expect(recoveryCodes).toHaveLength(10);
    expect((await browser.get('/api/session')).status).toBe(200);
  });
});

describe('an administrator', () => {
  test('sees that somebody is locked, lets them in again, and takes lost factors away', async () => {
    const { secret, browser } = await withApp();
    const admin = await loggedIn(fresh.product.url, ...owner);
    const id = browser.view().userId;
    const guesser = openBrowser(fresh.product.url);
    for (let n = 0; n < 6; n += 1) await guesser.login(noc[0], 'wrong');
    expect((await guesser.login(...noc)).status).toBe(429);
    expect((await admin.send('POST', `/api/users/${id}/unlock`)).status).toBe(204);
    expect((await guesser.login(...noc)).status).toBe(202);
    expect((await guesser.send('POST', '/api/login/code', { code: codeNow(secret) })).status).toBe(200);

    expect(await (await admin.get(`/api/users/${id}/security`)).json()).toEqual({
      required: false,
      totp: true,
      passkeys: 0,
    });
    expect(await code(await admin.send('POST', `/api/users/${id}/second-factor/reset`))).toBe(
      'session/step-up-required',
    );
    await admin.send('POST', '/api/session/step-up', { password: owner[1] });
    expect((await admin.send('POST', `/api/users/${id}/second-factor/reset`)).status).toBe(204);
    expect((await guesser.get('/api/session')).status).toBe(401);
    expect((await openBrowser(fresh.product.url).login(...noc)).status).toBe(200);
    const types = await asSuperuser(fresh.db, `select type from lastmile.event where kind = 'user' order by position`);
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'user.loggedIn',
        'user.authenticatorAdded',
        'user.locked',
        'user.unlocked',
        'user.secondFactorReset',
      ]),
    );
  });
});

describe('sessions', () => {
  test('are listed with device and address; one or all others can be ended', async () => {
    const one = await loggedIn(fresh.product.url, ...noc);
    const other = openBrowser(fresh.product.url);
    await other.send(
      'POST',
      '/api/login',
      { email: noc[0], password: noc[1] },
      {
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      },
    );
    const listed = (await (await one.get('/api/session/sessions')).json()) as {
      id: string;
      device: string;
      current: boolean;
    }[];
    expect(listed).toHaveLength(2);
    const foreign = listed.find(({ current }) => !current);
    expect(foreign).toMatchObject({ device: 'Firefox on Windows', address: '127.0.0.1' });
    expect((await one.send('POST', `/api/session/sessions/${foreign?.id}/revoke`)).status).toBe(204);
    expect((await other.get('/api/session')).status).toBe(401);
    await loggedIn(fresh.product.url, ...noc);
    await loggedIn(fresh.product.url, ...noc);
    expect(await (await one.send('POST', '/api/session/sessions/revoke-others')).json()).toEqual({ ended: 2 });
    expect((await one.get('/api/session')).status).toBe(200);
    const stranger = await loggedIn(fresh.product.url, ...owner);
    const own = (await (await one.get('/api/session/sessions')).json()) as { id: string }[];
    expect((await stranger.send('POST', `/api/session/sessions/${own[0]?.id}/revoke`)).status).toBe(404);
  });
});

function fromBase32(text: string): Buffer {
  const bits = text
    .split('')
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
