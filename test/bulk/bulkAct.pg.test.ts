import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { noc } from '../auth/freshProduct.ts';
import { loggedIn } from '../auth/testBrowser.ts';
import { type BulkSite, startBulk } from './bulkProduct.ts';

/** Each starts a database and a product. */
const SLOW_MS = 90_000;

async function withLines(count: number): Promise<BulkSite> {
  const site = await startBulk();
  const rows = Array.from(
    { length: count },
    (_, index) => `K${index},Customer ${index},user${index},secret${index},Home 10`,
  );
  await site.import(['Code,Name,Username,Password,Package', ...rows].join('\n'));
  return site;
}

async function preview(site: BulkSite, act: object, reason?: string): Promise<string> {
  const { status, body } = await site.send('POST', '/api/bulk/acts', {
    act,
    selection: { filter: {} },
    ...(reason ? { reason } : {}),
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await site.until(String(body['id']), ['checked', 'failed']);
  return String(body['id']);
}

const states = async (site: BulkSite): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await site.query(
        `select state, count(*)::int as n from lastmile.subscription where tenant_id = '${site.tenant}' group by state`,
      )
    ).map((row) => [String(row['state']), Number(row['n'])]),
  );

test(
  'operators.md 5: an act on many lines is undone within a day; what was changed since is skipped and listed',
  { timeout: SLOW_MS },
  async () => {
    await using site = await withLines(8);
    const [special] = await site.query("select id, valid_until from lastmile.subscription where username = 'user3'");
    const id = await preview(site, { act: 'changePackage', packageId: site.packages.business, when: 'now' });
    expect((await site.job(id))['summary']).toMatchObject({ changes: 8, nothing: 0, errors: 0 });
    expect((await site.send('POST', `/api/bulk/jobs/${id}/start`)).status).toBe(200);
    await site.until(id, ['done']);
    const onBusiness = async (): Promise<number> =>
      (await site.query(`select 1 from lastmile.subscription where package_id = '${site.packages.business}'`)).length;
    expect(await onBusiness()).toBe(8);
    await site.send('POST', `/api/subscriptions/${String(special!['id'])}/acts`, {
      key: randomUUID(),
      act: { act: 'extend', days: 1 },
    });
    await site.send('POST', `/api/bulk/jobs/${id}/undo`);
    await site.until(id, ['undone']);
    expect(await onBusiness()).toBe(1);
    const kept = (await site.rows(id, '?state=kept')).rows;
    expect(kept.map(({ subscriptionId, problems }) => [subscriptionId, problems.at(-1)?.code])).toEqual([
      [special!['id'], 'bulk/changed-since'],
    ]);
    const events = await site.query(`select type from lastmile.event where actor_id = '${id}' order by position`);
    expect(events.map(({ type }) => type)).toEqual([
      'bulkJob.previewed',
      'bulkJob.started',
      'bulkJob.ended',
      'bulkJob.undoBegun',
      'bulkJob.ended',
    ]);
  },
);

test(
  'operators.md 5: cutting more than the company allows waits for a second person, and protected lines are left out',
  { timeout: SLOW_MS },
  async () => {
    await using site = await withLines(12);
    const [hospital] = await site.query("select id from lastmile.subscription where username = 'user7'");
    await site.send('POST', `/api/subscriptions/${String(hospital!['id'])}/acts`, {
      ...{ key: randomUUID(), act: { act: 'protect' }, reason: 'a hospital' },
    });
    await site.send('PUT', '/api/bulk/brake', { mostLines: 5, mostPercent: 100, held: false });
    const id = await preview(site, { act: 'suspend' }, 'unpaid');
    const job = await site.job(id);
    expect(job['summary']).toMatchObject({ changes: 11, errors: 1 });
    expect(job['cut_warning']).toMatchObject({ cuts: 11, before: 0, mostLines: 5 });
    await site.query("update lastmile.role set permissions = permissions || '{approval.decide}' where shipped = 'noc'");
    const started = await site.send('POST', `/api/bulk/jobs/${id}/start`);
    expect(started.status).toBe(202);
    expect(await states(site)).toEqual({ active: 12 });
    const second = await loggedIn(site.product.url, ...noc);
    const answer = await second.send('POST', `/api/approvals/${String(started.body['approvalId'])}/approve`, {});
    expect(answer.status).toBe(204);
    await site.until(id, ['done']);
    expect(await states(site)).toEqual({ active: 1, suspended: 11 });
  },
);

