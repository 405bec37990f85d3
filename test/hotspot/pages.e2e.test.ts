import { launch, type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mikrotikPages } from '#server/hotspot/vendors/mikrotik/mikrotikPages.ts';
import type { HotspotLook } from '#shared/hotspot/look.ts';
import { axeFindings } from '../browser/axe.ts';
import { findChromium } from '../support/chromium.ts';
import { look } from './look.ts';
import { type RouterServlet, startRouterServlet } from './routerServlet.ts';

const chromium = await findChromium();
const code = 'KBK7QM3XWP42';
const users = [
  { name: code, password: code },
  { name: 'amina', password: 'Näiröbi 1' },
  { name: '0722123456', password: 'pesa' },
];
let browser: Browser;

beforeAll(async () => {
  if (chromium) {
    browser = await launch({
      executablePath: chromium.executablePath,
      args: [...chromium.args],
      env: { ...process.env, ...chromium.env },
      headless: true,
    });
  }
});
afterAll(() => browser?.close());

interface Visit extends AsyncDisposable {
  readonly router: RouterServlet;
  readonly page: Page;
}

async function visit(changes: Partial<HotspotLook>, chap: boolean, scripts = true): Promise<Visit> {
  const router = await startRouterServlet({ files: mikrotikPages.files(look(changes)), users, chap });
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width: 390, height: 800 });
  return {
    router,
    page,
    async [Symbol.asyncDispose]() {
      await page.close();
      await router[Symbol.asyncDispose]();
    },
  };
}

async function submit(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}
const text = (page: Page): Promise<string> =>
  page.$eval('body', (body) => (body as unknown as { innerText: string }).innerText);

test.skipIf(!chromium).each([true, false])(
  'a code typed with spaces and small letters logs in, CHAP: %s',
  async (chap) => {
    await using at = await visit({}, chap);
    await at.page.goto(`${at.router.url}/`);
    await at.page.type('#code', 'kbk7 qm3x wp42');
    await submit(at.page, '#voucher button');
    expect(at.router.loggedIn()).toBe(code);
    expect(at.router.logins[0]).toMatchObject({ username: code, dst: 'http://example.com/' });
    expect(at.router.logins[0]!['password'] === code).toBe(!chap);
  },
);

test.skipIf(!chromium)(
  'the link of a QR logs in by itself, and a wrong one stays on the page with the reason',
  async () => {
    await using at = await visit({}, true);
    const link = mikrotikPages.codeLink(look()).replace('http://wifi.example.net', at.router.url);
    await Promise.all([
      at.page.waitForFunction('location.pathname === "/login" && !document.getElementById("code")'),
      at.page.goto(link + code),
    ]);
    expect(at.router.loggedIn()).toBe(code);

    await using other = await visit({}, true);
    await other.page.goto(`${other.router.url}/login?code=WRONGCODE1`);
    await other.page.waitForSelector('#error');
    expect(await text(other.page)).toContain('The code or password is wrong');
    expect(other.router.logins).toHaveLength(1);
  },
);

test.skipIf(!chromium)('an account logs in with a password beyond ASCII', async () => {
  await using at = await visit({ loginBy: 'both' }, true);
  await at.page.goto(`${at.router.url}/login`);
  await at.page.click('summary');
  await at.page.type('#name', 'amina');
  await at.page.type('#password', 'Näiröbi 1');
  await submit(at.page, '#account button');
  expect(at.router.loggedIn()).toBe('amina');
});

test.skipIf(!chromium)(
  'a device that is not known logs in by phone number, typed as people do (operators 15)',
  async () => {
    await using at = await visit({ loginBy: 'both' }, true);
    await at.page.goto(`${at.router.url}/login`);
    expect(await at.page.$eval('label[for=name]', (label) => label.textContent)).toBe('User name or phone number');
    await at.page.click('summary');
    await at.page.type('#name', '0722 123-456');
    await at.page.type('#password', 'pesa');
    await submit(at.page, '#account button');
    expect(at.router.loggedIn()).toBe('0722123456');
  },
);

test.skipIf(!chromium).each(['code', 'word'] as const)(
  'without JavaScript a code still logs in, password: %s',
  async (voucherPassword) => {
    const password = voucherPassword === 'code' ? code : 'voucher';
    await using router = await startRouterServlet({
      files: mikrotikPages.files(look({ voucherPassword })),
      users: [{ name: code, password }],
      chap: false,
    });
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(`${router.url}/login`);
    await page.type('#code', code);
    if (voucherPassword === 'code') await page.type('#again', code);
    await submit(page, '#voucher button');
    expect(router.loggedIn()).toBe(code);
    await page.close();
  },
);

test.skipIf(!chromium)('without JavaScript and with CHAP the page says what is missing', async () => {
  await using at = await visit({}, true, false);
  await at.page.goto(`${at.router.url}/login`);
  expect(await text(at.page)).toContain('needs JavaScript');
});

test.skipIf(!chromium)('another language stays chosen through login, status and logout', async () => {
  await using at = await visit({}, true);
  await at.page.goto(`${at.router.url}/login`);
  await submit(at.page, 'nav a[lang=sw]');
  expect(await text(at.page)).toContain('Namba ya vocha');
  await at.page.type('#code', 'WRONGCODE1');
  await submit(at.page, '#voucher button');
  expect(await text(at.page)).toContain('Namba au nenosiri si sahihi');
  await at.page.type('#code', code);
  await submit(at.page, '#voucher button');
  expect(await text(at.page)).toContain('Umeunganishwa');
  await at.page.goto(`${at.router.url}/sw/status`);
  expect(await text(at.page)).toMatch(/Muda uliobaki\s+23h56m/);
  await submit(at.page, 'form .button');
  expect(await text(at.page)).toContain('Umeondoka');
  expect(at.router.loggedIn()).toBeUndefined();
});

test.skipIf(!chromium).each(['light', 'dark'] as const)(
  'pages are accessible in %s',
  { timeout: 60_000 },
  async (theme) => {
    await using at = await visit({ loginBy: 'both' }, true);
    await at.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await at.page.goto(`${at.router.url}/login`);
    expect(await axeFindings(at.page)).toEqual([]);
    await at.page.goto(`${at.router.url}/bn/login?code=WRONG1`);
    await at.page.waitForSelector('#error');
    expect(await axeFindings(at.page)).toEqual([]);
  },
);
