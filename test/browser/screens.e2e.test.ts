import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoLogin } from '#shared/tenant/session.ts';
import { findChromium } from '../support/chromium.ts';
import { startProduct, type Product } from '../support/product.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { axeFindings, rulesOfColour } from './axe.ts';
import { buildClient } from './builtClient.ts';
import { addRouters, idsOf } from './companies.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './consoleBrowser.ts';
import { labControl } from './labControl.ts';
import { pageWorkMs } from './pageWork.ts';
import { type Screen, screens, show, type ScreenIds } from './screens.ts';

const ROUTERS = 10_000;
const SCREENFULS = 60;

let product: Product;
let browser: Browser;
/** Draws maps, and is slow at everything else. */
let mapBrowser: Browser;
let owner: DemoLogin;
let manager: DemoLogin;
let ids: ScreenIds;

const chromium = await findChromium();

/** In the light theme everything, in the dark one what colours decide. */
async function findings(window: ConsoleWindow, screen: Screen): Promise<readonly unknown[]> {
  await wear('light');
  await show(window, screen, ids);
  const light = await axeFindings(window.page);
  await wear('dark');
  const dark = await axeFindings(window.page, undefined, { only: rulesOfColour });
  return [...light, ...dark.map((finding) => ({ theme: 'dark', ...finding }))];

  function wear(scheme: 'light' | 'dark'): Promise<void> {
    return window.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  }
}

/** One window looks at these one after the other. */
async function walk(inBrowser: Browser, list: readonly Screen[], login?: DemoLogin): Promise<readonly unknown[]> {
  await using window = await openConsole(inBrowser, product);
  if (login !== undefined) {
    await window.logIn(login);
    await window.goTo('/alarms');
    await window.page.waitForSelector('.alarm-row .severity');
  }
  const troubles: unknown[] = [];
  for (const screen of list) {
    const trouble = await findings(window, screen).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ]);
    if (trouble.length > 0) troubles.push({ screen: screen.name, trouble });
  }
  const { faults, violations } = window;
  return faults.length + violations.length > 0 ? [...troubles, { faults, violations }] : troubles;
}

describe.skipIf(chromium === undefined)('every screen', () => {
  beforeAll(async () => {
    await buildClient();
    [product, browser, mapBrowser] = await Promise.all([
      startProduct({ env: await radiusSettings() }),
      launchBrowser(),
      launchBrowser({ webgl: true }),
    ]);
    const lab = labControl(product);
    const logins = await product.logins();
    owner = logins[0]!;
    manager = logins.find(({ email }) => email === 'rahima@padma.example')!;
    await addRouters(product, 'padma-net', ROUTERS);
    await product.stop();
    await product.start();
    await lab.calm();
    await lab.storm(40, 1);
    ids = await idsOf(product, 'savanna-fibre');
  });
  afterAll(async () => {
    await Promise.all([browser.close(), mapBrowser.close()]);
    await product[Symbol.asyncDispose]();
  });

  test('is free of serious accessibility findings in both themes, of faults and of reports of the content policy', async () => {
    const [door, maps, rest] = [
      screens.filter(({ atTheDoor }) => atTheDoor),
      screens.filter(({ webgl }) => webgl),
      screens.filter(({ atTheDoor, webgl }) => !atTheDoor && !webgl),
    ];
    // What subscribers use comes last: it takes a while until routers report it.
    const isLate = (screen: Screen): number => Number(screen.path(ids).startsWith('/sessions'));
    const inOrder = rest.toSorted((a, b) => isLate(a) - isLate(b));
    // Two windows at once: while one computes, the other loads.
    const troubles = await Promise.all([
      walk(
        browser,
        inOrder.filter((_, index) => index % 2 === 0),
        owner,
      ),
      (async () => [
        ...(await walk(browser, door)),
        ...(await walk(mapBrowser, maps, owner)),
        ...(await walk(
          browser,
          inOrder.filter((_, index) => index % 2 === 1),
          owner,
        )),
      ])(),
    ]);
    expect(troubles.flat()).toEqual([]);
  });

  test(`scrolls through ${ROUTERS} routers with little work and finds one within 300 ms`, async () => {
    await using window = await openConsole(browser, product, { width: 1920, height: 1080 });
    const { page } = window;
    await window.logIn(manager);
    await window.goTo('/routers?sort=name');
    await page.waitForFunction(() => document.querySelector('.tabs-end')?.textContent?.includes('10,0'));
    const before = await pageWorkMs(page);
    await page.evaluate(async (steps) => {
      const scroller = document.querySelector('.table-scroll');
      if (!scroller) throw new Error('there is no table');
      for (let step = 0; step < steps; step += 1) {
        scroller.scrollTop += 900;
        await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
      }
    }, SCREENFULS);
    // What the page itself does for a screenful of new rows; drawing is the software renderer's and the machine's.
    expect(((await pageWorkMs(page)) - before) / SCREENFULS).toBeLessThan(40);

    const searched: number[] = [];
    for (const number of ['07331', '00042', '09999']) {
      searched.push(
        await page.evaluate(async (text) => {
          const input = document.querySelector<HTMLInputElement>('input[type=search]');
          if (!input) throw new Error('there is no search');
          input.value = text;
          input.dispatchEvent(new InputEvent('input', { bubbles: true }));
          const before = performance.now();
          for (;;) {
            await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
            const rows = [...document.querySelectorAll<HTMLElement>('.table-row:not(.skeleton)')];
            if (rows.length === 1 && rows[0]?.innerText.includes(text)) return performance.now() - before;
            if (performance.now() - before > 10_000) throw new Error(`${text} is not found`);
          }
        }, number),
      );
    }
    // 180 ms of these are the pause in typing that is waited for.
    expect(Math.min(...searched)).toBeLessThan(300 + 180);
  });
});
