import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Routes } from '#server/platform/http/httpApp.ts';
import { createHttpServer } from '#server/platform/http/httpServer.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { builtClient, recordingLog, startTestServer, systemClock, type TestServer } from './testServer.ts';

const routes: Routes = (app) => {
  app.get('/api/refuse', () => {
    throw new HttpProblem(409, 'alarm/claimed', 'Claimed by Asha.', { retryAfterMs: 1_500 });
  });
  app.get('/api/crash', () => {
    throw new Error('connection to postgres://app:hunter2@db/lastmile failed');
  });
  app.post('/api/echo', { schema: { body: z.object({ count: z.int() }) } }, async (request) => {
    await Promise.resolve();
    request.log.info('inside');
    return request.body;
  });
  app.get('/api/limited', { config: { rateLimit: { max: 2, timeWindow: 60_000 } } }, () => ({ ok: true }));
};

describe('a server with a built client', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ clientDirectory: await builtClient(), routes: [routes] });
  });
  afterAll(() => server.stop());

  test('every answer carries the content security policy and a request id', async () => {
    const answer = await fetch(`${server.url}/`);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain(
      "default-src 'self';script-src 'self';connect-src 'self' ws: wss:;style-src 'self';img-src 'self' data:;worker-src 'self';frame-ancestors 'none'",
    );
    expect(policy).toContain('report-uri /api/csp-report');
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/);
    expect(answer.headers.get('strict-transport-security')).toBeNull();
  });

  test('a harmless request id of a proxy is kept, another is replaced', async () => {
    const kept = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'proxy-12345678' } });
    expect(kept.headers.get('x-request-id')).toBe('proxy-12345678');
    const replaced = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'a b"c' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.for([
    { path: '/assets/main-a1b2c3.js', cache: 'public, max-age=31536000, immutable', type: 'javascript' },
    { path: '/icon.svg', cache: 'no-cache', type: 'image/svg+xml' },
    { path: '/', cache: 'no-cache', type: 'text/html' },
    { path: '/alarms/anything?tab=1', cache: 'no-cache', type: 'text/html' },
  ])('$path is served with cache-control $cache', async ({ path, cache, type }) => {
    const answer = await fetch(server.url + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe(cache);
    expect(answer.headers.get('content-type')).toContain(type);
  });

  test('a compressed neighbour is sent to who understands it', async () => {
    const path = `${server.url}/assets/main-a1b2c3.js`;
    const compressed = await fetch(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('cache-control')).toContain('immutable');
    expect(compressed.headers.get('vary')).toContain('accept-encoding');
    expect(await compressed.text()).toBe('export {};');
    const plain = await fetch(path, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe('export {};');
  });

  test.for(['/api/nothing', '/assets/gone.js', '/gone.css'])(
    '%s is not answered with the page but with a problem',
    async (path) => {
      const answer = await fetch(server.url + path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 404, title: 'Not Found', code: 'request/not-found' });
    },
  );

  test.for(['/../package.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2f..%2fetc%2fpasswd'])(
    '%s leads out of the directory and is refused',
    async (path) => {
      const answer = await rawGet(server.url, path);
      expect(answer).not.toContain('root:');
      expect(answer).not.toContain('"dependencies"');
    },
  );

  test('a problem says what, why, when to come again and which request', async () => {
    const answer = await fetch(`${server.url}/api/refuse`);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'Claimed by Asha.',
      code: 'alarm/claimed',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  test('an unexpected error is logged with its request id and answered without particulars', async () => {
    const answer = await fetch(`${server.url}/api/crash`);
    const body = await answer.text();
    expect(answer.status).toBe(500);
    expect(body).not.toContain('postgres');
    const line = server.lines().find(({ msg }) => msg === 'request failed');
    expect(line?.['requestId']).toBe(answer.headers.get('x-request-id'));
    expect(JSON.stringify(line)).toContain('postgres://app:[hidden]@db/lastmile');
    expect(JSON.stringify(server.lines())).not.toContain('hunter2');
  });

  test('a malformed body is refused member by member', async () => {
    const answer = await post(`${server.url}/api/echo`, { count: 'three' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'request/invalid', errors: [{ path: '/count' }] });
  });

  test('lines written after the body was read carry the request id too', async () => {
    const answer = await post(`${server.url}/api/echo`, { count: 3 });
    expect(await answer.json()).toEqual({ count: 3 });
    const line = server.lines().find(({ msg }) => msg === 'inside');
    expect(line?.['requestId']).toBe(answer.headers.get('x-request-id'));
  });

  test('an address that asks too often is told when to come again', async () => {
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push(await fetch(`${server.url}/api/limited`));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(await statuses[2]?.json()).toMatchObject({ code: 'request/too-many', status: 429 });
    expect(statuses[2]?.headers.get('retry-after')).toBe('60');
  });

  test('both forms of policy reports are counted and can be read back', async () => {
    await post(
      `${server.url}/api/csp-report`,
      {
        'csp-report': {
          'document-uri': 'http://x/wall?token=abc',
          'effective-directive': 'script-src-elem',
          'blocked-uri': 'inline',
        },
      },
      'application/csp-report',
    );
    const modern = [
      {
        type: 'csp-violation',
        body: { documentURL: 'http://x/', effectiveDirective: 'img-src', blockedURL: 'http://evil/a.png' },
      },
    ];
    expect((await post(`${server.url}/api/csp-report`, modern, 'application/reports+json')).status).toBe(204);
    expect(await (await fetch(`${server.url}/api/csp-reports`)).json()).toEqual([
      { documentUrl: 'http://x/wall', directive: 'script-src-elem', blockedUrl: 'inline' },
      { documentUrl: 'http://x/', directive: 'img-src', blockedUrl: 'http://evil/a.png' },
    ]);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
      'lastmile_http_csp_reports_total{directive="img-src"} 1',
    );
  });

  test('what is not a policy report is refused', async () => {
    expect((await post(`${server.url}/api/csp-report`, '{', 'application/csp-report')).status).toBe(400);
    expect((await post(`${server.url}/api/csp-report`, { a: 1 }, 'application/csp-report')).status).toBe(400);
  });
});

