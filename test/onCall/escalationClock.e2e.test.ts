import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebhookView } from '#shared/notice/webhook.ts';
import { OnCallView } from '#shared/onCall/view.ts';
import { buildClient } from '#test/browser/builtClient.ts';
import { consoleApi } from '#test/browser/consoleApi.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from '#test/browser/consoleBrowser.ts';
import { labControl } from '#test/browser/labControl.ts';
import { type Receiver, startReceiver } from '#test/messaging/receiver.ts';
import { type ClockedProduct, startClockedProduct } from '#test/support/clockedProduct.ts';
import { eventually } from '#test/support/eventually.ts';

const MINUTE_MS = 60_000;

let product: ClockedProduct;
let browser: Browser;
let outside: Receiver;

beforeAll(async () => {
  await buildClient();
  outside = await startReceiver();
  product = await startClockedProduct({ LASTMILE_PRIVATE_TARGETS: '127.0.0.0/8' });
  browser = await launchBrowser();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await outside?.[Symbol.asyncDispose]();
});

/** Every step of every rule goes to this person, by a gateway; answers when the second step is due after the first. */
async function callOnly(window: ConsoleWindow): Promise<{ readonly secondAfterMs: number }> {
  await consoleApi(window, 'POST', '/api/notices/webhooks', {
    name: 'Gateway',
    request: {
      ...{ method: 'POST', url: `${outside.url}/sms`, headers: [], secretHeaders: [], signed: false },
      body: { kind: 'json', template: '{"to":"{{name}}","text":"{{title}}"}' },
    },
  });
  const [gateway] = WebhookView.array().parse(await consoleApi(window, 'GET', '/api/notices/webhooks'));
  const { userId } = (await consoleApi(window, 'GET', '/api/session')) as { userId: string };
  const [policy] = OnCallView.parse(await consoleApi(window, 'GET', '/api/on-call')).policies;
  const { id, version, position: _, ...plan } = policy!;
  const steps = plan.steps.map((step) => ({
    ...step,
    targets: [{ kind: 'user', userId }],
    routes: [{ channel: 'webhook', webhookId: gateway!.id }],
  }));
  await consoleApi(window, 'PUT', `/api/on-call/policies/${id}`, { version, plan: { ...plan, steps } });
  return { secondAfterMs: plan.steps[1]!.afterMs };
}

const called = (): number => outside.received.filter(({ path }) => path === '/sms').length;

async function staysCalled(times: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(called()).toBe(times);
}

test('a critical nobody acknowledges goes up step by step, is silent while shelved, and calls again after', async () => {
  const [owner] = await product.logins();
  const lab = labControl(product);
  await lab.calm();
  await using window = await openConsole(browser, product);
  await window.logIn(owner!);
  const { secondAfterMs } = await callOnly(window);
  await window.goTo('/alarms');
  await lab.raise({ hostname: 'OLT-WESTLANDS-1', resource: '0/1/1', severity: 'critical', text: 'Loss of signal' });
  await eventually(() => called() === 1, 'the first step', 60_000);

  product.clock.skip(secondAfterMs - MINUTE_MS);
  await staysCalled(1);
  product.clock.skip(MINUTE_MS);
  await eventually(() => called() === 2, 'the second step', 60_000);

  await window.see('OLT-WESTLANDS-1');
  await window.press('j');
  await window.press('s');
  await (await window.page.waitForSelector('dialog textarea'))!.type('works on the fibre');
  await window.page.click('dialog button[type="submit"]');
  await window.page.waitForSelector('dialog', { hidden: true });
  product.clock.skip(20 * MINUTE_MS);
  await staysCalled(2);
  await window.goTo('/alarms?state=shelved');
  await window.see('Shelved');

  product.clock.skip(60 * MINUTE_MS);
  await eventually(() => called() === 3, 'the step after the shelf', 60_000);
  await window.goTo('/alarms');
  await window.see('OLT-WESTLANDS-1');
  await window.press('j');
  await window.press('a');
  await window.see('Acknowledged');
  product.clock.skip(120 * MINUTE_MS);
  await staysCalled(3);
  expect([window.violations, window.faults]).toEqual([[], []]);
}, 120_000);
