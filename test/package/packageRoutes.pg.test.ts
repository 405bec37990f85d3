import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { PackageRecord } from '#shared/package/registration.ts';
import { dispatcher, owner } from '../auth/freshProduct.ts';
import type { TestBrowser } from '../auth/testBrowser.ts';
import { answered, type CustomerSite, startCustomerSite } from '../customer/customerSite.ts';

let site: CustomerSite;
let office: TestBrowser;
beforeAll(async () => {
  site = await startCustomerSite();
  office = await site.login(owner);
});
afterAll(() => site[Symbol.asyncDispose]());

const plain = { accessTypes: ['pppoe'], downBps: 20_000_000, upBps: 5_000_000, priceMinor: 250_000 };
const make = (fields: object): Promise<PackageRecord> =>
  answered(office.send('POST', '/api/packages', { ...plain, ...fields }), 201);
const pool = (fields: object): Promise<IpPoolRecord> => answered(office.send('POST', '/api/ip-pools', fields), 201);
const refusal = async (response: Promise<Response>): Promise<{ code: string; errors?: { message: string }[] }> =>
  (await (await response).json()) as { code: string; errors?: { message: string }[] };

describe('a package', () => {
  test('is made with what is usual, in the company’s currency', async () => {
    const made = await make({ name: 'Home 20' });
    expect(made).toMatchObject({
      ...{ currency: 'KES', cycle: { unit: 'month', count: 1 }, sessions: 1, sessionPolicy: 'newestWins' },
      ...{ interimS: 300, onExpiry: 'walledGarden', version: 1, archivedAt: null },
    });
  });

  test('keeps bursts, profiles, quota and what follows it as they were given', async () => {
    const rich = {
      burst: {
        down: { limitBps: 40_000_000, thresholdBps: 15_000_000, seconds: 16 },
        up: { limitBps: 10_000_000, thresholdBps: 4_000_000, seconds: 16 },
      },
      limitAt: { downBps: 2_000_000, upBps: 1_000_000 },
      profiles: [{ days: [6, 7], from: '22:00', until: '06:00', rates: { downBps: 50_000_000, upBps: 10_000_000 } }],
      quotaBytes: 100_000_000_000,
      fup: { act: 'throttle', rates: { downBps: 1_000_000, upBps: 1_000_000 } },
      graceMs: 86_400_000,
    };
    const made = await make({ name: 'Home rich', ...rich });
    expect(await answered(office.get(`/api/packages/${made.id}`))).toMatchObject(rich);
  });

  test.for([
    [
      'a burst slower than the rate',
      {
        burst: {
          down: { limitBps: 1e7, thresholdBps: 1e7, seconds: 8 },
          up: { limitBps: 1e7, thresholdBps: 1e6, seconds: 8 },
        },
      },
    ],
    ['one direction without limit', { upBps: null }],
    ['a quota without a consequence', { quotaBytes: 1e9 }],
    [
      'profiles at the same time',
      {
        profiles: [
          { days: [1], from: '22:00', until: '06:00', rates: { downBps: 1e6, upBps: 1e6 } },
          { days: [2], from: '05:00', until: '07:00', rates: { downBps: 1e6, upBps: 1e6 } },
        ],
      },
    ],
  ])('with %s is refused', async ([, fields]) => {
    const answer = await office.send('POST', '/api/packages', { ...plain, name: 'Unsound', ...(fields as object) });
    expect(answer.status).toBe(400);
    const { id, version } = await make({ name: `Sound ${Math.random()}` });
    expect((await refusal(office.send('PATCH', `/api/packages/${id}`, { version, ...(fields as object) }))).code).toBe(
      'package/not-sound',
    );
  });

  test('that lines still have is not archived', async () => {
    const { id } = await make({ name: 'In use' });
    site.packages.addDependents((_tx, packageId) => Promise.resolve(packageId === id ? 3 : 0));
    expect((await refusal(office.send('POST', `/api/packages/${id}/archive`, {}))).code).toBe('package/in-use');
  });

  test('has names once, until archived', async () => {
    const { id } = await make({ name: 'Once' });
    expect((await refusal(office.send('POST', '/api/packages', { ...plain, name: 'ONCE' }))).code).toBe(
      'package/name-taken',
    );
    await answered(office.send('POST', `/api/packages/${id}/archive`, {}));
    await make({ name: 'once' });
    expect((await refusal(office.send('POST', `/api/packages/${id}/restore`, {}))).code).toBe('package/name-taken');
  });

  test('is seen and not changed by those who may only see it', async () => {
    const theirs = await site.login(dispatcher);
    expect((await theirs.get('/api/packages')).status).toBe(200);
    expect((await theirs.send('POST', '/api/packages', { ...plain, name: 'Mine' })).status).toBe(403);
    expect((await theirs.get('/api/ip-pools')).status).toBe(403);
  });
});

