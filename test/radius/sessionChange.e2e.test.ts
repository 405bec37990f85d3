import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { SearchAnswer } from '#shared/search/search.ts';
import { DemoLogin, SessionView } from '#shared/tenant/session.ts';
import { RouterClient } from '../lab/routerClient.ts';
import { launch, type Launched, ownSettings } from '../support/launch.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { until } from '../support/until.ts';

/** A second is what it is to take; machines that run tests are busy. */
const WITHIN_MS = 5_000;
const LabRouters = z.array(
  z.object({ name: z.string(), address: z.string(), apiPort: z.int(), user: z.string(), password: z.string() }),
);
const Lines = z.array(z.object({ name: z.string(), online: z.int() }));
const Found = z.object({
  session: z.object({ acctSessionId: z.string(), sessionTimeout: z.number().optional() }).nullish(),
});
type Running = NonNullable<z.infer<typeof Found>['session']>;
const Amount = z.object({ received: z.number(), sent: z.number() });
const Truth = z.object({ sessions: z.array(z.object({ acknowledged: Amount })) });

const stack = new AsyncDisposableStack();
let product: Launched;
let url = '';
let labUrl = '';
let session: { readonly cookie: string; readonly csrf: string };
let router: RouterClient;

const rowsOf = async (...words: readonly string[]): Promise<readonly string[]> =>
  (await router.ask(...words)).filter(([kind]) => kind === '!re').map((words) => words.join(' '));

