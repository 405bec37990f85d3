import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoLogin } from '#shared/tenant/session.ts';
import { findChromium } from '../support/chromium.ts';
import { startProduct, type Product } from '../support/product.ts';
import { withProductDatabase } from '../support/productDatabase.ts';
import { buildClient } from './builtClient.ts';
import { launchBrowser, openConsole, type ConsoleWindow } from './consoleBrowser.ts';
import { labControl, type LabControl } from './labControl.ts';

const WESTLANDS = 'OLT-WESTLANDS-1';
const TENANT = 'Savanna Fibre';
/** Times are those of the best of so many: others use the machine as well. */
const tries = 5;

let product: Product;
let browser: Browser;
let lab: LabControl;
let logins: readonly DemoLogin[];

beforeAll(async () => {
  await buildClient();
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  lab = labControl(product);
  logins = await product.logins();
  await lab.calm();
});
afterAll(async () => {
  await browser.close();
  await product[Symbol.asyncDispose]();
});

function loginOf(userName: string): DemoLogin {
  const login = logins.find((one) => one.userName === userName && one.tenantName === TENANT);
  if (!login) throw new Error(`no demo login of ${userName}`);
  return login;
}

/** A console that looks at nothing but the alarms of one resource, logged in. */
async function consoleAt(userName: string, path: string): Promise<ConsoleWindow> {
  const window = await openConsole(browser, product);
  await window.logIn(loginOf(userName));
  await window.goTo(path);
  return window;
}

async function raise(resource: string): Promise<string> {
  await lab.raise({ hostname: WESTLANDS, resource, severity: 'critical', text: `Loss of signal at ${resource}` });
  return `/alarms?q=${encodeURIComponent(resource)}`;
}

async function texts(window: ConsoleWindow, selector: string): Promise<readonly string[]> {
  return window.page.$$eval(selector, (elements) => elements.map((element) => (element as HTMLElement).innerText));
}

const chromium = await findChromium();

