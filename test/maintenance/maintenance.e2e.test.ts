import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildClient } from '../browser/builtClient.ts';
import { launchBrowser, openConsole } from '../browser/consoleBrowser.ts';
import { labControl, type LabControl } from '../browser/labControl.ts';
import { findChromium } from '../support/chromium.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
let browser: Browser;
let lab: LabControl;

beforeAll(async () => {
  await buildClient();
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  lab = labControl(product);
  await lab.calm();
});
afterAll(async () => {
  await browser.close();
  await product[Symbol.asyncDispose]();
});

const chromium = await findChromium();
const WESTLANDS = 'OLT-WESTLANDS-1';

describe.skipIf(chromium === undefined)('maintenance in the console', () => {
  test('is planned with a preview, quiets what it covers, and its report names what is not back', async () => {
    const [owner] = await product.logins();
    await using window = await openConsole(browser, product);
    await window.logIn(owner!);
    await window.goTo('/maintenance');
    await window.see('No maintenance is planned');
    await window.press('n');
    await window.page.waitForSelector('dialog[open] input[name="title"]');
    await window.page.type('input[name="title"]', 'Core swap');
    await window.page.type('textarea[name="reason"]', 'A new core router');
    await window.page.type('.tags [role="combobox"]', 'Westlands');
    await window.page.waitForSelector('[role="option"]');
    await window.press('Enter');
    await window.see('This covers');
    await window.page.click('dialog[open] button[type="submit"]');
    await window.see('Start now');
    await lab.raise({ hostname: WESTLANDS, resource: '0/2/1', severity: 'critical', text: 'Loss of signal at 0/2/1' });
    await press(window.page, 'Start now');
    await window.see('Running');
    await window.page.waitForFunction(
      () => /Quiet alarms\s*1\b/.test(document.querySelector('.facts')?.textContent ?? ''),
      { timeout: 20_000 },
    );
    await press(window.page, 'End it');
    await window.page.waitForSelector('dialog[open]');
    await window.page.click('dialog[open] button[type="submit"]');
    await window.see('End report');
    await window.see('Loss of signal at 0/2/1');
    await window.goTo('/alarms?q=0%2F2%2F1');
    expect(await window.rowText('0/2/1')).toContain('Raised');
  });
});

async function press(page: Page, label: string): Promise<void> {
  await page.evaluate((text) => {
    const buttons = [...document.querySelectorAll('button')];
    buttons.find((button) => button.textContent?.trim().startsWith(text))?.click();
  }, label);
}
