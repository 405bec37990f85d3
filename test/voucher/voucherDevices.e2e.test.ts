import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { NasRecord } from '#shared/nas/registration.ts';
import { SearchAnswer } from '#shared/search/search.ts';
import { VoucherBatchMade, VoucherPackage } from '#shared/voucher/batch.ts';
import { RevealedVouchers, VoucherPage } from '#shared/voucher/voucher.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { listeningRouter } from '../radius/process/listeningRouter.ts';
import { RadiusClient, report, type Attributes } from '../radius/process/radiusClient.ts';
import { startProduct } from '../support/product.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { newBatch } from './voucherProduct.ts';

const secret = 'a-secret-of-this-test';
const patience = { timeout: 60_000, interval: 300 };
const [START, STOP] = [1, 2];
const { callingStationId, class: classKey, nasPortType, userName } = standardAttribute;
const WIRELESS = 19;

async function post<T>(browser: TestBrowser, path: string, body: object, schema: z.ZodType<T>): Promise<T> {
  const answer = await browser.send('POST', path, body);
  const found: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(found));
  return schema.parse(found);
}

const device = (mac: string): Attributes => ({ [callingStationId]: mac, [nasPortType]: WIRELESS });
const first = 'AA:BB:CC:00:00:01';
const second = 'AA:BB:CC:00:00:02';
const third = 'AA:BB:CC:00:00:03';
/** Locally administered, as phones make one up. */
const random = 'DA:A1:19:5C:00:77';

test('access belongs to the voucher: the newest device takes the place of the oldest, unknown ones come by code, and nobody becomes a customer by a made-up MAC address (operators 15)', async () => {
  const env = { ...(await radiusSettings()), LASTMILE_RADIUS_ADDRESSES: '127.0.0.1' };
  await using router = await listeningRouter(secret, Number(env.LASTMILE_RADIUS_COA_PORT));
  await using product = await startProduct({ env, readyWithinMs: 120_000 });
  const [owner] = await product.logins();
  const admin = await loggedIn(product.url, owner!.email, owner!.password);
  await post(
    admin,
    '/api/nas',
    {
      ...{ name: 'Router of this test', vendor: 'mikrotik', address: '127.0.0.1', port: 9, security: 'plain' },
      ...{ username: 'nobody', password: 'nobody-at-all', radiusSource: '127.0.0.1', radiusSecret: secret },
      ...{ commandsPerSecond: 20, monitored: false },
    },
    NasRecord,
  );
  const offered = await vi.waitFor(async () => {
    const all = z.array(VoucherPackage).parse(await (await admin.get('/api/voucher-packages')).json());
    expect(all).not.toEqual([]);
    return all[0]!;
  }, patience);
  const wanted = { count: 1, devices: 2, devicePolicy: 'newestWins' as const, macLogin: true };
  const batch = newBatch(offered.id, { ...wanted, currency: offered.currency });
  const { id } = await post(admin, '/api/voucher-batches', batch, VoucherBatchMade);
  const { rows } = VoucherPage.parse(await (await admin.get(`/api/voucher-batches/${id}/vouchers`)).json());
  const [voucher] = await post(admin, '/api/vouchers/reveal', { ids: [rows[0]!.id] }, RevealedVouchers);
  const { code } = voucher!;

  await using client = await RadiusClient.open({
    authentication: Number(env.LASTMILE_RADIUS_AUTH_PORT),
    accounting: Number(env.LASTMILE_RADIUS_ACCT_PORT),
  });
  const byCode = (mac: string): Promise<RadiusPacket | undefined> => client.logIn(code, code, device(mac), { secret });
  /** As RouterOS does with login-by mac: the address is the name, and the password. */
  const byMac = (mac: string): Promise<RadiusPacket | undefined> => client.logIn(mac, mac, device(mac), { secret });
  const says = (status: number, session: string, mac: string, accept?: RadiusPacket): Promise<unknown> =>
    client.account(
      report(status, session, status === STOP ? 30 : 0, Date.now() + (status === STOP ? 30_000 : 0), {
        ...{ [userName]: code, ...device(mac) },
        ...(accept && { [classKey]: accept.octets(classKey)! }),
      }),
      { secret },
    );
  const isLetIn = (answer: RadiusPacket | undefined): boolean => answer?.code === radiusCode.accessAccept;

  const accepted = await vi.waitFor(async () => {
    const answer = await byCode(first);
    expect(isLetIn(answer)).toBe(true);
    return answer!;
  }, patience);
  // It falls back to the code: nobody knows the device yet.
  expect(isLetIn(await byMac(second))).toBe(false);
  await says(START!, '80500001', first, accepted);
  const other = await byCode(second);
  await says(START!, '80500002', second, other);
  await vi.waitFor(async () => expect(isLetIn(await byMac(first))).toBe(true), patience);

  const newest = await byCode(third);
  expect(isLetIn(newest)).toBe(true);
  // The oldest has to go, and its router is asked until it confirms.
  await vi.waitFor(() => expect(router.asked.slice(0, 2)).toEqual(['80500001', '80500001']), patience);
  await says(STOP!, '80500001', first);
  await says(START!, '80500003', third, newest);
  await vi.waitFor(async () => expect(isLetIn(await byMac(third))).toBe(true), patience);
  expect(isLetIn(await byMac(first))).toBe(false);

  expect(isLetIn(await byMac(random))).toBe(false);
  await client.account(report(START!, '80500009', 0, Date.now(), { [userName]: random, ...device(random) }), {
    secret,
  });
  // The router says that it is in all the same: that is a session, and nobody's.
  await vi.waitFor(async () => expect(await kindsWith(admin, random)).toContain('session'), patience);
  expect(await kindsWith(admin, random)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/customer|subscription/)]),
  );
}, 240_000);

/** Kinds of objects that have this MAC address. */
async function kindsWith(admin: TestBrowser, mac: string): Promise<readonly string[]> {
  const answer = await admin.get(`/api/search?q=${encodeURIComponent(mac)}`);
  return SearchAnswer.parse(await answer.json()).hits.map(({ kind }) => kind);
}
