import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { SearchAnswer } from '#shared/search/search.ts';
import { DemoLogin, SessionView } from '#shared/tenant/session.ts';
import { RouterClient } from '../lab/routerClient.ts';
import { launch, type Launched, ownSettings } from '../support/launch.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** A second is what it is to take; machines that run tests are busy. */
const WITHIN_MS = 5_000;
const LabRouters = z.array(
  z.object({ name: z.string(), address: z.string(), apiPort: z.int(), user: z.string(), password: z.string() }),
);
const Lines = z.array(z.object({ name: z.string(), online: z.int() }));

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => void socket.bind(0, '127.0.0.1', bound));
  const { port } = socket.address();
  await new Promise<void>((closed) => void socket.close(closed));
  return port;
}

/** Asks until it holds; answers how long that took. */
async function until(holds: () => Promise<boolean>, what: string, mostMs: number): Promise<number> {
  const from = performance.now();
  while (!(await holds())) if (performance.now() - from > mostMs) throw new Error(`not within ${mostMs} ms: ${what}`);
  return performance.now() - from;
}

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
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_AUTH_PORT: String(await freeUdpPort()),
    LASTMILE_RADIUS_ACCT_PORT: String(await freeUdpPort()),
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
  const limit = async (): Promise<string | undefined> => {
    const [row] = await rowsOf('/queue/simple/print', `?name=<pppoe-${username}>`);
    return /=max-limit=(\S+)/.exec(row ?? '')?.[1];
  };
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

test('a suspended line is off within a second, and is let in again when it is resumed', async () => {
  const { id, username } = await someone();
  const online = async (): Promise<boolean> => (await rowsOf('/ppp/active/print', `?name=${username}`)).length > 0;
  await act(id, { act: 'suspend' });
  const took = await until(async () => !(await online()), 'the session is ended', 20_000);
  await act(id, { act: 'resume' });
  expect(took).toBeLessThan(WITHIN_MS);
  await until(online, 'it is back', 60_000);
}, 90_000);
