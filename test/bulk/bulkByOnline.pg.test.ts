import { expect, test } from 'vitest';
import { type BulkSite, startBulk } from './bulkProduct.ts';

/** Each starts a database and a product. */
const SLOW_MS = 90_000;

async function withLines(count: number, given?: BulkSite['db']): Promise<BulkSite> {
  const site = await startBulk(given);
  const rows = Array.from(
    { length: count },
    (_, index) => `K${index},Customer ${index},user${index},secret${index},Home 10`,
  );
  await site.import(['Code,Name,Username,Password,Package', ...rows].join('\n'));
  await site.send('PUT', '/api/bulk/brake', { mostLines: 1000, mostPercent: 100, held: false });
  return site;
}

const idOf = async (site: BulkSite, username: string): Promise<string> =>
  String((await site.query(`select id from lastmile.subscription where username = '${username}'`))[0]!['id']);

const suspend = async (site: BulkSite, online: boolean): Promise<{ status: number; body: Record<string, unknown> }> =>
  await site.send('POST', '/api/bulk/acts', {
    ...{ act: { act: 'suspend' }, selection: { filter: { online } }, reason: 'unpaid' },
  });

const suspended = async (site: BulkSite): Promise<readonly unknown[]> =>
  (await site.query("select username from lastmile.subscription where state = 'suspended' order by username")).map(
    ({ username }) => username,
  );

test(
  'who is online is fixed when the job is made: who comes or goes before it starts is neither added nor left out',
  { timeout: SLOW_MS },
  async () => {
    await using site = await withLines(6);
    expect((await suspend(site, true)).body['code']).toBe('bulk/nothing-selected');
    site.online.add(await idOf(site, 'user1')).add(await idOf(site, 'user4'));
    const { body } = await suspend(site, true);
    const id = String(body['id']);
    // They go, and somebody else comes, while the preview is looked at.
    site.online.clear();
    site.online.add(await idOf(site, 'user2'));
    expect((await site.until(id, ['checked']))['summary']).toMatchObject({ changes: 2 });
    expect(new Set((await site.rows(id)).rows.map(({ name }) => name))).toEqual(
      new Set(['Customer 1 · user1', 'Customer 4 · user4']),
    );
    expect(await site.query('select count(*)::int as n from lastmile.bulk_chosen')).toEqual([{ n: 2 }]);
    await site.send('POST', `/api/bulk/jobs/${id}/start`);
    await site.until(id, ['done']);
    expect(await suspended(site)).toEqual(['user1', 'user4']);
    expect(await site.query('select count(*)::int as n from lastmile.bulk_chosen')).toEqual([{ n: 0 }]);
    const offline = await suspend(site, false);
    await site.until(String(offline.body['id']), ['checked']);
    const names = (await site.rows(String(offline.body['id']))).rows.map(({ name }) => name.split(' · ')[1]);
    expect(new Set(names)).toEqual(new Set(['user0', 'user1', 'user3', 'user4', 'user5']));
    const file = await (
      await site.owner.get(`/api/bulk/export/subscriptions?filter=${encodeURIComponent('{"online":true}')}`)
    ).text();
    expect(
      file
        .split('\r\n')
        .filter((line) => line.includes('user'))
        .map((line) => line.split(',')[7]),
    ).toEqual(['user2']);
  },
);

test(
  'a server that dies between choice and preview goes on with those who were chosen',
  { timeout: SLOW_MS },
  async () => {
    const first = await withLines(4);
    first.online.add(await idOf(first, 'user0')).add(await idOf(first, 'user3'));
    const { body } = await suspend(first, true);
    const id = String(body['id']);
    await first.until(id, ['checked']);
    // As a crash leaves it: chosen, and not looked at.
    await first.query(`delete from lastmile.bulk_row where job_id = '${id}'`);
    await first.query(`update lastmile.bulk_job set state = 'checking', looked = 0, summary = null where id = '${id}'`);
    await first.product[Symbol.asyncDispose]();
    await using second = await startBulk(first.db);
    expect((await second.until(id, ['checked'], 30_000))['summary']).toMatchObject({ changes: 2 });
    expect(second.online.size).toBe(0);
    await second.product[Symbol.asyncDispose]();
    await first.db[Symbol.asyncDispose]();
  },
);