async function act(id: string, what: object): Promise<void> {
  const answer = await fetch(`${url}/api/subscriptions/${id}/acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie: session.cookie, 'x-csrf-token': session.csrf },
    body: JSON.stringify({ key: randomUUID(), act: what, reason: 'test' }),
  });
  expect({ status: answer.status, text: answer.ok ? '' : await answer.text() }).toEqual({ status: 200, text: '' });
}

/** What the router limits somebody to. */
async function limitOf(username: string): Promise<string | undefined> {
  const [row] = await rowsOf('/queue/simple/print', `?name=<pppoe-${username}>`);
  return /=max-limit=(\S+)/.exec(row ?? '')?.[1];
}

/** A subscriber that is up and has paid, with its session on the router. */
async function someone(not: readonly string[] = []): Promise<{ readonly id: string; readonly username: string }> {
  const walled = await rowsOf('/ip/firewall/address-list/print', '?list=lastmile-walled-garden');
  const isWalled = (address = ''): boolean => walled.some((row) => row.includes(`=address=${address} `));
  for (const row of await rowsOf('/ppp/active/print')) {
    const username = /=name=(\S+)/.exec(row)?.[1];
    if (username === undefined || not.includes(username) || isWalled(/=address=(\S+)/.exec(row)?.[1])) continue;
    const found = await fetch(`${url}/api/search?q=${encodeURIComponent(username)}`, {
      headers: { cookie: session.cookie },
    });
    const hit = SearchAnswer.parse(await found.json()).hits.find(({ kind }) => kind === 'subscription');
    if (hit) return { id: hit.id, username };
  }
  throw new Error('nobody is online who can be found');
}

beforeAll(async () => {
  const folder = stack.use(temporaryFolder());
  const env: Record<string, string> = {
    ...(await ownSettings(folder.path)),
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_LAB_NAS_PORT: '0',
    ...(await radiusSettings()),
  };
  product = stack.use(launch({ args: ['--without-client'], env }));
  url = await product.ready();
  labUrl = `http://127.0.0.1:${env['LASTMILE_LAB_PORT']}`;
  const [login] = z.array(DemoLogin).parse(await (await fetch(`${url}/api/demo-logins`)).json());
  const answer = await fetch(`${url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: login!.email, password: login!.password }),
  });
  const cookie = answer.headers.getSetCookie().map((text) => text.split(';')[0]);
  session = { cookie: cookie.join('; '), csrf: SessionView.parse(await answer.json()).csrfToken };
  let most: z.infer<typeof Lines>[number] | undefined;
  await until(
    async () => {
      const lines = Lines.parse(await (await fetch(`${labUrl}/nas/lines`)).json());
      most = lines.filter(({ name }) => name === 'NAS-WESTLANDS-1').toSorted((a, b) => b.online - a.online)[0];
      return (most?.online ?? 0) >= 5;
    },
    'subscribers are online',
    60_000,
  );
  const routers = LabRouters.parse(await (await fetch(`${labUrl}/nas`)).json());
  const { address, apiPort, user, password } = routers.find(({ name }) => name === most!.name)!;
  router = await RouterClient.open({ host: address, port: apiPort });
  await router.ask('/login', `=name=${user}`, `=password=${password}`);
}, 150_000);
afterAll(async () => {
  router?.socket.destroy();
  await stack.disposeAsync();
}, 60_000);

test('another rate is on the router within a second, and is taken back as fast', async () => {
  const { id, username } = await someone();
  const limit = (): Promise<string | undefined> => limitOf(username);
  const before = await limit();
  await act(id, {
    act: 'overrideRates',
    rates: { downBps: 3_000_000, upBps: 1_000_000, until: Date.now() + 3_600_000 },
  });
  const took = await until(async () => (await limit()) === '1000000/3000000', 'the other rate', 20_000);
  await act(id, { act: 'endOverride' });
  const back = await until(async () => (await limit()) === before, 'the usual rate', 20_000);
  expect(Math.max(took, back)).toBeLessThan(WITHIN_MS);
}, 90_000);

test('a suspended line is in the walled garden within a second, and out of it when it is resumed', async () => {
  const { id, username } = await someone();
  const isWalled = async (): Promise<boolean | undefined> => {
    const [row] = await rowsOf('/ppp/active/print', `?name=${username}`);
    const address = /=address=(\S+)/.exec(row ?? '')?.[1];
    if (address === undefined) return undefined;
    const walled = await rowsOf('/ip/firewall/address-list/print', '?list=lastmile-walled-garden');
    return walled.some((one) => one.includes(`=address=${address} `));
  };
  await act(id, { act: 'suspend' });
  const took = await until(async () => (await isWalled()) === true, 'it is in the garden', 20_000);
  await act(id, { act: 'resume' });
  expect(took).toBeLessThan(WITHIN_MS);
  await until(async () => (await isWalled()) === false, 'it is out again', 60_000);
}, 90_000);

test('operators 9: who extends stays on: the running session is told its new end', async () => {
  // Without a walled garden its session ends by itself.
  const { id, username } = await makeLine('stays', { onExpiry: 'disconnect', graceMs: 0 });
  const running = async (): Promise<Running | undefined> => await sessionOf(username);
  await until(async () => (await running())?.sessionTimeout !== undefined, 'it is online', 60_000);
  const before = (await running())!;
  await act(id, { act: 'extend', days: 2 });
  const took = await until(async () => (await running())?.sessionTimeout !== before.sessionTimeout, 'its end', 20_000);
  const after = (await running())!;
  expect(after.acctSessionId).toBe(before.acctSessionId);
  // Routers count in whole seconds, and from when they began.
  expect(Math.abs(after.sessionTimeout! - before.sessionTimeout! - 2 * 86_400)).toBeLessThanOrEqual(5);
  expect(took).toBeLessThan(WITHIN_MS);
}, 120_000);

test('a line that has used its quota up is slower from the next interim report on, in the same session', async () => {
  const slow = { downBps: 1_000_000, upBps: 500_000 };
  const { username } = await makeLine('uses', {
    ...{ quotaBytes: 50_000_000, fup: { act: 'throttle', rates: slow }, interimS: 60 },
  });
  await until(async () => (await limitOf(username)) === '5000000/10000000', 'it is online', 60_000);
  const before = (await sessionOf(username))!;
  await post(labUrl, '/nas/lines/act', { username, act: 'move', received: 10_000_000, sent: 45_000_000 });
  expect(await limitOf(username)).toBe('5000000/10000000');
  // The router says so when its next report is due, and nothing is known of it until then.
  await until(async () => (await acknowledged(username)) >= 55_000_000, 'the report', 75_000);
  await until(async () => (await limitOf(username)) === '500000/1000000', 'slower, before the report after', 50_000);
  expect((await sessionOf(username))!.acctSessionId).toBe(before.acctSessionId);
}, 180_000);

async function sessionOf(username: string): Promise<Running | undefined> {
  const answer = await fetch(`${labUrl}/nas/lines/find`, { method: 'POST', body: JSON.stringify({ username }) });
  return z.array(Found).parse(await answer.json())[0]?.session ?? undefined;
}

/** Bytes of which the router has an Accounting-Response. */
async function acknowledged(username: string): Promise<number> {
  const { sessions } = Truth.parse(await post(labUrl, '/nas/truth', { username }));
  return sessions.reduce((sum, { acknowledged: { received, sent } }) => sum + received + sent, 0);
}

async function post(base: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(base + path, { method: 'POST', body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** A customer with a line of a package of its own, who dials in at Westlands. */
async function makeLine(prefix: string, terms: object): Promise<{ readonly id: string; readonly username: string }> {
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: url,
        cookie: session.cookie,
        'x-csrf-token': session.csrf,
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    return z.object({ id: z.string() }).parse(JSON.parse(text)).id;
  };
  const [username, password] = [`${prefix}000000`, 'pass000000'];
  const packageId = await make('/api/packages', {
    ...{ name: `Of ${prefix}`, accessTypes: ['pppoe'], downBps: 10_000_000, upBps: 5_000_000, priceMinor: 100 },
    ...terms,
  });
  const customerId = await make('/api/customers', { name: `Customer of ${prefix}` });
  const id = await make('/api/subscriptions', {
    ...{ key: randomUUID(), customerId, packageId, accessType: 'pppoe', start: 'now', username, password },
  });
  await post(labUrl, '/nas/lines/generate', { names: ['NAS-WESTLANDS-1'], count: 1, prefix });
  return { id, username };
}
