import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totpCode } from '#server/platform/auth/totp.ts';
import type { DemoLogin } from '#shared/tenant/session.ts';
import { findChromium } from '../support/chromium.ts';
import { fromBase32 } from '../support/fromBase32.ts';
import { startProduct, type Product } from '../support/product.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';
import { labControl, type LabControl } from './labControl.ts';

const WESTLANDS = 'OLT-WESTLANDS-1';

let product: Product;
/** Passkeys belong to a name, not to a number. */
let site: { readonly url: string };
let browser: Browser;
let lab: LabControl;
let logins: readonly DemoLogin[];

beforeAll(async () => {
  // The product builds the console itself when its sources have changed.
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  site = { url: product.url.replace('127.0.0.1', 'localhost') };
  lab = labControl(product);
  logins = await product.logins();
  await lab.calm();
});
afterAll(async () => {
  await browser.close();
  await product[Symbol.asyncDispose]();
});

function loginOf(userName: string): DemoLogin {
  const login = logins.find((one) => one.userName === userName);
  if (!login) throw new Error(`no demo login of ${userName}`);
  return login;
}

async function palette(window: ConsoleWindow, text: string): Promise<void> {
  await window.page.keyboard.down('Control');
  await window.press('k');
  await window.page.keyboard.up('Control');
  await window.page.waitForSelector('.palette[open]');
  await window.page.keyboard.type(text);
}

/** Waits until the chosen line of the palette says `text`. */
async function chosen(window: ConsoleWindow, text: string): Promise<void> {
  await window.page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('[role=option][aria-selected=true]')?.innerText.includes(wanted),
    { timeout: 5_000 },
    text,
  );
}

async function typeCredentials(window: ConsoleWindow, { email, password }: DemoLogin): Promise<void> {
  await window.page.locator('input[name=email]').fill(email);
  await window.page.locator('input[name=password]').fill(password);
  await window.page.locator('form button[type=submit]').click();
}

async function logOut(window: ConsoleWindow): Promise<void> {
  await palette(window, 'log out');
  await chosen(window, 'Log out');
  await window.press('Enter');
  await window.page.waitForSelector('input[name=email]');
}

function codeOf(secret: string, stepsAway = 0): string {
  return totpCode(fromBase32(secret.replaceAll(' ', '')), Math.floor(Date.now() / 30_000) + stepsAway);
}

const chromium = await findChromium();

