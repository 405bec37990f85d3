import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defaultUsernameRules } from '#shared/subscription/usernameKey.ts';
import { ActorId } from '#shared/values/ids.ts';
import { VoucherBatchDetail, VoucherBatchPage } from '#shared/voucher/batch.ts';
import { RevealedVouchers, Voucher, VoucherPage, VoucherReport, VouchersVoided } from '#shared/voucher/voucher.ts';
import { dispatcher, foreigner, noc } from '../auth/freshProduct.ts';
import type { TestBrowser } from '../auth/testBrowser.ts';
import { threadMs } from '../support/processorTime.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { insertPackage, newBatch, startVouchers, type VoucherProduct } from './voucherProduct.ts';

const HOUR = 3_600_000;

async function read<T>(browser: TestBrowser, path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await browser.get(path);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return schema.parse(body);
}

async function send<T>(browser: TestBrowser, path: string, schema: z.ZodType<T>, body: object = {}): Promise<T> {
  const answer = await browser.send('POST', path, body);
  const found: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(found));
  return schema.parse(found);
}

const detail = (product: VoucherProduct, id: string): Promise<VoucherBatchDetail> =>
  read(product.admin, `/api/voucher-batches/${id}`, VoucherBatchDetail);
const page = (product: VoucherProduct, id: string, query = ''): Promise<VoucherPage> =>
  read(product.admin, `/api/voucher-batches/${id}/vouchers${query}`, VoucherPage);

const soon = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 20 });

async function policies(product: VoucherProduct) {
  const all = await Array.fromAsync(product.vouchers.feed.policies(product.tenant, defaultUsernameRules));
  return all.flat();
}

test('a batch has as many different codes as asked for, hidden until somebody who may asks to see them', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 300, prefix: 'kb' });
  const first = await page(product, id, '?limit=200');
  expect(first).toMatchObject({ total: 300, next: '200' });
  expect(first.rows[0]).toMatchObject({ serial: 1, state: 'unused', code: expect.stringMatching(/^•••• .{2}$/) });
  const rest = await page(product, id, '?limit=200&after=200');
  const ids = [...first.rows, ...rest.rows].map((row) => row.id);
  const codes = await send(product.admin, '/api/vouchers/reveal', RevealedVouchers, { ids });
  expect(new Set(codes.map(({ code }) => code)).size).toBe(300);
  expect(codes.every(({ code }) => /^KB[2-9A-HJKMNP-Z]{10}$/.test(code))).toBe(true);
  const found = await send(product.admin, '/api/vouchers/find', Voucher, { code: codes[7]!.code.toLowerCase() });
  expect(found.id).toBe(codes[7]!.id);
  expect(await product.events()).toEqual(['voucherBatch.created', 'voucherBatch.codesSeen']);
  const stored = await asSuperuser(product.db, 'select code, code_hash from lastmile.voucher');
  expect(JSON.stringify(stored.map((row) => Buffer.from(row['code'] as Buffer).toString('latin1')))).not.toContain(
    codes[0]!.code,
  );
});

test.each([
  ['codes that can be guessed', { alphabet: 'digits', codeLength: 12 } as const, 400, 'request/invalid'],
  ['a package that is not there', { packageId: ActorId.parse(randomUUID()) }, 409, 'voucher/package-not-found'],
  ['an end that has passed', { unusedUntil: 1_000 }, 409, 'voucher/already-expired'],
  ['another currency than the package’s', { currency: 'USD' }, 409, 'voucher/currency-differs'],
  ['more than 50,000', { count: 50_001 }, 400, 'request/invalid'],
])('%s are refused with what to do', async (_what, batch, status, code) => {
  await using product = await startVouchers();
  const answer = await product.admin.send('POST', '/api/voucher-batches', newBatch(product.packageId, batch));
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
});

