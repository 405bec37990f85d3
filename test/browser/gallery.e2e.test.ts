import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { startProduct, type Product } from '../support/product.ts';
import { axeFindings, rulesOfColour } from './axe.ts';
import { buildClient } from './builtClient.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';
import { pageWorkMs } from './pageWork.ts';

const parts = ['Buttons', 'States', 'Form', 'Table', 'Charts', 'Texts', 'Page', 'Map'] as const;

let product: Product;
let browser: Browser;
/** Draws maps, and is slow at everything else. */
let mapBrowser: Browser;

beforeAll(async () => {
  await buildClient();
  [product, browser, mapBrowser] = await Promise.all([startProduct(), launchBrowser(), launchBrowser({ webgl: true })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), mapBrowser.close()]);
  await product[Symbol.asyncDispose]();
});

async function gallery(inBrowser: Browser, width?: number): Promise<ConsoleWindow> {
  const window = await openConsole(inBrowser, product, width === undefined ? {} : { width, height: 844 });
  const [owner] = await product.logins();
  if (!owner) throw new Error('there are no demo logins');
  await window.logIn(owner);
  return window;
}

const SCREENFULS = 60;

const chromium = await findChromium();

describe.skipIf(chromium === undefined)('the design system', () => {
  test('has no serious accessibility finding in either theme, wide or narrow, and no report of the content policy', async () => {
    for (const width of [undefined, 390]) {
      await using plain = await gallery(browser, width);
      await using drawing = await gallery(mapBrowser, width);
      for (const part of parts) {
        const window = part === 'Map' ? drawing : plain;
        await window.goTo(`/gallery?part=${part}`);
        await window.page.waitForSelector('.gallery-theme.dark .sample');
        if (part === 'Charts') await window.page.waitForSelector('.gallery-theme.dark .chart-canvas canvas');
        if (part === 'Map') await window.page.waitForSelector('.gallery-theme.dark .map-mark');
        // Both themes stand beside one another; colours are the same in a narrow window.
        const rules = width === undefined ? {} : { without: rulesOfColour };
        const findings = await axeFindings(window.page, '.gallery', rules);
        expect({ part, width, findings }).toEqual({ part, width, findings: [] });
      }
      for (const { faults, violations } of [plain, drawing]) expect([faults, violations]).toEqual([[], []]);
    }
  });

  test('draws a table of 100,000 rows with some dozens and scrolls through it with little work', async () => {
    await using window = await gallery(browser);
    const { page } = window;
    await window.goTo('/gallery?part=Table&theme=light');
    await page.waitForSelector('.table-row:not(.skeleton)');
    const before = await pageWorkMs(page);
    const rows = await page.evaluate(async (steps) => {
      const scroller = document.querySelector('.table-scroll');
      if (!scroller) throw new Error('there is no table');
      for (let step = 0; step < steps; step += 1) {
        scroller.scrollTop += 900;
        await new Promise((resolve) => requestAnimationFrame(() => resolve(undefined)));
      }
      return document.querySelectorAll('.table-row').length;
    }, SCREENFULS);
    expect(rows).toBeLessThan(120);
    // What the page itself does for a screenful of new rows; drawing is the software renderer's and the machine's.
    expect(((await pageWorkMs(page)) - before) / SCREENFULS).toBeLessThan(40);
    await page.keyboard.press('End');
    await window.see('router-100000');
  });

  test('shows clusters on a map without any tile server and reaches a place by keyboard alone', async () => {
    await using window = await gallery(mapBrowser);
    const { page } = window;
    await window.goTo('/gallery?part=Map&theme=light');
    await page.waitForSelector('.map-canvas .map-mark.many');
    await page.focus('.place-search');
    await page.keyboard.type('router-42');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.map-card');
    expect(await page.$eval('.map-card', (card) => (card as HTMLElement).innerText)).toContain('router-42');
    expect(window.violations).toEqual([]);
  });
});
