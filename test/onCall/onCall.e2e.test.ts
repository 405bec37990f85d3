import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebhookView } from '#shared/notice/webhook.ts';
import { OnCallView } from '#shared/onCall/view.ts';
import { buildClient } from '#test/browser/builtClient.ts';
import { consoleApi as api } from '#test/browser/consoleApi.ts';
import { launchBrowser, openConsole } from '#test/browser/consoleBrowser.ts';
import { labControl } from '#test/browser/labControl.ts';
import { type Receiver, startReceiver } from '#test/messaging/receiver.ts';
import { eventually } from '#test/support/eventually.ts';
import { type Product, startProduct } from '#test/support/product.ts';

let product: Product;
let browser: Browser;
let outside: Receiver;

beforeAll(async () => {
  await buildClient();
  outside = await startReceiver();
  product = await startProduct({
    env: {
      LASTMILE_PRIVATE_TARGETS: '127.0.0.0/8',
      LASTMILE_HEARTBEAT_URL: `${outside.url}/beat/key`,
      LASTMILE_HEARTBEAT_SECONDS: '10',
    },
    readyWithinMs: 120_000,
  });
  browser = await launchBrowser();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await outside?.[Symbol.asyncDispose]();
});

const calls = (path: string): readonly string[] =>
  outside.received.filter((one) => one.path === path).map(({ body }) => body.toString());

test('a critical reaches the one on call by the gateway, is seen, shelved, and calls nobody any more', async () => {
  const [owner] = await product.logins();
  const lab = labControl(product);
  await lab.calm();
  await using window = await openConsole(browser, product);
  await window.logIn(owner!);
  await api(window, 'POST', '/api/notices/webhooks', {
    name: 'Gateway',
    request: {
      ...{ method: 'POST', url: `${outside.url}/sms`, headers: [], secretHeaders: [], signed: false },
      body: { kind: 'json', template: '{"to":"{{name}}","text":"{{title}}","link":"{{link}}"}' },
    },
  });
  const [gateway] = WebhookView.array().parse(await api(window, 'GET', '/api/notices/webhooks'));
  const view = OnCallView.parse(await api(window, 'GET', '/api/on-call'));
  const { id, version, position: _, ...plan } = view.policies[0]!;
  const steps = plan.steps.map((step) => ({ ...step, routes: [{ channel: 'webhook', webhookId: gateway!.id }] }));
  const session = (await api(window, 'GET', '/api/session')) as { userId: string; tenantId: string };
  const first = { ...steps[0], targets: [{ kind: 'user', userId: session.userId }] };
  await api(window, 'PUT', `/api/on-call/policies/${id}`, {
    version,
    plan: { ...plan, steps: [first, ...steps.slice(1)] },
  });

  await window.goTo('/on-call/notices');
  await window.see('Nobody had to be told');
  await lab.raise({ hostname: 'OLT-WESTLANDS-1', resource: '0/1/1', severity: 'critical', text: 'Loss of signal' });
  await eventually(() => calls('/sms').length === 1, 'the gateway is called', 10_000);
  const sent = JSON.parse(calls('/sms')[0]!) as { to: string; text: string; link: string };
  expect(sent).toMatchObject({ to: owner!.userName, text: 'CRITICAL OLT-WESTLANDS-1/0/1/1: lossOfSignal' });
  await window.see('Delivered');

  await window.goTo(new URL(sent.link).pathname);
  await window.see('Loss of signal');
  await window.see(`${owner!.userName} was told by Gateway · Seen`);
  expect(window.page.url()).toContain('/alarms?alarm=');

  const alarm = new URL(window.page.url()).searchParams.get('alarm')!;
  await window.press('s');
  await (await window.page.waitForSelector('dialog textarea'))!.type('works on the fibre');
  await window.page.click('dialog button[type="submit"]');
  await window.see('Shelved: works on the fibre');
  await window.goTo(`/inspector/actor/${session.tenantId}/escalation/${alarm}`);
  await window.see('held');
  expect(calls('/sms')).toHaveLength(1);
  expect([window.violations, window.faults]).toEqual([[], []]);
}, 120_000);

test('the outside hears that the server lives, and the screen says so', async () => {
  const [owner] = await product.logins();
  await using window = await openConsole(browser, product);
  await window.logIn(owner!);
  await eventually(() => calls('/beat/key').length > 0, 'a heartbeat', 30_000);
  await window.goTo('/on-call/ways');
  await window.see('hears from here every 10 s');
  await window.see('Answered');
  expect(await window.page.content()).not.toContain('/beat/key');
}, 60_000);

test('the worker that shows notices registers under the policy of the console, at an address that stays', async () => {
  const [owner] = await product.logins();
  await using window = await openConsole(browser, product);
  await window.logIn(owner!);
  await window.goTo('/on-call/me');
  await window.page.evaluate(async () => {
    await navigator.serviceWorker.register('/noticeWorker.js');
    await navigator.serviceWorker.ready;
  });
  const worker = await window.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return { scope: registration.scope, script: registration.active?.scriptURL };
  });
  expect(worker).toEqual({ scope: `${product.url}/`, script: `${product.url}/noticeWorker.js` });
  expect(window.violations).toEqual([]);
}, 60_000);

test('a duty is offered, taken by the one who was asked, and nobody else decides', async () => {
  const [owner, ...others] = (await product.logins()).filter(({ tenantName }) => tenantName.startsWith('Savanna'));
  const dispatcher = others.find(({ roleName }) => roleName === 'Dispatcher')!;
  await using asking = await openConsole(browser, product);
  await using asked = await openConsole(browser, product);
  await asking.logIn(owner!);
  await asked.logIn(dispatcher);
  const view = OnCallView.parse(await api(asking, 'GET', '/api/on-call'));
  const rota = view.rotas[0]!;
  const [giver, taker] = [owner!, dispatcher].map(
    (login) => view.people.find(({ name }) => name === login.userName)!.id,
  );
  const from = Date.now() + 3_600_000;
  const cover = { rotaId: rota.id, layerId: rota.layers[0]!.id, from, until: from + 3_600_000 };
  const imposed = api(asked, 'POST', '/api/on-call/covers', {
    ...cover,
    givenBy: giver,
    takenBy: taker,
    decided: true,
  });
  await expect(imposed).rejects.toThrow('403');
  await api(asking, 'POST', '/api/on-call/covers', { ...cover, givenBy: giver, takenBy: taker, note: 'wedding' });
  await asked.goTo('/on-call');
  await asked.see('wedding');
  await asked.page.waitForSelector('.on-call-offers .button.primary').then((button) => button!.click());
  await asked.page.waitForFunction(() => !document.body.innerText.includes('wedding'));
  const after = OnCallView.parse(await api(asking, 'GET', '/api/on-call'));
  expect(after.covers).toMatchObject([{ state: 'accepted', givenBy: giver, takenBy: taker, decidedBy: taker }]);
  const again = api(asked, 'POST', `/api/on-call/covers/${after.covers[0]!.id}/accept`, {});
  await expect(again).rejects.toThrow('cover/decided');
}, 60_000);