test('a package that is not for hotspots has no vouchers', async () => {
  await using product = await startVouchers();
  const packageId = randomUUID();
  await insertPackage(product.db, product.tenant, packageId, '{pppoe}');
  const answer = await product.admin.send('POST', '/api/voucher-batches', newBatch(packageId));
  expect(await answer.json()).toMatchObject({ code: 'voucher/package-not-for-hotspots' });
});

test('the first use begins validity once, however often and late it is told', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 3 });
  const [one, two] = (await page(product, id)).rows;
  const at = product.clock.now();
  const use = { id: one!.id, at, validUntil: at + 24 * HOUR, mac: 'aa:bb:cc:00:00:01' };
  await product.vouchers.use.firstUses(product.tenant, [use, { ...use, at: at + 5_000 }]);
  await product.vouchers.use.firstUses(product.tenant, [use]);
  // Another node saw it earlier; and an id of somebody's subscription is none of ours.
  await product.vouchers.use.firstUses(product.tenant, [
    { ...use, at: at - 1_000, validUntil: undefined },
    { ...use, id: ActorId.parse(randomUUID()) },
  ]);
  const batch = await detail(product, id);
  expect(batch).toMatchObject({ sold: 1, used: 1, revenueMinor: 5_000, counts: { active: 1, unused: 2 } });
  expect((await page(product, id)).rows[0]).toMatchObject({
    state: 'active',
    firstUsedAt: at - 1_000,
    validUntil: at - 1_000 + 24 * HOUR,
    soldAt: at,
  });
  expect(await product.events()).toEqual(['voucherBatch.created', 'voucherBatch.used']);
  const known = await policies(product);
  expect(known.find((policy) => policy.subscriptionId === one!.id)).toMatchObject({
    validUntil: at - 1_000 + 24 * HOUR,
    macs: ['aa:bb:cc:00:00:01'],
    version: 1,
  });
  expect(known.find((policy) => policy.subscriptionId === two!.id)).toMatchObject({
    validityFromFirstUseMs: 24 * HOUR,
  });
  await product.wait(25 * HOUR);
  expect((await detail(product, id)).counts).toMatchObject({ usedUp: 1, unused: 2, active: 0 });
});

test('volume is that of the days, counted as the package says, and closes the voucher when it is used up', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 2, quotaBytes: 1_000 });
  const [one, two] = (await page(product, id)).rows;
  const at = product.clock.now();
  await product.vouchers.use.firstUses(product.tenant, [{ id: one!.id, at, validUntil: undefined, mac: undefined }]);
  const day = new Date(at).toISOString().slice(0, 10);
  const use = async (down: number, up: number): Promise<void> => {
    await asSuperuser(
      product.db,
      `insert into lastmile.usage_day (tenant_id, day, subscription_id, octets_in, octets_out, seconds)
       values ('${product.tenant}', '${day}', '${one!.id}', ${up}, ${down}, 1)
       on conflict (tenant_id, day, subscription_id) do update set octets_in = excluded.octets_in, octets_out = excluded.octets_out`,
    );
    const tenantId = product.tenant;
    // What is no voucher in use is none of ours.
    product.vouchers.use.loaded({
      days: [
        { tenantId, ofId: one!.id },
        { tenantId, ofId: two!.id },
      ],
      drafts: [],
    });
  };
  const first = async (): Promise<Voucher> => (await page(product, id)).rows[0]!;
  await use(600, 300);
  await soon(async () => expect(await first()).toMatchObject({ state: 'active', usedBytes: 900 }));
  await use(600, 400);
  await soon(async () => expect(await first()).toMatchObject({ state: 'usedUp', usedBytes: 1_000 }));
  await use(600, 400);
  const policy = (await policies(product)).find(({ subscriptionId }) => subscriptionId === one!.id);
  expect(policy).toMatchObject({ standing: 'closed', closedReason: 'quotaUsed', version: 2 });
  expect(await product.events()).toEqual(['voucherBatch.created', 'voucherBatch.used', 'voucherBatch.usedUp']);
});