describe.skipIf(chromium === undefined)('the console', () => {
  test('tells the slower of two claimants by whom the alarm was claimed', async () => {
    const path = await raise('0/1/1');
    await using otieno = await consoleAt('Otieno Odhiambo', path);
    await using achieng = await consoleAt('Achieng Njeri', path);
    await Promise.all([otieno.rowText('0/1/1'), achieng.rowText('0/1/1')]);
    await Promise.all([otieno.press('j'), achieng.press('j')]);
    await Promise.all([otieno.press('c'), achieng.press('c')]);

    const both = [otieno, achieng] as const;
    await Promise.all(
      both.map((window) => window.page.waitForSelector('.alarm-row .alarm-refused, .toast', { timeout: 10_000 })),
    );
    const refusals = (await Promise.all(both.map((window) => texts(window, '.alarm-row .alarm-refused')))).flat();
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatch(/^Claimed by (Otieno Odhiambo|Achieng Njeri) (just now|\d+ s ago)$/);

    const winner = refusals[0]?.includes('Otieno') ? otieno : achieng;
    const loser = winner === otieno ? achieng : otieno;
    await winner.page.waitForSelector('.cell-owner .own');
    expect(await texts(winner, '.table-row .cell-owner')).toEqual(['You']);
    expect(await texts(loser, '.table-row .cell-owner')).toEqual([
      winner === otieno ? 'Otieno Odhiambo' : 'Achieng Njeri',
    ]);
  });

  test('lets the keyboard alone log in, acknowledge, claim and comment', async () => {
    await raise('0/1/2');
    await using window = await openConsole(browser, product);
    const { page } = window;
    await window.goTo('/');
    await window.see('Development login');
    await window.press('2');
    await window.see('What needs someone');
    await window.press('g', 'a');
    await page.waitForSelector('.alarm-row .severity');
    await window.press('/');
    await page.keyboard.type('0/1/2');
    await page.waitForFunction(() => document.querySelectorAll('.alarm-row').length === 1);
    await window.press('Escape', 'j', 'a');
    await window.see('Acknowledged OLT-WESTLANDS-1');
    await window.press('c');
    await window.see('Claimed OLT-WESTLANDS-1');
    await window.press('Enter');
    await window.see('What happened');
    await window.press('m');
    await page.keyboard.type('Splitter is dark');
    await page.keyboard.down('Control');
    await window.press('Enter');
    await page.keyboard.up('Control');
    await page.waitForFunction(() => document.querySelector('.timeline')?.textContent.includes('Splitter is dark'));
    expect(await texts(window, '.timeline-text')).toEqual([
      'Splitter is dark',
      'Claimed',
      'Acknowledged',
      expect.stringContaining('Raised, critical'),
    ]);
    await window.press('Escape', 'Escape');
    await page.waitForFunction(() => document.querySelector('.peek') === null);
    expect(window.faults).toEqual([]);
  });

  test('gives a claim back with one key', async () => {
    const path = await raise('0/1/3');
    await using window = await consoleAt('Otieno Odhiambo', path);
    await window.rowText('0/1/3');
    await window.press('j', 'c');
    await window.page.waitForSelector('.cell-owner .own');
    await window.press('z');
    await window.page.waitForFunction(() => document.querySelector('.cell-owner .own') === null);
    expect(await window.rowText('0/1/3')).toContain('Acknowledged');
  });

  test('hides a shelved alarm from the list and brings it back', async () => {
    const path = await raise('0/1/4');
    await using window = await consoleAt('Otieno Odhiambo', path);
    await window.rowText('0/1/4');
    await window.press('j', 's');
    await window.page.waitForSelector('dialog[open] textarea');
    await window.page.locator('dialog textarea').fill('Power company works until 16:00');
    await window.press('Tab', 'Tab', 'Enter');
    await window.see('Nothing matches');
    await window.press('z');
    expect(await window.rowText('0/1/4')).toContain('Critical');
  });

  test('shows in the Inspector that an actor was restarted and what it was told', async () => {
    const path = await raise('0/1/5');
    await using window = await consoleAt('Wanjiru Kamau', path);
    const { page } = window;
    await window.rowText('0/1/5');
    await window.press('j', 'c', 'Enter');
    await page.locator('.peek-inspect').click();
    await window.see('State chart');
    await page.waitForSelector('.chart-state.current[data-state=claimed]');
    await page.locator('.actor-operations .danger').click();
    await window.see('1 restart');
    await window.see('Last error:');
    expect(await texts(window, '.message .mono')).toEqual(expect.arrayContaining(['alarm.claim', 'alarm.raise']));
    await page.locator('.actor-operations .plain').click();
    await window.see('Restarted');
    await page.waitForSelector('.chart-state.current[data-state=claimed]');
    await window.goTo('/inspector');
    await window.see('PostgreSQL');
    expect(window.faults).toEqual([]);
  });

  test('takes the list away when the permission is taken away, and gives it back', async () => {
    const path = await raise('0/1/6');
    await using window = await consoleAt('Otieno Odhiambo', path);
    await window.rowText('0/1/6');
    const permissions = await withProductDatabase(product.dataDir, async (client) => {
      const { rows } = await client.query<{ id: string; permissions: string[] }>(
        `select role.id, role.permissions from lastmile.role join lastmile.tenant using (tenant_id)
         where role.name = 'NOC' and tenant.name = $1`,
        [TENANT],
      );
      return rows[0]!;
    });
    await using owner = await consoleAt('Wanjiru Kamau', '/inspector');
    const allow = (list: readonly string[]): Promise<number> =>
      owner.page.evaluate(
        async (id, allowed) => {
          const session: unknown = await (await fetch('/api/session')).json();
          const { csrfToken } = session as { csrfToken: string };
          const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
          const body = JSON.stringify({ permissions: allowed });
          return (await fetch(`/api/roles/${id}/permissions`, { method: 'PUT', headers, body })).status;
        },
        permissions.id,
        list,
      );
    const tookMs: number[] = [];
    do {
      const begun = performance.now();
      expect(await allow(['inspector.view'])).toBe(204);
      await window.see('You can’t see this list any more');
      tookMs.push(performance.now() - begun);
      expect(await texts(window, '.alarm-row')).toEqual([]);

      expect(await allow(permissions.permissions)).toBe(204);
      await window.goTo(path);
      expect(await window.rowText('0/1/6')).toContain('Critical');
    } while (Math.min(...tookMs) >= 2_000 && tookMs.length < tries);
    expect(Math.min(...tookMs)).toBeLessThan(2_000);
  });

  test('shows nothing any more once the account is disabled, and says so', async () => {
    await using window = await consoleAt('Mwangi Kariuki', '/alarms');
    await window.see('Live');
    const userId = await window.page.evaluate(async () => {
      const session: unknown = await (await fetch('/api/session')).json();
      return (session as { userId: string }).userId;
    });
    await using owner = await consoleAt('Wanjiru Kamau', '/alarms');
    const status = await owner.page.evaluate(async (id) => {
      const session: unknown = await (await fetch('/api/session')).json();
      const { csrfToken } = session as { csrfToken: string };
      return (await fetch(`/api/users/${id}/disable`, { method: 'POST', headers: { 'x-csrf-token': csrfToken } }))
        .status;
    }, userId);
    expect(status).toBe(204);
    await window.see('Your session has ended', 5_000);
    expect(await texts(window, '.alarm-row')).toEqual([]);
  });

  test('breaks no content security policy on any screen, wide or narrow', async () => {
    await raise('0/1/7');
    for (const width of [1440, 390]) {
      await using window = await openConsole(browser, product, { width, height: 844 });
      const { page } = window;
      await window.goTo('/setup#nothing');
      await window.see('Set up Lastmile');
      await window.logIn(loginOf('Wanjiru Kamau'));
      await window.goTo('/alarms?q=0/1/7');
      await window.rowText('0/1/7');
      await window.press('j', 'Enter');
      await window.see('What happened');
      await window.press('s');
      await page.waitForSelector('dialog[open]');
      await window.press('Escape', 'Escape', '?');
      await page.waitForSelector('dialog[open]');
      await window.press('Escape');
      await page.locator('.menu-trigger.person').click();
      await page.waitForSelector('[role=menu]');
      for (const [path, text] of [
        ['/alarms/history', 'History'],
        ['/inspector', 'PostgreSQL'],
        ['/inspector/set-aside', 'Nothing is set aside'],
        ['/no/such/page', 'There is no such page'],
      ] as const) {
        await window.goTo(path);
        await window.see(text);
      }
      expect({ width, violations: window.violations, faults: window.faults }).toEqual({
        width,
        violations: [],
        faults: [],
      });
    }
  });

  test('is interactive within 1.5 s of a first visit, with at most 200 KB of scripts', async () => {
    const tookMs: number[] = [];
    do {
      await using window = await openConsole(browser, product);
      let scriptBytes = 0;
      window.page.on('response', (response) => {
        if (response.url().endsWith('.js')) scriptBytes += Number(response.headers()['content-length']);
      });
      await window.goTo('/');
      await window.see('Development login');
      tookMs.push(await window.page.evaluate(() => performance.now()));
      expect(scriptBytes).toBeGreaterThan(10_000);
      expect(scriptBytes).toBeLessThan(200 * 1024);
    } while (Math.min(...tookMs) >= 1_500 && tookMs.length < tries);
    expect(Math.min(...tookMs)).toBeLessThan(1_500);
  });

  test('comes back by itself, with what it missed, after the server was killed', async () => {
    const path = await raise('0/1/8');
    await using window = await consoleAt('Otieno Odhiambo', path);
    await window.rowText('0/1/8');
    await window.press('j', 'a');
    await window.see('Acknowledged OLT-WESTLANDS-1');
    await window.page.evaluate(() => ((globalThis as { stayed?: boolean }).stayed = true));
    await product.kill9();
    await window.see('Stale');
    await product.start();
    await window.page.waitForSelector('.freshness.live', { timeout: 30_000 });
    // The lab died with the server, so its equipment is well again until told otherwise.
    await lab.calm();
    await raise('0/1/8');
    await window.rowText('0/1/8');
    await window.press('Home', 'c');
    await window.page.waitForSelector('.cell-owner .own');
    await window.press('Enter');
    await window.see('What happened');
    await window.page.waitForFunction(
      () => document.querySelector('.timeline')?.textContent.match(/Acknowledged/g)?.length === 2,
    );
    expect(await window.page.evaluate(() => (globalThis as { stayed?: boolean }).stayed)).toBe(true);
    expect(window.faults).toEqual([]);
  });
});
