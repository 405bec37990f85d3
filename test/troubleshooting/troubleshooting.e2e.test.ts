import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { SearchAnswer } from '#shared/search/search.ts';
import { DemoLogin, SessionView } from '#shared/tenant/session.ts';
import { Findings, TroubleshootingCandidates } from '#shared/troubleshooting/view.ts';
import { RouterClient } from '../lab/routerClient.ts';
import { launch, type Launched, ownSettings } from '../support/launch.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { until } from '../support/until.ts';

/** The lab's equipment redials after some seconds; machines that run tests are busy. */
const WITHIN_MS = 90_000;
const LabRouters = z.array(
  z.object({ name: z.string(), address: z.string(), apiPort: z.int(), user: z.string(), password: z.string() }),
);
const Lines = z.array(z.object({ name: z.string(), online: z.int() }));

const stack = new AsyncDisposableStack();
let product: Launched;
let url = '';
let labUrl = '';
let session: { readonly cookie: string; readonly csrf: string };
let router: RouterClient;

const rowsOf = async (...words: readonly string[]): Promise<readonly string[]> =>
  (await router.ask(...words)).filter(([kind]) => kind === '!re').map((words) => words.join(' '));

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, { headers: { cookie: session.cookie } });
  return await answer.json();
}

/** The first thing to look at, as `tone code`, and what can be done. */
async function first(id: string): Promise<string> {
  const [found] = Findings.parse(await ask(`/api/subscriptions/${id}/troubleshooting`)).findings;
  return found ? [found.tone, found.code, found.act].filter(Boolean).join(' ') : '';
}

/** Its equipment has to dial again. */
async function drop(username: string): Promise<void> {
  const [row] = await rowsOf('/ppp/active/print', `?name=${username}`);
  const id = /=\.id=(\S+)/.exec(row ?? '')?.[1];
  if (id !== undefined) await router.ask('/ppp/active/remove', `=.id=${id}`);
}

async function act(id: string, what: object): Promise<void> {
  const answer = await fetch(`${url}/api/subscriptions/${id}/acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie: session.cookie, 'x-csrf-token': session.csrf },
    body: JSON.stringify({ key: randomUUID(), act: what, reason: 'test' }),
  });
  expect({ status: answer.status, text: answer.ok ? '' : await answer.text() }).toEqual({ status: 200, text: '' });
}

/** A subscriber that is up, with its session on the router. */
async function someone(not: readonly string[] = []): Promise<{ readonly id: string; readonly username: string }> {
  for (const row of await rowsOf('/ppp/active/print')) {
    const username = /=name=(\S+)/.exec(row)?.[1];
    if (username === undefined || not.includes(username)) continue;
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
      // The lab comes up by itself, a moment after the product.
      const answer = await fetch(`${labUrl}/nas/lines`).catch(() => undefined);
      if (!answer) return false;
      const lines = Lines.parse(await answer.json());
      most = lines.filter(({ name }) => name === 'NAS-WESTLANDS-1').toSorted((a, b) => b.online - a.online)[0];
      return (most?.online ?? 0) >= 5;
    },
    'subscribers are online',
    120_000,
  );
  const routers = LabRouters.parse(await (await fetch(`${labUrl}/nas`)).json());
  const { address, apiPort, user, password } = routers.find(({ name }) => name === most!.name)!;
  router = await RouterClient.open({ host: address, port: apiPort });
  await router.ask('/login', `=name=${user}`, `=password=${password}`);
}, 240_000);
afterAll(async () => {
  router?.socket.destroy();
  await stack.disposeAsync();
}, 60_000);

test('issue 4, 9: a wrong password and a suspension are named, with what to do', { timeout: 240_000 }, async () => {
  const one = await someone();
  await until(async () => (await first(one.id)) === 'fine online', 'its session is known', WITHIN_MS);
  // The equipment keeps the old one.
  await act(one.id, { act: 'changeCredentials', newPassword: true });
  await drop(one.username);
  await until(
    async () => (await first(one.id)) === 'cause wrongPassword newPassword',
    'the wrong password is named',
    WITHIN_MS,
  );
  const other = await someone([one.username]);
  await act(other.id, { act: 'suspend' });
  await until(async () => (await first(other.id)).endsWith('suspended resume'), 'the suspension is named', WITHIN_MS);
  const found = TroubleshootingCandidates.parse(await ask(`/api/troubleshooting?text=${other.username}`));
  expect(found.lines).toMatchObject([{ id: other.id, state: 'suspended' }]);
});