test('without a built client the page says what to do', async () => {
  await using server = await startTestServer();
  const answer = await fetch(`${server.url}/`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('npm start');
});

test('policy reports cannot be read when the lab does not run', async () => {
  await using server = await startTestServer({ lab: false });
  expect((await fetch(`${server.url}/api/csp-reports`)).status).toBe(404);
});

test('over https browsers are told to insist on it', async () => {
  await using server = await startTestServer({ https: true });
  expect((await fetch(`${server.url}/healthz`)).headers.get('strict-transport-security')).toContain('max-age=31536000');
});

test('a port in use is reported with what to do', async () => {
  await using server = await startTestServer();
  const second = createHttpServer({
    host: '127.0.0.1',
    port: Number(new URL(server.url).port),
    log: recordingLog().log,
    clock: systemClock,
    metrics: server.metrics,
    readiness: server.readiness,
    clientDirectory: '/nonexistent',
    https: false,
    trustsProxy: () => false,
    lab: false,
    routes: [],
  });
  await expect(second.start()).rejects.toThrow(/in use.*LASTMILE_HTTP_PORT/);
  await second.stop();
});

test('stopping lets an answer under way end and closes idle connections', async () => {
  let finish = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (finish = resolve));
  let asked = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (asked = resolve));
  const slow: Routes = (app) => {
    app.get('/api/slow', async () => {
      asked();
      await waiting;
      return { done: true };
    });
  };
  const server = await startTestServer({ routes: [slow] });
  const answer = fetch(`${server.url}/api/slow`);
  await arrived;
  const stopped = server.stop();
  finish();
  expect(await (await answer).json()).toEqual({ done: true });
  await stopped;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});

function post(url: string, body: unknown, type = 'application/json'): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body: text });
}

/** fetch tidies paths up before sending them; this does not. */
function rawGet(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}
