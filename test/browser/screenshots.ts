import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { startProduct } from '../support/product.ts';
import { buildClient } from './builtClient.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';
import { labControl } from './labControl.ts';

/** Takes every screen's picture from the running product into docs/screenshots: wide and narrow, light and dark. */

const folder = join(import.meta.dirname, '../../docs/screenshots');
const sizes = { wide: [1920, 1080], narrow: [390, 844] } as const;

await mkdir(folder, { recursive: true });
await buildClient();
await using product = await startProduct();
const browser = await launchBrowser();
const lab = labControl(product);
const [owner, colleague] = await product.logins();
if (!owner || !colleague) throw new Error('there are no demo logins');

await lab.calm();
for (const [size, [width, height]] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark'] as const) {
    await using window = await openConsole(browser, product, { width, height, scheme });
    await picture(window, 'login', `${size}-${scheme}`, async () => {
      await window.goTo('/');
      await window.see('Development login');
    });
    await window.logIn(owner);
    if (size === 'wide' && scheme === 'light') await prepare(window);
    await screens(window, `${size}-${scheme}`);
  }
}
await browser.close();

/** An empty list first; then a storm, a claim by a colleague, and something that was crashed. */
async function prepare(window: ConsoleWindow): Promise<void> {
  await picture(window, 'alarms-none', 'wide-light', async () => {
    await window.goTo('/alarms');
    await window.see('No standing alarms');
  });
  await lab.raise({
    hostname: 'OLT-WESTLANDS-1',
    resource: '0/1/1',
    severity: 'critical',
    text: 'Loss of signal on PON port',
  });
  await picture(window, 'alarms-one', 'wide-light', () => window.see('Loss of signal on PON port'));
  await lab.storm(400, 2);
  await window.page.waitForFunction(
    () => Number.parseInt(document.querySelector('.tabs-end')?.textContent ?? '', 10) > 350,
    {
      timeout: 60_000,
    },
  );
  await using other = await openConsole(browser, product);
  await other.logIn(colleague!);
  await other.goTo('/alarms?severity=critical,major');
  await other.page.waitForSelector('.alarm-row .severity');
  await other.press('j', 'j', 'c', 'j', 'a', 'j', 'j', 'c', 'k', 'a', 'Home', 'a');
  await other.see('Claimed');
}

async function screens(window: ConsoleWindow, look: string): Promise<void> {
  const { page } = window;
  const list = async (): Promise<void> => {
    await window.goTo('/alarms');
    await page.waitForSelector('.alarm-row .severity');
  };
  await picture(window, 'alarms', look, list);
  await picture(window, 'alarm-panel', look, async () => {
    await window.press('j', 'j', 'Enter');
    await window.see('What happened');
    await page.waitForSelector('.timeline li .glyph');
  });
  await picture(window, 'shelve', look, async () => {
    await window.press('s');
    await page.waitForSelector('dialog[open]');
  });
  await picture(window, 'alarms-selected', look, async () => {
    await list();
    await window.press('j', 'x', 'j', 'x', 'j', 'x');
    await window.see('3 selected');
  });
  await picture(window, 'keys', look, async () => {
    await list();
    await window.press('?');
    await page.waitForSelector('dialog[open]');
  });
  await picture(window, 'history', look, async () => {
    await window.goTo('/alarms/history');
    await page.waitForSelector('.history-list, .notice');
  });
  await picture(window, 'inspector', look, async () => {
    await window.goTo('/inspector');
    await window.see('PostgreSQL');
  });
  await picture(window, 'actor', look, async () => {
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('.tree-row.kind .tree-fold')?.click());
    await page.waitForSelector('.tree-name a');
    await page.evaluate(() => document.querySelector<HTMLAnchorElement>('.tree-name a')?.click());
    await page.waitForSelector('.chart-state.current');
  });
}

async function picture(
  window: ConsoleWindow,
  name: string,
  look: string,
  arrange: () => Promise<unknown>,
): Promise<void> {
  await arrange();
  await settled(window.page);
  await window.page.screenshot({ path: join(folder, `${name}-${look}.png`) });
}

/** Fonts are there and nothing moves any more. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
