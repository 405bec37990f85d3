import { get, request } from 'node:https';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreatedToken } from '#shared/auth/tokens.ts';
import { SessionView } from '#shared/tenant/session.ts';
import { eventually } from '../support/eventually.ts';
import { startProduct, type Product } from '../support/product.ts';

interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly text: string;
}

let product: Product;
let tls: string;
let ca: string;

beforeAll(async () => {
  product = await startProduct();
  await eventually(() => /over TLS: +(\S+)/.test(product.output()), 'the address over TLS');
  tls = /over TLS: +(\S+)/.exec(product.output())?.[1] ?? '';
  ca = await (await fetch(`${product.url}/ca.crt`)).text();
}, 120_000);
afterAll(() => product[Symbol.asyncDispose]());

/** As a browser that trusts the installation's authority. */
function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { method, ca, agent: false, headers: { origin: tls, ...json, ...headers } };
    const asked = (method === 'GET' ? get : request)(tls + path, options, (answer) => {
      answer.toArray().then((parts) => {
        const cookies = (answer.headers['set-cookie'] ?? []).map((text) => text.split(';')[0] ?? '');
        resolve({ status: answer.statusCode ?? 0, cookies, text: Buffer.concat(parts as Buffer[]).toString() });
      }, reject);
    });
    asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function logIn(): Promise<{ cookie: string; headers: Record<string, string> }> {
  const [login] = await product.logins();
  const answer = await send('POST', '/api/login', { email: login?.email, password: login?.password });
  expect(answer.status).toBe(200);
  const cookie = answer.cookies[0] ?? '';
  const { csrfToken } = SessionView.parse(JSON.parse(answer.text));
  const headers = { cookie, 'x-csrf-token': csrfToken };
  await send('POST', '/api/session/step-up', { password: login?.password }, headers);
  return { cookie, headers };
}

interface Screen extends Disposable {
  readonly socket: Socket;
  /** `hello` and then how it ended; or why it could not connect. */
  readonly heard: string[];
}

function connect(url: string, headers: Record<string, string>): Screen {
  const socket = io(url, { transports: ['websocket'], reconnection: false, ca, extraHeaders: headers });
  const heard: string[] = [];
  socket.on('hello', () => heard.push('hello'));
  socket.on('session.ended', ({ reason }: { reason: string }) => heard.push(reason));
  socket.on('disconnect', () => heard.push('closed'));
  socket.on('connect_error', (error) => heard.push(error.message));
  return { socket, heard, [Symbol.dispose]: () => void socket.close() };
}

describe('over TLS', () => {
  test('cookies are bound to the host, and are worth nothing over plain HTTP', async () => {
    const { cookie } = await logIn();
    expect(cookie).toMatch(/^__Host-lastmile_session=/);
    expect((await send('GET', '/api/session', undefined, { cookie })).status).toBe(200);
    expect((await fetch(`${product.url}/api/session`, { headers: { cookie } })).status).toBe(401);
  });

  test('screens connect live, from pages of this very origin alone', async () => {
    const { cookie } = await logIn();
    using own = connect(tls, { cookie, origin: tls });
    using plain = connect(tls, { cookie, origin: tls.replace('https:', 'http:') });
    await expect.poll(() => own.heard).toEqual(['hello']);
    await expect.poll(() => plain.heard).toHaveLength(1);
    expect(plain.heard).not.toContain('hello');
  });

  test('a program comes in live with its token, and a wall with its link, until they are revoked', async () => {
    const { headers } = await logIn();
    const make = async (kind: 'api' | 'wall'): Promise<CreatedToken> => {
      const wanted = { kind, name: kind, permissions: ['alarm.view'] };
      return CreatedToken.parse(JSON.parse((await send('POST', '/api/tokens', wanted, headers)).text));
    };
    const [program, wall] = [await make('api'), await make('wall')];
    const entered = await send('POST', '/api/wall/enter', { token: wall.secret });
    expect(SessionView.parse(JSON.parse(entered.text)).kind).toBe('wall');
    using bot = connect(tls, { authorization: `Bearer ${program.secret}` });
    using screen = connect(tls, { cookie: entered.cookies[0] ?? '', origin: tls });
    await expect.poll(() => [bot.heard, screen.heard]).toEqual([['hello'], ['hello']]);
    for (const [{ token }, { heard }] of [
      [program, bot],
      [wall, screen],
    ] as const) {
      expect((await send('DELETE', `/api/tokens/${token.id}`, undefined, headers)).status).toBe(204);
      await expect.poll(() => heard, { timeout: 1_000 }).toEqual(['hello', 'revoked', 'closed']);
    }
  });
});