test('devices that were let in are known by their address, the latest first and no more than allowed (operators 15)', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 1, devices: 2 });
  const [one] = (await page(product, id)).rows;
  const at = product.clock.now();
  await product.vouchers.use.firstUses(product.tenant, [{ id: one!.id, at, validUntil: undefined, mac: undefined }]);
  const seen = async (mac: string, macs: readonly string[]): Promise<void> => {
    const now = { tenantId: product.tenant, subscriptionId: one!.id, mac };
    product.vouchers.use.loaded({ days: [], drafts: [{ now }] });
    await soon(async () => expect((await policies(product))[0]).toMatchObject({ macs, macLogin: true }));
  };
  await seen('aa:00:00:00:00:01', ['aa:00:00:00:00:01']);
  await seen('aa:00:00:00:00:02', ['aa:00:00:00:00:02', 'aa:00:00:00:00:01']);
  await seen('aa:00:00:00:00:03', ['aa:00:00:00:00:03', 'aa:00:00:00:00:02']);
  // Two at once: neither is forgotten.
  const both = ['aa:00:00:00:00:04', 'aa:00:00:00:00:05'].map((mac) => ({
    now: { tenantId: product.tenant, subscriptionId: one!.id, mac },
  }));
  product.vouchers.use.loaded({ days: [], drafts: both });
  await soon(async () =>
    expect((await policies(product))[0]).toMatchObject({ macs: ['aa:00:00:00:00:05', 'aa:00:00:00:00:04'] }),
  );
});

test('what is not used in time is closed when its time has come, and told once', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 3, unusedUntil: product.clock.now() + 2_000 });
  const [one] = (await page(product, id)).rows;
  await product.vouchers.use.firstUses(product.tenant, [
    { id: one!.id, at: product.clock.now(), validUntil: undefined, mac: undefined },
  ]);
  // Until its first use a voucher has no end that could be taken for its validity's.
  expect((await policies(product)).filter(({ validUntil }) => validUntil !== undefined)).toHaveLength(1);
  await product.vouchers.stop?.();
  await product.wait(3_000);
  await product.vouchers.start?.();
  await soon(async () => expect(await product.events()).toContain('voucherBatch.expired'));
  expect((await detail(product, id)).counts).toMatchObject({ expired: 2, active: 1 });
  const closed = (await policies(product)).filter(({ closedReason }) => closedReason === 'expired');
  expect(closed).toHaveLength(2);
  await product.vouchers.stop?.();
  await product.vouchers.start?.();
  expect((await product.events()).filter((type) => type === 'voucherBatch.expired')).toHaveLength(1);
});

test('what is void is refused at the door, and can be taken back for a day', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 10 });
  const [one] = (await page(product, id)).rows;
  const path = `/api/voucher-batches/${id}/void`;
  await send(product.admin, path, VouchersVoided, { ids: [one!.id], reason: 'Lost' });
  const all = await send(product.admin, path, VouchersVoided, { reason: 'Stolen' });
  expect(all.count).toBe(9);
  expect((await detail(product, id)).counts).toMatchObject({ void: 10, unused: 0 });
  expect((await policies(product)).every(({ standing, version }) => standing === 'closed' && version === 2)).toBe(true);
  expect((await product.admin.send('POST', path, { reason: 'Again' })).status).toBe(409);

  await product.wait(23 * HOUR);
  const undone = await product.admin.send('POST', `/api/vouchers/voids/${all.voidId}/undo`, {});
  expect(await undone.json()).toEqual({ restored: 9 });
  expect(await detail(product, id)).toMatchObject({ void: 1, counts: { void: 1, unused: 9 } });
  const again = await product.admin.send('POST', `/api/vouchers/voids/${all.voidId}/undo`, {});
  expect(again.status).toBe(409);
  expect(await product.events()).toEqual([
    'voucherBatch.created',
    'voucherBatch.voided',
    'voucherBatch.voided',
    'voucherBatch.restored',
  ]);
});

