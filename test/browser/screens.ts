import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle } from 'puppeteer-core';
import type { ConsoleWindow } from './consoleBrowser.ts';

/** What addresses of screens are made of. */
export interface ScreenIds {
  readonly router: string;
  readonly role: string;
  readonly person: string;
}

export interface Screen {
  /** Also the name of its picture. */
  readonly name: string;
  readonly path: (ids: ScreenIds) => string;
  /** A selector of what it is there for. */
  readonly ready: string;
  /** What is done before it is looked at. */
  readonly arrange?: (window: ConsoleWindow) => Promise<void>;
  /** How long it takes until there is something to see, where a picture is taken: of what is measured every second. */
  readonly pictureAfterMs?: number;
  /** Worth a picture with nothing in it. */
  readonly empty?: boolean;
  readonly webgl?: boolean;
  /** Is seen by somebody who is not logged in. */
  readonly atTheDoor?: boolean;
}

/** A file as it comes: one line cannot be taken over. */
const NEW_CUSTOMERS = `Name,Phone,Username,Package
Neema Wekesa,0712 345 601,neema.wekesa,Home 20
Baraka Otieno,0712 345 602,baraka.otieno,Home 40
Zawadi Chebet,0712,zawadi.chebet,Home 10
`;
const HEADING = '.notice h2';
const USAGE = '.session-page .chart canvas, .session-page .chart .notice';
const ROWS = `.table-row:not(.skeleton), ${HEADING}`;
const click = (selector: string) => async (window: ConsoleWindow) => {
  await window.page.waitForSelector(selector);
  await window.page.evaluate((target) => document.querySelector<HTMLElement>(target)?.click(), selector);
};
const dialog = async ({ page }: ConsoleWindow): Promise<void> => void (await page.waitForSelector('dialog[open]'));
const key =
  (...keys: readonly string[]) =>
  async (window: ConsoleWindow) => {
    for (const one of keys) await window.page.keyboard.press(one as 'Enter');
  };
const inOrder =
  (...steps: readonly ((window: ConsoleWindow) => Promise<void>)[]) =>
  async (window: ConsoleWindow) => {
    for (const step of steps) await step(window);
  };

const appears =
  (selector: string) =>
  async ({ page }: ConsoleWindow): Promise<void> =>
    void (await page.waitForSelector(selector));

const scrolledTo =
  (selector: string) =>
  async ({ page }: ConsoleWindow): Promise<void> => {
    await page.waitForSelector(selector);
    await page.evaluate((target) => document.querySelector(target)?.scrollIntoView({ block: 'start' }), selector);
  };

