import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { RadiusTest } from '#shared/nas/radiusTest.ts';
import { SearchAnswer } from '#shared/search/search.ts';
import { DemoLogin, SessionView } from '#shared/tenant/session.ts';
import { launch, ownSettings } from '../../support/launch.ts';
import { radiusSettings } from '../../support/radiusSettings.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const ROUTER = 'NAS-WESTLANDS-1';
const Lines = z.array(z.object({ name: z.string(), online: z.int() }));
const Rows = z.object({ rows: z.array(z.record(z.string(), z.string())) });

const stack = new AsyncDisposableStack();
let url = '';
let labUrl = '';
let session: { readonly cookie: string; readonly csrf: string };
let nasId = '';

const lab = async (path: string, body: object): Promise<unknown> => {
  const answer = await fetch(labUrl + path, { method: 'POST', body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text === '' ? undefined : JSON.parse(text);
};
const command = async (...words: readonly string[]) =>
  Rows.parse(await lab('/nas/command', { name: ROUTER, words })).rows;

async function tried(endSessionOf?: string): Promise<RadiusTest> {
  const answer = await fetch(`${url}/api/nas/${nasId}/radius/test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie: session.cookie, 'x-csrf-token': session.csrf },
    body: JSON.stringify(endSessionOf === undefined ? {} : { endSessionOf }),
  });
  const text = await answer.text();
  expect({ status: answer.status, text: answer.ok ? '' : text }).toEqual({ status: 200, text: '' });
  return RadiusTest.parse(JSON.parse(text));
}

beforeAll(async () => {
  const folder = stack.use(temporaryFolder());
  const env: Record<string, string> = {
    ...(await ownSettings(folder.path)),
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_LAB_NAS_PORT: '0',
    ...(await radiusSettings()),
  };
  const product = stack.use(launch({ args: ['--without-client'], env }));
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
  await vi.waitFor(
    async () => {
      const lines = Lines.parse(await (await fetch(`${labUrl}/nas/lines`)).json());
      if ((lines.find(({ name }) => name === ROUTER)?.online ?? 0) < 5) throw new Error('few are online');
    },
    { timeout: 60_000, interval: 250 },
  );
  const found = await fetch(`${url}/api/search?q=${ROUTER}`, { headers: { cookie: session.cookie } });
  nasId = SearchAnswer.parse(await found.json()).hits.find(({ kind }) => kind === 'nas')!.id;
}, 150_000);
afterAll(() => stack.disposeAsync(), 60_000);

test('operators 13: authentication, accounting and CoA are tested from the console, without and with a customer', async () => {
  await expect
    .poll(() => tried(), { timeout: 30_000, interval: 500 })
    .toMatchObject({
      authentication: { result: 'working', proof: 'answered' },
      accounting: { result: 'working', proof: 'reported' },
      coa: { result: 'working', proof: 'refused', cause: 'Error-Cause 503, Session-Context-Not-Found' },
      counters: [{ badReplies: 0 }],
    });
  const row = (await command('/ppp/active/print')).find(({ radius }) => radius === 'true');
  expect(await tried(row!['name']!)).toMatchObject({
    authentication: { result: 'working', proof: 'cameBack' },
    accounting: { result: 'working', proof: 'stopped' },
    coa: { result: 'working', proof: 'acked' },
  });
}, 120_000);

test('operators 13: a router that takes no CoA, or has another secret, is told by the test', async () => {
  await command('/radius/incoming/set', '=accept=no');
  expect((await tried()).coa).toEqual({ result: 'failing', proof: 'noAnswer' });
  await command('/radius/incoming/set', '=accept=yes');
  const client = (await command('/radius/print')).find(({ comment }) => comment === 'lastmile');
  const id = client!['.id']!;
  await command('/radius/set', `=.id=${id}`, '=secret=another');
  expect((await tried()).coa).toEqual({ result: 'failing', proof: 'noAnswer' });
  await command('/radius/remove', `=.id=${id}`);
  expect((await tried()).authentication).toEqual({ result: 'failing', proof: 'notSetUp' });
}, 120_000);
