import puppeteer, { type Browser, type BrowserContext, type HTTPResponse, type Page } from 'puppeteer-core';
import type { DemoLogin } from '#shared/tenant/session.ts';
import { findChromium } from '../support/chromium.ts';
import type { Product } from '../support/product.ts';

/** Software WebGL takes seconds to start and draws nothing but maps: tests of those ask for it. */
const UNWANTED = /^--(use-gl|use-angle|enable-unsafe-swiftshader|ignore-gpu-blocklist|in-process-gpu|single-process)/;

export async function launchBrowser({ webgl = false }: { readonly webgl?: boolean } = {}): Promise<Browser> {
  const found = await findChromium();
  if (found === undefined) throw new Error('Chromium does not run on this machine');
  return await puppeteer.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.env },
    args: [
      ...found.args.filter((argument) => !UNWANTED.test(argument)),
      ...(webgl ? ['--enable-unsafe-swiftshader', '--use-angle=swiftshader'] : ['--disable-gpu']),
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
    headless: 'shell',
  });
}

export interface ConsoleOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

/** One person's console: a browser window with cookies of its own, whose troubles are written down. */
export interface ConsoleWindow extends AsyncDisposable {
  readonly page: Page;
  /** Violations of the content security policy, as the browser saw them. */
  readonly violations: readonly string[];
  /** Uncaught errors of the page's own code. */
  readonly faults: readonly string[];
  goTo(path: string): Promise<void>;
  logIn(login: DemoLogin): Promise<void>;
  press(...keys: readonly Parameters<Page['keyboard']['press']>[0][]): Promise<void>;
  /** Waits until `text` is on the screen. */
  see(text: string, withinMs?: number): Promise<void>;
  /** The row of that alarm, once it is on the screen. */
  rowText(source: string): Promise<string>;
}

export async function openConsole(
  browser: Browser,
  product: Pick<Product, 'url'>,
  { width = 1440, height = 900, scheme = 'light' }: ConsoleOptions = {},
): Promise<ConsoleWindow> {
  const context: BrowserContext = await browser.createBrowserContext();
  const page = await context.newPage();
  // Patience for a busy machine; what has to be quick is measured.
  page.setDefaultTimeout(60_000);
  const phone = width < 720;
  await page.setViewport({ width, height, isMobile: phone, hasTouch: phone });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const violations: string[] = [];
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  page.on('response', (response: HTTPResponse) => {
    if (response.url().includes('/api/csp-report')) violations.push(`reported: ${response.request().postData() ?? ''}`);
  });
  await page.exposeFunction('noteViolation', (text: string) => void violations.push(text));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note = (globalThis as unknown as { noteViolation(text: string): void }).noteViolation;
      note(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });

  const see = async (text: string, withinMs = 15_000): Promise<void> => {
    await page.waitForFunction(
      (wanted) => document.body.innerText.includes(wanted),
      { timeout: withinMs, polling: 50 },
      text,
    );
  };
  return {
    page,
    violations,
    faults,
    see,
    goTo: async (path) => {
      await page.goto(`${product.url}${path}`, { waitUntil: 'load' });
    },
    logIn: async ({ email, password }) => {
      await page.goto(product.url, { waitUntil: 'load' });
      await page.locator('input[name=email]').fill(email);
      await page.locator('input[name=password]').fill(password);
      await page.locator('form button[type=submit]').click();
      await page.waitForSelector('.frame');
      await see('Live');
    },
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    rowText: async (source) => {
      const row = await page.waitForFunction(
        (wanted) => {
          const rows = [...document.querySelectorAll<HTMLElement>('.alarm-row')];
          return rows.find((one) => one.innerText.includes(wanted))?.innerText;
        },
        { polling: 50, timeout: 15_000 },
        source,
      );
      return String(await row.jsonValue());
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