/** Every screen of the console, as an owner of a company sees it; one line per screen that is added. */
export const screens: readonly Screen[] = [
  { name: 'login', path: () => '/', ready: 'input[name=password]', atTheDoor: true },
  {
    name: 'forgotten',
    path: () => '/',
    ready: '.door-link',
    atTheDoor: true,
    arrange: async ({ page }) => {
      await page.click('.door-link');
      await page.waitForSelector('input[name=password]', { hidden: true });
    },
  },
  { name: 'link-broken', path: () => '/join#cut-off', ready: 'a[href="/"]', atTheDoor: true },
  { name: 'set-up', path: () => '/setup', ready: 'form, a[href="/"]', atTheDoor: true },
  { name: 'home', path: () => '/', ready: '.home-card, .stat-tile, .notice', empty: true },
  { name: 'alarms', path: () => '/alarms', ready: ROWS, empty: true },
  {
    name: 'alarm-panel',
    path: () => '/alarms',
    ready: ROWS,
    arrange: inOrder(key('j', 'j', 'Enter'), async ({ page }) => void (await page.waitForSelector('.timeline li'))),
  },
  { name: 'shelve', path: () => '/alarms', ready: ROWS, arrange: inOrder(key('j', 's'), dialog) },
  {
    name: 'alarms-selected',
    path: () => '/alarms',
    ready: ROWS,
    arrange: inOrder(key('j', 'x', 'j', 'x', 'j', 'x'), (window) => window.see('3 selected')),
  },
  { name: 'keys', path: () => '/alarms', ready: ROWS, arrange: inOrder(key('?'), dialog) },
  { name: 'history', path: () => '/alarms/history', ready: ROWS, empty: true },
  { name: 'subscriptions', path: () => '/subscriptions', ready: ROWS, empty: true },
  { name: 'expiring', path: () => '/subscriptions/expiring', ready: ROWS, empty: true },
  { name: 'subscriptions-online', path: () => '/subscriptions?sort=online', ready: ROWS },
  { name: 'troubleshooting', path: () => '/troubleshooting?text=wa', ready: '.trouble-line' },
  {
    name: 'troubleshooting-line',
    path: () => '/troubleshooting?text=wa',
    ready: '.trouble-line',
    arrange: inOrder(click('.trouble-line'), appears('.finding')),
  },
  { name: 'usernames', path: () => '/company/usernames', ready: 'form' },
  { name: 'subscription-new', path: () => '/subscriptions/new', ready: 'dialog[open]' },
  {
    name: 'subscription',
    path: () => '/subscriptions?state=active&sort=online',
    ready: ROWS,
    arrange: inOrder(click('.table-row:not(.skeleton)'), appears('.object-page')),
    pictureAfterMs: 20_000,
  },
  {
    name: 'subscription-package',
    // Of one that is suspended the first act undoes that, at once.
    path: () => '/subscriptions?state=active',
    ready: ROWS,
    arrange: inOrder(click('.table-row:not(.skeleton)'), click('.object-actions .button:not(.primary)'), dialog),
  },
  {
    name: 'subscription-sessions',
    path: () => '/subscriptions',
    ready: ROWS,
    arrange: inOrder(
      click('.table-row:not(.skeleton)'),
      appears('.object-page .session-line'),
      scrolledTo('.object-page .session-line'),
    ),
  },
  { name: 'sessions', path: () => '/sessions', ready: ROWS, empty: true },
  {
    name: 'session-panel',
    path: () => '/sessions?sort=oldest',
    ready: '.table-row:not(.skeleton)',
    arrange: inOrder(click('.table-row:not(.skeleton)'), appears('.peek .facts')),
  },
  {
    name: 'session',
    path: () => '/sessions?sort=oldest',
    ready: '.table-row:not(.skeleton)',
    arrange: inOrder(
      click('.table-row:not(.skeleton)'),
      appears('.peek .facts'),
      click('.peek a.icon-button'),
      appears('.object-page .session-reports'),
    ),
  },
  {
    name: 'session-end',
    path: () => '/sessions?sort=oldest',
    ready: '.table-row:not(.skeleton)',
    arrange: inOrder(
      click('.table-row:not(.skeleton)'),
      appears('.peek .facts'),
      click('.peek a.icon-button'),
      click('.object-actions .button.danger'),
      dialog,
    ),
  },
  { name: 'usage', path: () => '/sessions/usage', ready: USAGE, empty: true },
  {
    name: 'usage-top',
    path: () => '/sessions/usage',
    ready: USAGE,
    arrange: scrolledTo('.session-top, .session-page .section:last-child .notice'),
  },
  {
    name: 'address',
    path: () => '/sessions?sort=oldest',
    ready: '.table-row:not(.skeleton)',
    arrange: async ({ page }) => {
      const address = await page.$eval(
        '.table-row:not(.skeleton)',
        (row) =>
          Array.from(row.querySelectorAll('*'), ({ textContent }) => textContent.trim()).find((text) =>
            /^\d+(\.\d+){3}$/.test(text),
          ) ?? '100.64.3.7',
      );
      await page.click('.tabs a[href$="/address"]');
      await page.waitForSelector('input[name=address]');
      await page.type('input[name=address]', address);
      await page.type('input[name=reference]', 'Police Nairobi, OB 21/11');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.session-holder, .notice');
    },
  },
  { name: 'customers', path: () => '/customers', ready: ROWS, empty: true },
  {
    name: 'customer',
    path: () => '/customers',
    ready: ROWS,
    arrange: inOrder(click('.table-row:not(.skeleton)'), appears('.object-page .facts')),
  },
  {
    name: 'customer-form',
    path: () => '/customers',
    ready: ROWS,
    arrange: inOrder(key('n'), dialog),
  },
  { name: 'bulk', path: () => '/bulk', ready: ROWS, empty: true },
  {
    name: 'bulk-job',
    path: () => '/bulk',
    ready: ROWS,
    arrange: async ({ page }) => {
      await using folder = await mkdtempDisposable(join(tmpdir(), 'lastmile-bulk-'));
      const file = join(folder.path, 'new-customers.csv');
      await writeFile(file, NEW_CUSTOMERS);
      const input = await page.waitForSelector('input[type=file]');
      await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
      await page.waitForSelector('.object-page .table-row:not(.skeleton), .object-page select');
    },
  },
  { name: 'bulk-act', path: () => '/bulk', ready: ROWS, arrange: inOrder(click('.tabs-end > .button'), dialog) },
  {
    name: 'bulk-database',
    path: () => '/bulk',
    ready: ROWS,
    arrange: inOrder(click('.tabs-end > .button:nth-of-type(3)'), dialog),
  },
  { name: 'brake', path: () => '/company/brake', ready: '.bulk-brake-rules form' },
  { name: 'packages', path: () => '/packages', ready: ROWS, empty: true },
  {
    name: 'package',
    path: () => '/packages',
    ready: ROWS,
    arrange: inOrder(click('.table-row:not(.skeleton)'), appears('.package-preview')),
  },
  { name: 'package-form', path: () => '/packages', ready: ROWS, arrange: inOrder(key('n'), dialog) },
  { name: 'address-pools', path: () => '/ip-pools', ready: ROWS, empty: true },
  {
    name: 'packages-archived',
    path: () => '/packages',
    ready: ROWS,
    arrange: inOrder(click('.filter-bar .chip'), (window) => window.see('No archived packages')),
  },
  { name: 'address-pool-form', path: () => '/ip-pools', ready: ROWS, arrange: inOrder(key('n'), dialog) },
  { name: 'radius', path: () => '/radius', ready: '.radius-figures' },
  { name: 'routers', path: () => '/routers', ready: ROWS, empty: true },
  {
    name: 'router-panel',
    path: ({ router }) => `/routers?router=${router}`,
    ready: '.peek .stat-tile',
  },
  { name: 'router', path: ({ router }) => `/routers/${router}`, ready: '.chart canvas, .chart .notice' },
  {
    name: 'router-interfaces',
    path: ({ router }) => `/routers/${router}?tab=interfaces`,
    ready: '.table-row:not(.skeleton)',
  },
  { name: 'router-sessions', path: ({ router }) => `/routers/${router}?tab=sessions`, ready: ROWS },
  { name: 'router-radius', path: ({ router }) => `/routers/${router}?tab=radius`, ready: '.object-page .stat-tile' },
  { name: 'router-log', path: ({ router }) => `/routers/${router}?tab=log`, ready: '.nas-log li, .notice' },
  {
    name: 'router-setup',
    path: ({ router }) => `/routers/${router}?tab=setup`,
    ready: '.nas-bar .button',
    arrange: inOrder(
      click('.nas-bar .button.primary'),
      async ({ page }) => void (await page.waitForSelector('.nas-check')),
    ),
  },
  { name: 'router-backups', path: ({ router }) => `/routers/${router}?tab=backups`, ready: '.nas-bar .button' },
  { name: 'router-acts', path: ({ router }) => `/routers/${router}?tab=acts`, ready: '.nas-checks, .notice' },
  {
    name: 'router-register',
    path: () => '/routers',
    ready: ROWS,
    arrange: inOrder(key('n'), dialog),
  },
  { name: 'map', path: () => '/map', ready: '.place-map, .notice', webgl: true, empty: true },
  { name: 'vouchers', path: () => '/vouchers', ready: ROWS, empty: true },
  {
    name: 'vouchers-new',
    path: () => '/vouchers',
    ready: '.tabs-end .button.primary',
    arrange: inOrder(click('.tabs-end .button.primary'), dialog),
  },
  {
    name: 'vouchers-adopt',
    path: () => '/vouchers',
    ready: '.tabs-end .button.primary',
    arrange: inOrder(click('.tabs-end > .button'), dialog),
  },
  {
    name: 'voucher-batch',
    path: () => '/vouchers',
    ready: ROWS,
    arrange: inOrder(click('.table-row:not(.skeleton)'), appears('.object-page .table-row:not(.skeleton)')),
  },
  {
    name: 'vouchers-print',
    path: () => '/vouchers',
    ready: ROWS,
    arrange: inOrder(
      click('.table-row:not(.skeleton)'),
      appears('.object-page .table-row:not(.skeleton)'),
      key('p'),
      dialog,
    ),
  },
  { name: 'vouchers-report', path: () => '/vouchers/report', ready: ROWS, empty: true },
  { name: 'hotspot', path: () => '/vouchers/hotspot', ready: '.hotspot-preview' },
  { name: 'maintenance-past', path: () => '/maintenance/past', ready: `${ROWS}, .maintenance-line` },
  { name: 'maintenance', path: () => '/maintenance', ready: `${ROWS}, .maintenance-line`, empty: true },
  {
    name: 'maintenance-plan',
    path: () => '/maintenance',
    ready: '.button.primary',
    arrange: inOrder(key('n'), dialog),
  },
  { name: 'on-call', path: () => '/on-call', ready: '.on-call-page, .notice', empty: true },
  { name: 'on-call-escalation', path: () => '/on-call/escalation', ready: '.button, .notice' },
  { name: 'on-call-ways', path: () => '/on-call/ways', ready: '.on-call-page, .notice, .table-row' },
  { name: 'on-call-me', path: () => '/on-call/me', ready: '.form, .button' },
  { name: 'on-call-notices', path: () => '/on-call/notices', ready: ROWS, empty: true },
  { name: 'people', path: () => '/users', ready: ROWS },
  { name: 'person', path: ({ person }) => `/users?person=${person}`, ready: '.peek .facts' },
  { name: 'invite', path: () => '/users', ready: ROWS, arrange: inOrder(click('.tabs-end .button.primary'), dialog) },
  { name: 'invitations', path: () => '/users/invitations', ready: ROWS, empty: true },
  { name: 'role', path: ({ role }) => `/roles/${role}`, ready: '.role-group' },
  { name: 'company', path: () => '/company', ready: '.form' },
  { name: 'branches', path: () => '/branches', ready: ROWS },
  { name: 'tokens', path: () => '/tokens', ready: ROWS, empty: true },
  {
    name: 'token-new',
    path: () => '/tokens',
    ready: ROWS,
    arrange: inOrder(click('.tabs-end .button.primary'), dialog),
  },
  { name: 'approvals', path: () => '/approvals', ready: ROWS, empty: true },
  { name: 'approvals-history', path: () => '/approvals/history', ready: ROWS, empty: true },
  { name: 'given', path: () => '/reports/given', ready: ROWS, empty: true },
  { name: 'audit', path: () => '/audit?by=all', ready: ROWS, empty: true },
  { name: 'account', path: () => '/account', ready: '.form' },
  { name: 'account-security', path: () => '/account/security', ready: '.button' },
  { name: 'account-sessions', path: () => '/account/sessions', ready: '.button, li, .table-row' },
  { name: 'account-preferences', path: () => '/account/preferences', ready: 'select, .button, .segmented' },
  {
    name: 'palette',
    path: () => '/',
    ready: '.rail, .top',
    arrange: async ({ page }) => {
      await page.keyboard.down('Control');
      await page.keyboard.press('k');
      await page.keyboard.up('Control');
      await page.keyboard.type('west', { delay: 15 });
      await page.waitForSelector('[role=option]');
    },
  },
  { name: 'inspector', path: () => '/inspector', ready: '.tree-row' },
  {
    name: 'inspector-actor',
    path: () => '/inspector',
    ready: '.tree-row.kind .tree-fold',
    arrange: inOrder(
      click('.tree-row.kind .tree-fold'),
      appears('.tree-row .tree-name a'),
      click('.tree-row .tree-name a'),
      appears('.chart-state.current'),
    ),
  },
  { name: 'inspector-set-aside', path: () => '/inspector/set-aside', ready: ROWS, empty: true },
];

export async function show(window: ConsoleWindow, screen: Screen, ids: ScreenIds): Promise<void> {
  await window.goTo(screen.path(ids));
  await window.page.waitForSelector(screen.ready, { timeout: 20_000 });
  await screen.arrange?.(window);
  await window.page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
