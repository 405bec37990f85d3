import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { DemoLogin } from '#shared/tenant/session.ts';
import { findChromium } from '../support/chromium.ts';
import { startProduct, type Product } from '../support/product.ts';
import { buildClient } from './builtClient.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';

const LabRouter = z.object({
  name: z.string(),
  address: z.string(),
  apiPort: z.int().nullable(),
  user: z.string(),
  password: z.string(),
  version: z.string(),
});

let product: Product;
let browser: Browser;
let logins: readonly DemoLogin[];
const chromium = await findChromium();

beforeAll(async () => {
  if (chromium === undefined) return;
  await buildClient();
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  logins = await product.logins();
});
afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
});

async function lab(path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${product.labPort}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** A router of the lab that no company has on record. */
async function strangeRouter(): Promise<z.infer<typeof LabRouter>> {
  await lab('/nas/extra', { count: 1 });
  const answer = await fetch(`http://127.0.0.1:${product.labPort}/nas`);
  const router = z
    .array(LabRouter)
    .parse(await answer.json())
    .find(({ address }) => address.startsWith('127.21.'));
  if (!router) throw new Error('the lab has no further router');
  return router;
}

function loginOf(userName: string): DemoLogin {
  const login = logins.find((one) => one.userName === userName);
  if (!login) throw new Error(`no demo login of ${userName}`);
  return login;
}

async function consoleOf(userName: string, path: string): Promise<ConsoleWindow> {
  const window = await openConsole(browser, product);
  await window.logIn(loginOf(userName));
  await window.goTo(path);
  return window;
}

async function untilState(page: Page, state: string, withinMs: number): Promise<number> {
  const before = performance.now();
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('.object-state')?.innerText.trim().startsWith(wanted),
    { timeout: withinMs, polling: 30 },
    state,
  );
  return performance.now() - before;
}

describe.skipIf(chromium === undefined)('routers in the console', () => {
  test('one is tried, registered and live; it goes down and comes back before one’s eyes; its reboot is proven', async () => {
    const router = await strangeRouter();
    await using window = await consoleOf('Wanjiru Kamau', '/routers');
    const { page } = window;
    await window.see('7 routers');
    await window.press('n');
    await page.waitForSelector('dialog[open] input[name=name]');
    await page.locator('input[name=name]').fill('BNG Westlands 9');
    await page.locator('input[name=address]').fill(router.address);
    await page.locator('input[type=radio][value=plain]').click();
    await page.locator('input[name=port]').fill(String(router.apiPort));
    await page.locator('input[name=username]').fill(router.user);
    await page.locator('input[name=password]').fill('not-its-password');
    const [tryIt] = await page.$$('dialog .form-actions .button:not([type=submit])');
    await tryIt?.click();
    await page.waitForSelector('dialog .banner.tone-critical');
    await page.locator('input[name=password]').fill(router.password);
    await tryIt?.click();
    await page.waitForSelector('dialog .banner.tone-ok');
    await window.see(`version ${router.version}`);
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await page.waitForSelector('.object-page');
    await untilState(page, 'Up', 10_000);
    await page.waitForFunction(() => /\d %/.test(document.querySelector<HTMLElement>('.nas-figures')?.innerText ?? ''));

    await lab('/nas/faults', { name: router.name, fault: 'drop', seconds: 600 });
    await untilState(page, 'Down', 3_000);
    await lab('/nas/faults', { name: router.name, fault: 'none' });
    await untilState(page, 'Up', 5_000);

    await page.locator('.object-actions .button').click();
    await page.waitForSelector('dialog[open] .confirm-text');
    await page.locator('dialog input.mono').fill('BNG Westlands 9');
    await page.locator('dialog .button.danger').click();
    await window.see('Asked BNG Westlands 9');
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('.nas-check header')?.innerText.includes('Done'),
      { timeout: 90_000 },
    );
    await untilState(page, 'Up', 5_000);
    expect(window.violations).toEqual([]);
    expect(window.faults).toEqual([]);
  }, 180_000);

  test('somebody who is given another role has every screen closed within a second, reads why, and goes on with less', async () => {
    await using achieng = await consoleOf('Achieng Njeri', '/routers');
    await achieng.page.waitForSelector('.rail a[href="/inspector"]');
    await using owner = await consoleOf('Wanjiru Kamau', '/users?text=Achieng');
    const { page } = owner;
    await page.waitForSelector('.table-row:not(.skeleton)');
    await page.locator('.table-row').click();
    await page.waitForSelector('.peek-actions .button');
    await page.locator('.peek-actions .button').click();
    await page.waitForSelector('dialog select[name=roleId]');
    const wall = await page.$$eval('dialog select[name=roleId] option', (options) =>
      options.find((option) => option.textContent?.trim() === 'Wall')?.getAttribute('value'),
    );
    await page.select('dialog select[name=roleId]', wall ?? '');
    await page.locator('dialog button[type=submit]').click();
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await achieng.see('Your role was changed', 1_500);
    // The frame has begun again with what the role allows now.
    expect(await achieng.page.$('.rail a[href="/inspector"]')).toBeNull();
  });
});
