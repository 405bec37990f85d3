import { io, type Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { NasCounts, NasRow } from '#shared/nas/view.ts';
import { Frame, Snapshot } from '#shared/wire/downstream.ts';
import { startProduct, type Product } from '../support/product.ts';
import { logIn } from '../support/productSession.ts';

/** One view as a console keeps it, parsed. */
class Watched {
  readonly rows = new Map<string, object>();
  readonly #socket: Socket;
  #listeners: (() => void)[] = [];

  constructor(product: Product, cookie: string, request: object) {
    this.#socket = io(product.url, { transports: ['websocket'], extraHeaders: { cookie, origin: product.url } });
    this.#socket.on('connect', () => this.#socket.emit('view.subscribe', { channel: 1, request }, () => undefined));
    this.#socket.on('view.snapshot', (message: unknown) => {
      this.rows.clear();
      for (const { id, fields } of Snapshot.parse(message).rows) this.rows.set(id, fields);
      this.#changed();
    });
    this.#socket.on('view.frame', (message: unknown) => {
      for (const change of Frame.parse(message).changes) {
        if (change.op === 'put') this.rows.set(change.id, change.fields);
        else this.rows.delete(change.id);
      }
      this.#changed();
    });
  }

  /** Resolves with how long it took. */
  async until(holds: () => boolean, what: string, mostMs: number): Promise<number> {
    const from = performance.now();
    let late: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(new Error(`not within ${mostMs} ms: ${what}`)), mostMs);
      const look = (): void => {
        if (holds()) resolve();
      };
      this.#listeners.push(look);
      look();
    });
    clearTimeout(late);
    return performance.now() - from;
  }

  close(): void {
    this.#socket.close();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const listed = (view: Watched): NasRow[] => [...view.rows.values()].map((fields) => NasRow.parse(fields));

async function lab(product: Product, path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${product.labPort}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

test('the demo’s routers are up within 5 s of readiness; one that stops is shown down within 3 s and up within 5 s', async () => {
  await using product = await startProduct();
  const { cookie } = await logIn(product, 'NOC', 'Savanna Fibre');
  const all = { view: 'nas.list', filter: {}, sort: 'trouble', window: { offset: 0, limit: 50 } };
  const view = new Watched(product, cookie, all);
  await view.until(() => listed(view).filter(({ state }) => state === 'up').length === 7, 'all are up', 5_000);

  const stateOf = (name: string): string | undefined => listed(view).find((row) => row.name === name)?.state;
  await lab(product, '/nas/faults', { name: 'NAS-KISUMU', fault: 'drop', seconds: 6 });
  const downMs = await view.until(() => stateOf('NAS-KISUMU') === 'down', 'it is down', 3_000);
  expect(listed(view).find(({ name }) => name === 'NAS-KISUMU')?.unknownSince).toBeGreaterThan(0);
  const backMs = await view.until(() => stateOf('NAS-KISUMU') === 'up', 'it is back', 11_000);
  expect(backMs).toBeLessThan(6_000 + 5_000);
  expect(downMs).toBeLessThan(3_000);

  const counts = new Watched(product, cookie, { view: 'nas.counts' });
  await counts.until(() => counts.rows.size === 1, 'counts', 5_000);
  expect(NasCounts.parse(counts.rows.get('counts'))).toMatchObject({ total: 7, up: 7, needSomeone: 0 });

  const { id } = listed(view).find(({ name }) => name === 'NAS-WESTLANDS-1')!;
  const page = new Watched(product, cookie, { view: 'nas', id });
  await page.until(() => [...page.rows.keys()].some((key) => key.startsWith('log:')), 'its log is followed', 10_000);
  const rates = new Watched(product, cookie, { view: 'nas.rates', id });
  await rates.until(() => rates.rows.size > 2, 'live rates', 5_000);
  for (const one of [view, counts, page, rates]) one.close();
});

test('a router is registered, tried, changed and archived over the API, and the live list follows', async () => {
  await using product = await startProduct();
  const { cookie, view: session } = await logIn(product, 'Owner', 'Savanna Fibre');
  const send = async (method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(product.url + path, {
      method,
      headers: {
        cookie,
        origin: product.url,
        'x-csrf-token': session.csrfToken,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const Vendors = z.array(z.object({ vendor: z.string() }));
  const [{ vendor }] = Vendors.parse((await send('GET', '/api/nas/vendors')).body) as [{ vendor: string }];
  const place = { vendor, address: '127.0.0.9', port: 9, security: 'plain', username: 'api', password: 'x' };
  expect((await send('POST', '/api/nas/test', place)).body).toMatchObject({ ok: false, step: 'connect' });
  const view = new Watched(product, cookie, {
    view: 'nas.list',
    filter: { text: 'Roof' },
    sort: 'name',
    window: { offset: 0, limit: 10 },
  });
  const made = await send('POST', '/api/nas', { ...place, name: 'Roof router', radiusSource: '203.0.113.1' });
  expect(made.status).toBe(201);
  const { id, version } = z.object({ id: z.string(), version: z.int() }).parse(made.body);
  expect(JSON.stringify(made.body)).not.toMatch(/password|radiusSecret/);
  await view.until(() => listed(view)[0]?.state === 'down', 'it is tried and is down', 5_000);
  expect((await send('POST', `/api/nas/${id}/reveal-radius-secret`)).body).toMatchObject({
    radiusSecret: expect.stringMatching(/^\S{32}$/) as string,
  });
  expect((await send('PATCH', `/api/nas/${id}`, { version, maintenance: true })).status).toBe(200);
  await view.until(() => listed(view)[0]?.state === 'maintenance', 'maintenance is shown', 5_000);
  expect((await send('PATCH', `/api/nas/${id}`, { version, site: 'x' })).body).toMatchObject({
    code: 'nas/changed-meanwhile',
  });
  expect((await send('POST', `/api/nas/${id}/archive`)).status).toBe(200);
  await view.until(() => view.rows.size === 0, 'it is gone', 5_000);
  expect((await send('GET', '/api/nas?archived=true')).body).toMatchObject({ rows: [{ id, name: 'Roof router' }] });
  view.close();
});
