import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { NasRecord } from '#shared/nas/registration.ts';
import { VoucherBatchMade, VoucherPackage } from '#shared/voucher/batch.ts';
import { RevealedVouchers, type Voucher, VoucherPage, VouchersVoided } from '#shared/voucher/voucher.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { startProduct } from '../support/product.ts';
import { radiusSettings } from '../support/radiusSettings.ts';
import { newBatch } from './voucherProduct.ts';

const radclient = '/usr/bin/radclient';
const installed = existsSync(radclient);
const secret = 'a-secret-of-this-test';
const patience = { timeout: 60_000, interval: 500 };

/** Sends one packet by freeradius-utils; answers what came back, as it prints it. */
async function radius(
  kind: 'auth' | 'acct',
  port: number,
  attributes: Readonly<Record<string, string>>,
): Promise<string> {
  const sent = promisify(execFile)(radclient, ['-x', '-r', '1', '-t', '5', `127.0.0.1:${port}`, kind, secret]);
  const lines = Object.entries(attributes).map(([name, value]) => `${name}=${value}\n`);
  sent.child.stdin?.end(lines.join(''));
  const printed = await sent.then(
    ({ stdout }) => stdout,
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  return printed.split('Received ')[1] ?? '';
}

async function post<T>(browser: TestBrowser, path: string, body: object, schema: z.ZodType<T>): Promise<T> {
  const answer = await browser.send('POST', path, body);
  const found: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(found));
  return schema.parse(found);
}

test(
  'a code logs in by CHAP, validity begins, volume ends it, a void one is refused',
  { timeout: 240_000, skip: !installed },
  async () => {
    const env = { ...(await radiusSettings()), LASTMILE_RADIUS_ADDRESSES: '127.0.0.1' };
    const [authPort, acctPort] = [Number(env.LASTMILE_RADIUS_AUTH_PORT), Number(env.LASTMILE_RADIUS_ACCT_PORT)];
    await using product = await startProduct({ env });
    const [owner] = await product.logins();
    const admin = await loggedIn(product.url, owner!.email, owner!.password);
    const router = {
      name: 'Router of this test',
      vendor: 'mikrotik',
      address: '127.0.0.1',
      port: 9,
      security: 'plain',
    };
    const login = { username: 'nobody', password: 'nobody-at-all', radiusSource: '127.0.0.1', radiusSecret: secret };
    await post(admin, '/api/nas', { ...router, ...login, commandsPerSecond: 20, monitored: false }, NasRecord);
    // The demonstration makes packages after the console is there.
    const offered = await vi.waitFor(async () => {
      const all = z.array(VoucherPackage).parse(await (await admin.get('/api/voucher-packages')).json());
      expect(all).not.toEqual([]);
      return all[0]!;
    }, patience);
    const wanted = { count: 3, quotaBytes: 1_000_000, validityMs: 3_600_000, unusedUntil: Date.now() + 86_400_000 };
    const batch = newBatch(offered.id, { ...wanted, currency: offered.currency });
    const { id } = await post(admin, '/api/voucher-batches', batch, VoucherBatchMade);
    const page = async (): Promise<readonly Voucher[]> =>
      VoucherPage.parse(await (await admin.get(`/api/voucher-batches/${id}/vouchers`)).json()).rows;
    const ids = (await page()).map((row) => row.id);
    const [one, two] = await post(admin, '/api/vouchers/reveal', { ids }, RevealedVouchers);

    const line = {
      'NAS-IP-Address': '127.0.0.1',
      'NAS-Port-Type': 'Wireless-802.11',
      'Calling-Station-Id': 'AA:BB:CC:00:00:01',
    };
    const logIn = (username: string, password: string): Promise<string> =>
      radius('auth', authPort, {
        'User-Name': username,
        'CHAP-Password': password,
        ...line,
        'Message-Authenticator': '0x00',
      });
    const accepted = await vi.waitFor(async () => {
      const answer = await logIn(one!.code, one!.code);
      expect(answer).toContain('Access-Accept');
      return answer;
    }, patience);
    expect(accepted).toMatch(/Session-Timeout = (3600|35\d\d)\n/);
    expect(await logIn(one!.code.toLowerCase(), one!.code)).toContain('Access-Accept');
    expect(await logIn(one!.code, two!.code)).toContain('Access-Reject');
    await vi.waitFor(async () => expect((await page())[0]).toMatchObject({ state: 'active' }), patience);

    const report = (type: string, octets: number, seconds: number): Promise<string> =>
      radius('acct', acctPort, {
        ...{ 'User-Name': one!.code, 'Acct-Session-Id': '80500001', 'Acct-Status-Type': type, ...line },
        ...{ 'Acct-Session-Time': String(seconds), 'Acct-Input-Octets': '0', 'Acct-Output-Octets': String(octets) },
        ...{ 'Framed-IP-Address': '10.5.5.5', Class: /Class = (0x\w+)/.exec(accepted)![1]! },
      });
    await report('Start', 0, 0);
    await report('Interim-Update', 1_200_000, 300);
    await vi.waitFor(
      async () => expect((await page())[0]).toMatchObject({ state: 'usedUp', usedBytes: 1_200_000 }),
      patience,
    );
    await vi.waitFor(async () => expect(await logIn(one!.code, one!.code)).toContain('Access-Reject'), patience);

    expect(await logIn(two!.code, two!.code)).toContain('Access-Accept');
    await post(admin, `/api/voucher-batches/${id}/void`, { ids: [two!.id], reason: 'Lost' }, VouchersVoided);
    await vi.waitFor(async () => expect(await logIn(two!.code, two!.code)).toContain('Access-Reject'), patience);
  },
);