describe('a pool', () => {
  test('says what it holds: addresses, or whole prefixes', async () => {
    expect(await pool({ name: 'Cap 4', ranges: ['10.1.0.0/24', '10.1.1.10-10.1.1.19'] })).toMatchObject({
      ...{ capacity: '266', ranges: ['10.1.0.0/24', '10.1.1.10-10.1.1.19'] },
    });
    const six = { name: 'Cap 6', family: 6, ranges: ['2001:db8::/40'], delegatedLength: 56 };
    expect(await pool(six)).toMatchObject({ capacity: '65536', ranges: ['2001:db8::/40'] });
    // Without a length each line gets a /64 of a pool of this server.
    const lines = { name: 'Cap 64', family: 6, ranges: ['2001:db8:100::/48'] };
    expect(await pool(lines)).toMatchObject({ capacity: '65536', delegatedLength: null });
  });

  test('with addresses of another one is refused, by name', async () => {
    await pool({ name: 'First', ranges: ['10.2.0.0/24'] });
    const answer = await refusal(
      office.send('POST', '/api/ip-pools', { name: 'Second', ranges: ['10.2.0.200-10.2.1.5'] }),
    );
    expect(answer.code).toBe('ipPool/overlap');
    expect(answer.errors?.[0]?.message).toContain('First');
    await pool({ name: 'Beside', ranges: ['10.2.1.0/24'] });
    const six = { family: 6, delegatedLength: 56 };
    await pool({ ...six, name: 'First 6', ranges: ['2001:dba::/40'] });
    const second = { ...six, name: 'Second 6', ranges: ['2001:dba:80::/48'] };
    expect((await refusal(office.send('POST', '/api/ip-pools', second))).code).toBe('ipPool/overlap');
  });

  test('made twice in the same moment is made once', async () => {
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) =>
        office.send('POST', '/api/ip-pools', { name: `Race ${name}`, ranges: ['10.3.0.0/24'] }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 409, 409, 409]);
  });

  test('gives its addresses up when archived, and takes them back only while they are free', async () => {
    const { id } = await pool({ name: 'Old', ranges: ['10.4.0.0/24'] });
    await answered(office.send('POST', `/api/ip-pools/${id}/archive`, {}));
    await pool({ name: 'New', ranges: ['10.4.0.0/25'] });
    expect((await refusal(office.send('POST', `/api/ip-pools/${id}/restore`, {}))).code).toBe('ipPool/overlap');
  });

  test('that a package uses is not archived, and is of the package’s IP version', async () => {
    const [four, six] = [
      await pool({ name: 'Four', ranges: ['10.5.0.0/24'] }),
      await pool({ name: 'Six', family: 6, ranges: ['2001:db9::/48'], delegatedLength: 56 }),
    ];
    await make({ name: 'Pooled', poolId: four.id, ipv6PoolId: six.id });
    expect((await refusal(office.send('POST', `/api/ip-pools/${four.id}/archive`, {}))).code).toBe('ipPool/in-use');
    expect(
      (await refusal(office.send('POST', '/api/packages', { ...plain, name: 'Wrong', poolId: six.id }))).code,
    ).toBe('package/pool-of-other-family');
    expect(await answered(office.get(`/api/ip-pools/${four.id}`))).toMatchObject({ packages: 1 });
  });
});