test('the report counts sold and used vouchers by batch and day of the company, void ones not', async () => {
  await using product = await startVouchers();
  const [a, b] = [
    await product.make({ count: 10, name: 'A' }),
    await product.make({ count: 5, name: 'B', priceMinor: 100 }),
  ];
  await send(product.admin, `/api/voucher-batches/${a.id}/sell`, z.object({ count: z.literal(10) }));
  const [one, two] = (await page(product, a.id)).rows;
  await send(product.admin, `/api/voucher-batches/${a.id}/void`, VouchersVoided, { ids: [two!.id], reason: 'Lost' });
  const [third] = (await page(product, b.id)).rows;
  const at = product.clock.now();
  const use = { at, validUntil: undefined, mac: undefined };
  await product.vouchers.use.firstUses(product.tenant, [
    { ...use, id: one!.id },
    { ...use, id: third!.id },
  ]);
  const day = new Date(at + 3 * HOUR).toISOString().slice(0, 10);
  const report = await read(product.admin, `/api/voucher-report?from=${day}&to=${day}`, VoucherReport);
  expect(
    report.rows.map(({ day: on, batchName, sold, used, revenueMinor }) => [on, batchName, sold, used, revenueMinor]),
  ).toEqual([
    [day, 'A', 9, 1, 45_000],
    [day, 'B', 1, 1, 100],
  ]);
  const { rows } = await read(product.admin, '/api/voucher-batches?text=day', VoucherBatchPage);
  expect(rows.map(({ name, sold, used, void: voided }) => [name, sold, used, voided])).toEqual([
    ['B', 1, 1, 0],
    ['A', 9, 1, 1],
  ]);
});

test('codes leave as a file that spreadsheets read, and it is recorded (operators 18)', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 1_200 });
  const answer = await product.admin.get(`/api/voucher-batches/${id}/codes.csv`);
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines).toHaveLength(1_201);
  expect(lines[1_200]).toMatch(/^1200,[2-9A-Z]{10},unused,Kiosk,/);
  expect(await product.events()).toContain('voucherBatch.exported');
});

test('each act has its own permission, and another company sees nothing (operators 18)', async () => {
  await using product = await startVouchers();
  const { id } = await product.make();
  const [one] = (await page(product, id)).rows;
  const [operator, nobody, stranger] = [
    await product.login(noc),
    await product.login(dispatcher),
    await product.login(foreigner),
  ];
  expect((await operator.get(`/api/voucher-batches/${id}`)).status).toBe(200);
  expect((await operator.send('POST', '/api/vouchers/reveal', { ids: [one!.id] })).status).toBe(403);
  expect((await operator.send('POST', `/api/voucher-batches/${id}/void`, { reason: 'x' })).status).toBe(403);
  expect((await operator.send('POST', '/api/voucher-batches', newBatch(product.packageId))).status).toBe(403);
  expect((await nobody.get('/api/voucher-batches')).status).toBe(403);
  expect((await stranger.get(`/api/voucher-batches/${id}`)).status).toBe(404);
  expect((await stranger.send('POST', '/api/vouchers/reveal', { ids: [one!.id] })).status).toBe(404);
  expect((await stranger.send('POST', `/api/voucher-batches/${id}/void`, { reason: 'x' })).status).toBe(404);
});

test('50,000 vouchers are made within a minute while other work goes on', { timeout: 120_000 }, async () => {
  await using product = await startVouchers();
  let longest = 0;
  let last = threadMs();
  const beat = setInterval(() => {
    longest = Math.max(longest, threadMs() - last);
    last = threadMs();
  }, 5);
  const began = performance.now();
  await product.make({ count: 50_000 });
  const took = performance.now() - began;
  clearInterval(beat);
  expect(took).toBeLessThan(60_000);
  expect(longest).toBeLessThan(2_000);
});
