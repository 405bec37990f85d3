import { expect, test } from 'vitest';
import { startBulk } from '../bulk/bulkProduct.ts';

/** Starts a database and a product. */
const SLOW_MS = 60_000;

test(
  'codes that were sold elsewhere are taken over once, go on as they are, and count as sold',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    await site.query("update lastmile.package set access_types = '{hotspot}' where name = 'Home 10'");
    const wanted = {
      ...{ name: 'Old shop', packageId: site.packages.home, priceMinor: 0, currency: 'KES', validityMs: 3_600_000 },
      ...{ devices: 1, devicePolicy: 'newestWins', macLogin: true, sold: true },
    };
    const codes = ['ke7h-wq9z-11', 'KE7HWQ9Z11', '4711', 'bad code with spaces', 'x'.repeat(41), 'Abcdefgh-23'];
    const look = await site.send('POST', '/api/voucher-batches/adopt/look', { codes });
    expect(look.body).toEqual({ fresh: 3, known: 0, twice: 1, unfit: 2, short: 1 });
    expect(await site.query('select count(*)::int as n from lastmile.voucher')).toEqual([{ n: 0 }]);
    const made = await site.send('POST', '/api/voucher-batches/adopt', { ...wanted, codes });
    expect([made.status, made.body]).toEqual([201, { id: expect.any(String), codes: look.body }]);
    const batch = await (await site.owner.get(`/api/voucher-batches/${String(made.body['id'])}`)).json();
    expect(batch).toMatchObject({
      name: 'Old shop',
      count: 3,
      sold: 3,
      used: 0,
      revenueMinor: 0,
      codeLength: 10,
      prefix: '',
    });
    // Whoever types it without dashes or in another case means the same one.
    for (const code of ['KE7H WQ9Z 11', 'abcdefgh23', '4711'])
      expect((await site.send('POST', '/api/vouchers/find', { code })).body).toMatchObject({ state: 'unused' });
    const again = await site.send('POST', '/api/voucher-batches/adopt', { ...wanted, codes: ['4711'] });
    expect([again.status, again.body['code']]).toEqual([409, 'voucher/nothing-to-adopt']);
    const [event] = await site.query("select data from lastmile.event where type = 'voucherBatch.created'");
    expect(event!['data']).toMatchObject({ count: 3, adopted: true, sold: true });
    expect(JSON.stringify([await site.query('select data from lastmile.event'), site.lines()])).not.toContain('ke7h');
  },
);