test(
  'operators.md 5: "hold all cuts" stops a job between two pieces, and releasing it lets it go on',
  { timeout: SLOW_MS },
  async () => {
    await using site = await withLines(4);
    await site.send('PUT', '/api/bulk/brake', { mostLines: 1000, mostPercent: 100, held: false });
    const id = await preview(site, { act: 'suspend' }, 'unpaid');
    await site.query(`insert into lastmile.brake_rules values ('${site.tenant}', 1000, 100, true, now())
    on conflict (tenant_id) do update set held = true`);
    expect((await site.send('POST', `/api/bulk/jobs/${id}/start`)).body['code']).toBe('bulk/held');
    await site.query(`update lastmile.bulk_job set state = 'running' where id = '${id}'`);
    await site.until(id, ['held'], 15_000);
    expect(await states(site)).toEqual({ active: 4 });
    await site.send('PUT', '/api/bulk/brake', { mostLines: 1000, mostPercent: 100, held: false });
    await site.until(id, ['done'], 15_000);
    expect(await states(site)).toEqual({ suspended: 4 });
  },
);

test(
  'lists leave the house as files that spreadsheets and the import understand, and it is recorded (operators 18)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await withLines(3);
    const text = await (await site.owner.get('/api/bulk/export/subscriptions')).text();
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'Number,Customer number,Customer,Package,Next package,Branch,Access type,Username,State,Valid until',
      expect.stringMatching(/^S-\d+,C-\d+,Customer 0,Home 10,,,pppoe,user0,active,20/),
    ]);
    const sheet = Buffer.from(await (await site.owner.get('/api/bulk/export/customers?format=xlsx')).arrayBuffer());
    const made = await site.upload(sheet, 'again.xlsx');
    const checked = await site.check(made.id);
    expect(checked['headings']).toEqual(expect.arrayContaining(['Customer code', 'Name', 'Phone']));
    expect(checked['summary']).toMatchObject({ nothing: 3, errors: 0, newCustomers: 0 });
    const noted = await site.query(
      "select data->>'list' as list from lastmile.event where type = 'list.exported' order by position",
    );
    expect(noted.map(({ list }) => list)).toEqual(['subscriptions', 'customers']);
    const other = await loggedIn(site.product.url, ...noc);
    expect((await other.get('/api/bulk/export/customers')).status).toBe(403);
  },
);

test(
  'operators.md 5: the figures of the brake are changed by who may, and the log says from what to what',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    expect(await (await site.owner.get('/api/bulk/brake')).json()).toEqual({
      mostLines: 50,
      mostPercent: 10,
      held: false,
    });
    const set = (rules: object, as = site.owner): Promise<{ status: number }> =>
      site.send('PUT', '/api/bulk/brake', rules, as);
    expect((await set({ mostLines: 20, mostPercent: 5, held: false })).status).toBe(200);
    expect((await set({ mostLines: 0, mostPercent: 5, held: false })).status).toBe(400);
    await site.query(
      "update lastmile.role set permissions = array_remove(permissions, 'bulk.brake') where shipped = 'noc'",
    );
    const other = await loggedIn(site.product.url, ...noc);
    expect((await set({ mostLines: 1, mostPercent: 1, held: false }, other)).status).toBe(403);
    const events = await site.query("select type, data, actor_user from lastmile.event where kind = 'brake'");
    expect(events).toMatchObject([{ type: 'brake.changed', actor_user: expect.any(String) }]);
    expect(JSON.stringify(events[0]!['data'])).toContain('"mostLines"');
    expect(events[0]!['data']).toMatchObject({
      changes: { mostLines: { before: 50, after: 20 }, mostPercent: { before: 10, after: 5 } },
    });
  },
);