describe.skipIf(chromium === undefined)('the shell of the console', () => {
  test('finds objects, screens and acts by keyboard only', async () => {
    await lab.raise({ hostname: WESTLANDS, resource: '0/7/1', severity: 'critical', text: 'Loss of signal at 0/7/1' });
    await using window = await openConsole(browser, product);
    await window.logIn(loginOf('Wanjiru Kamau'));
    await window.see('What needs someone');

    await palette(window, 'alarm his');
    await chosen(window, 'Alarm history');
    await window.press('Enter');
    await window.page.waitForFunction(() => location.pathname === '/alarms/history');

    const begun = performance.now();
    await palette(window, 'signal 0/7/1');
    await chosen(window, WESTLANDS);
    expect(performance.now() - begun).toBeLessThan(3_000);
    await window.press('Tab');
    await chosen(window, 'Acknowledge');
    await window.press('Enter');
    await window.see(`Acknowledged ${WESTLANDS}`);

    await palette(window, 'appearance dark');
    await chosen(window, 'Appearance: Dark');
    await window.press('Enter');
    expect(await window.page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');

    await window.press('g', 'i');
    await window.page.waitForFunction(() => location.pathname === '/inspector');
    await window.press('?');
    await window.see('Everywhere');
    expect({ faults: window.faults, violations: window.violations }).toEqual({ faults: [], violations: [] });
  });

  test('shows on home what needs somebody until it is acknowledged there', async () => {
    await lab.calm();
    await using window = await openConsole(browser, product);
    await window.logIn(loginOf('Otieno Odhiambo'));
    await lab.raise({ hostname: WESTLANDS, resource: '0/7/2', severity: 'critical', text: 'Loss of signal at 0/7/2' });
    await window.see('Loss of signal at 0/7/2');
    await window.press('Home', 'a');
    await window.see('Nothing needs you');
    expect(window.faults).toEqual([]);
  });

  test('speaks three languages, remembers which, and refuses in it', async () => {
    await using window = await openConsole(browser, product);
    const { page } = window;
    await window.goTo('/');
    await window.see('Development login');
    for (const [name, word, lang] of [
      ['Kiswahili', 'Nenosiri', 'sw'],
      ['বাংলা', 'পাসওয়ার্ড', 'bn'],
    ] as const) {
      await page.locator(`.door-languages button[lang=${lang}]`).click();
      await window.see(word);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(lang);
      expect(await page.$eval(`.door-languages [aria-pressed=true]`, (one) => one.textContent)).toBe(name);
    }
    await page.reload();
    await typeCredentials(window, { ...loginOf('Wanjiru Kamau'), password: 'not this one' });
    await window.see('ই-মেইল বা পাসওয়ার্ড ভুল।');
    await typeCredentials(window, loginOf('Wanjiru Kamau'));
    await window.see('রাউটার');
    await palette(window, 'english');
    await page.waitForSelector('[role=option]');
    await window.press('Enter');
    await window.see('What needs someone');
    expect({ faults: window.faults, violations: window.violations }).toEqual({ faults: [], violations: [] });
  });

  test('locks a login after too many failures and counts down', async () => {
    await using window = await openConsole(browser, product);
    const { page } = window;
    await window.goTo('/');
    await window.see('Development login');
    const wrong = { ...loginOf('Mwangi Kariuki'), password: 'not this one' };
    for (let attempt = 0; attempt < 30; attempt += 1) {
      await typeCredentials(window, wrong);
      await page.waitForFunction(() => !document.querySelector('form button[aria-busy=true]'));
      if (await page.$('form button[type=submit]:disabled')) break;
    }
    await window.see('Too many failed logins.');
    await window.see('You can try again in');
    expect(await page.$('form button[type=submit]:disabled')).not.toBeNull();
  });

  test('takes an authenticator app as second step, and a recovery code instead of it', async () => {
    await using window = await openConsole(browser, site);
    const { page } = window;
    const login = loginOf('Achieng Njeri');
    await window.logIn(login);
    await page.goto(`${site.url}/account/security`, { waitUntil: 'load' });
    await page.locator('.account-section .button.primary').click();
    // Who has only a password proves with it, when the login is too long ago; here it is fresh or is asked for.
    await page.waitForSelector('.factor-setup, dialog[open] input[type=password]');
    if (await page.$('dialog[open] input[type=password]')) {
      await page.locator('dialog[open] input[type=password]').fill(login.password);
      await window.press('Enter');
    }
    await page.waitForSelector('.factor-setup .copy-value');
    const secret = await page.$eval('.factor-setup .copy-value', (one) => one.textContent ?? '');
    await page.locator('input[name=code]').fill(codeOf(secret, -1));
    await window.press('Enter');
    await page.waitForSelector('.recovery-codes li');
    const codes = await page.$$eval('.recovery-codes li', (all) => all.map((one) => one.textContent ?? ''));
    expect(codes).toHaveLength(10);
    await page.locator('.recovery input[type=checkbox]').click();
    await page.locator('.recovery .button.primary').click();
    await window.see('10 recovery codes are left.');

    await logOut(window);
    await typeCredentials(window, login);
    await window.see('Second step');
    await page.locator('input[name=code]').fill('000000');
    await window.press('Enter');
    await window.see('The code is wrong or was used already.');
    await page.locator('input[name=code]').fill(codeOf(secret));
    await window.press('Enter');
    await page.waitForSelector('.frame');

    await logOut(window);
    await typeCredentials(window, login);
    await window.see('use a recovery code');
    await page.locator('.door-link').click();
    await page.locator('input[name=code]').fill(codes[0] ?? '');
    await window.press('Enter');
    await page.waitForSelector('.frame');
    expect({ faults: window.faults, violations: window.violations }).toEqual({ faults: [], violations: [] });
  });

  test('logs in with a passkey alone', async () => {
    await using window = await openConsole(browser, site);
    const { page } = window;
    const devtools = await page.createCDPSession();
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const login = loginOf('Rahima Khatun');
    await window.logIn(login);
    await page.goto(`${site.url}/account/security`, { waitUntil: 'load' });
    await page.locator('::-p-text(Add a passkey)').click();
    await page.locator('input[name=passkey-name]').fill('Work laptop');
    await window.press('Enter');
    await page.waitForSelector('.account-list, dialog[open] input[type=password]');
    if (await page.$('dialog[open] input[type=password]')) {
      await page.locator('dialog[open] input[type=password]').fill(login.password);
      await window.press('Enter');
    }
    await page.waitForSelector('.account-list');
    await window.see('Work laptop');

    await logOut(window);
    await page.locator('::-p-text(Log in with a passkey)').click();
    await page.waitForSelector('.frame');
    await page.goto(`${site.url}/account`, { waitUntil: 'load' });
    await window.see(login.email);
    expect({ faults: window.faults, violations: window.violations }).toEqual({ faults: [], violations: [] });
  });

  test('lets somebody choose a new password behind a link, and join behind an invitation', async () => {
    await using owner = await openConsole(browser, product);
    const { password } = loginOf('Wanjiru Kamau');
    await owner.logIn(loginOf('Wanjiru Kamau'));
    const [reset, join] = await owner.page.evaluate(
      async (email, own) => {
        const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string };
        const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
        const send = async (path: string, body: object): Promise<unknown> =>
          await (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
        await send('/api/session/step-up', { password: own });
        const found = (await (await fetch(`/api/users?text=${encodeURIComponent(email)}`)).json()) as {
          users: { id: string; role: { id: string } }[];
        };
        const user = found.users[0]!;
        const issued = (await send(`/api/users/${user.id}/password-reset`, {})) as { link: string };
        const person = { email: 'neema@savanna.example', name: 'Neema', roleId: user.role.id, branches: 'all' };
        const invited = (await send('/api/invitations', person)) as { link: { link: string } };
        return [issued.link, invited.link.link];
      },
      loginOf('Otieno Odhiambo').email,
      password,
    );
    await using window = await openConsole(browser, product);
    const { page } = window;
    await page.goto(reset ?? '', { waitUntil: 'load' });
    await page.locator('input[name=password]').fill('short');
    await window.press('Enter');
    await window.see('At least 12 characters.');
    await page.locator('input[name=password]').fill('a password that is long enough');
    await window.press('Enter');
    await window.see('The new password is set.');
    await window.logIn({ ...loginOf('Otieno Odhiambo'), password: 'a password that is long enough' });

    await page.goto(join ?? '', { waitUntil: 'load' });
    await window.see('Savanna Fibre invites you.');
    await page.locator('input[name=password]').fill('another one that is long enough');
    await window.press('Enter');
    await window.see('Your account is ready.');
    expect({ faults: window.faults, violations: window.violations }).toEqual({ faults: [], violations: [] });
  });
});
